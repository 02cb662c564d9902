"""The library: facts, parameters and measures, read from YAML, checked for types and units."""
