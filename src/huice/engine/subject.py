"""Who is assessed: a name and what is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from huice.rules.values import Value


@dataclass(frozen=True, slots=True)
class Subject:
    """主体. `facts` maps fact keys, and ids of parameters the texts leave open, to known or absent values."""

    name: str
    facts: Mapping[str, Value]
