"""What people say and what documents write instead: the reviewed table `synonyms.yaml`, and where it answers a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from huice.problems import Problems

BOTH_WAYS = frozenset({"简称", "同义"})
WAY_OF_ASKING = "问法"
REASONS = BOTH_WAYS | {"俗称", "归类", WAY_OF_ASKING}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of a question, in small letters, the words looked for besides it, and whether they are worth showing."""

    said: str
    written: tuple[str, ...]
    shown: bool = True

    def as_json(self) -> dict[str, object]:
        """As a JSON object."""
        return {"said": self.said, "written": list(self.written)}


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The table by what is said; `longest` is the length of its longest word, in characters."""

    by_said: Mapping[str, Expansion]
    longest: int

    def expansions(self, question: str) -> tuple[Expansion, ...]:
        """The entries for the words of a question, each place read once and the longest word first.

        What the question itself says is not looked for again; an entry with nothing else is left out.
        """
        asked = question.lower()
        found: dict[str, Expansion] = {}
        at = 0
        while at < len(asked):
            for length in range(min(self.longest, len(asked) - at), _SHORTEST - 1, -1):
                entry = self.by_said.get(asked[at : at + length])
                if entry:
                    written = tuple(word for word in entry.written if word.lower() not in asked)
                    if written:
                        found[entry.said] = Expansion(entry.said, written, entry.shown)
                    at += length
                    break
            else:
                at += 1
        return tuple(found.values())


@cache
def table() -> Synonyms:
    """The table that comes with the program."""
    return parsed(files("huice.search").joinpath("synonyms.yaml").read_text("utf-8"))


def parsed(text: str) -> Synonyms:
    """A table from its YAML: theme -> groups of [reason, words said, words written]. Raises Problems for anything else."""
    written: dict[str, dict[str, None]] = {}
    shown: dict[str, bool] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for theme, groups in (yaml.load(text, Loader=loader) or {}).items():
        for group in groups:
            if not (isinstance(group, list) and len(group) == 3 and group[0] in REASONS):
                raise Problems.one(f"同义词表“{theme}”里有一组写错了：{group}", "每组写作 [理由, 说法, 写法]")
            reason, said, meant = group[0], str(group[1]).split(), str(group[2]).split()
            pairs = [(said, meant), (meant, said)] if reason in BOTH_WAYS else [(said, meant)]
            for ones, others in pairs:
                for word in map(str.lower, ones):
                    if len(word) >= _SHORTEST:
                        written.setdefault(word, {}).update(dict.fromkeys(o for o in others if o.lower() != word))
                        shown[word] = shown.get(word, False) or reason != WAY_OF_ASKING
    entries = {word: Expansion(word, tuple(others), shown[word]) for word, others in written.items() if others}
    return Synonyms(entries, max(map(len, entries), default=0))
