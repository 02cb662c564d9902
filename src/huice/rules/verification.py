"""Holding the library against the texts: every citation resolves, every figure is printed where it is cited."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huice.problems import Problem
from huice.rules.figures import prints
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure
from huice.rules.packs import Pack
from huice.rules.source import Place

Lookup = Callable[[Pack, str], str | None]
"""The text of a clause and all below it, by pack and path; None where the document has no such clause."""


@dataclass(frozen=True, slots=True)
class Verification:
    """How many citations and figures were looked up, how many were found, and what was not."""

    citations: int
    resolved: int
    figures: int
    printed: int
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether everything was found."""
        return not self.problems

    def as_json(self) -> dict[str, object]:
        """As a JSON object."""
        return {
            "citations": {"total": self.citations, "resolved": self.resolved},
            "figures": {"total": self.figures, "printed": self.printed},
            "problems": [problem.as_json() for problem in self.problems],
        }


def verify(library: Library, lookup: Lookup) -> Verification:
    """Look up every citation and figure of the library."""
    problems: list[Problem] = []
    citations = resolved = figures = printed = 0
    for pack in library.packs.values():
        known = {path: lookup(pack, path) for path in {path for path, _ in _citations(pack)}}
        for path, place in _citations(pack):
            citations += 1
            if known[path] is not None:
                resolved += 1
            else:
                what = f"{pack.source.number or pack.source.title} 没有条款“{path}”"
                problems.append(Problem(*place, what, "检查条款路径，或先导入这个文件"))
        for path, words, place in _figures(pack):
            figures += 1
            text = known.get(path) or ""
            if any(prints(text, word, pack.source.issued) for word in words):
                printed += 1
            elif text:
                problems.append(Problem(*place, f"条款“{path}”里没有“{words[0]}”", "检查数字和条款"))
            else:
                problems.append(Problem(*place, f"“{words[0]}”所引的条款“{path}”找不到", "检查条款路径"))
    return Verification(citations, resolved, figures, printed, tuple(problems))


def _citations(pack: Pack) -> Iterator[tuple[str, Place]]:
    """Every clause path a pack names, with its place."""
    for parameter in pack.parameters.values():
        if parameter.clause:
            yield parameter.clause, parameter.place
    for measure in pack.measures.values():
        for path in _cited(measure):
            yield path, measure.place
    for table in pack.tables.values():
        yield table.clause, table.place
    for tracked in pack.tracked:
        yield tracked.clause, tracked.place
    for left in pack.left_out:
        yield left.clause, left.place


def cited(measure: Measure) -> tuple[str, ...]:
    """Every clause path a measure names, each once."""
    return tuple(dict.fromkeys(_cited(measure)))


def _cited(measure: Measure) -> Iterator[str]:
    yield from measure.clauses
    if measure.window.clause:
        yield measure.window.clause
    for exclusion in measure.excludes:
        if exclusion.clause:
            yield exclusion.clause
    for condition in (*measure.requires, *(measure.complies or ())):
        yield from _paths(condition)


def _paths(condition: Condition) -> Iterator[str]:
    if condition.clause:
        yield condition.clause
    for part in condition.parts:
        yield from _paths(part)


def _figures(pack: Pack) -> Iterator[tuple[str, tuple[str, ...], Place]]:
    """The clause that should print it, and every figure of a pack; the word of a table by any of its names."""
    for parameter in pack.parameters.values():
        for scalar in parameter.written if parameter.clause else ():
            yield parameter.clause, (scalar.text,), scalar.place
    for measure in pack.measures.values():
        for scalar in measure.window.written:
            yield _window_clause(measure), (scalar.text,), scalar.place
    for item in pack.tracked:
        for scalar in item.written:
            yield item.clause, (scalar.text,), scalar.place
    for table in pack.tables.values():
        for row in table.rows:
            for words, place in row.written:
                yield table.clause, words, place


def _window_clause(measure: Measure) -> str:
    return measure.window.clause or measure.clauses[0]
