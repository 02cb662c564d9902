"""huice 惠策: a policy compendium, made executable."""

__version__ = "0.1.0"
