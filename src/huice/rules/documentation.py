"""What is defined and not documented: facts, parameters, measures and functions that do not say what they are."""

from collections.abc import Iterator

from huice.problems import Problem
from huice.rules.functions import AGGREGATES, FUNCTIONS
from huice.rules.library import Library
from huice.rules.lookups import LOOKUPS
from huice.rules.manual import manual
from huice.rules.source import Place


def undocumented(library: Library) -> tuple[Problem, ...]:
    """Everything without its documentation, each with its place and what to write."""
    return tuple(sorted({*_facts(library), *_parameters(library), *_measures(library), *_functions()}))


def _facts(library: Library) -> Iterator[Problem]:
    for fact in library.facts.values():
        if not fact.label or not fact.ask:
            yield _problem(fact.place, f"要素“{fact.key}”没有名称或问题", "写上 label 和 ask")
        if not (fact.where or fact.judgement or fact.derived is not None):
            remedy = "写上 where（何处可查）或 judgement（由谁认定）；整个文件都一样的，写在 topic 下面"
            yield _problem(fact.place, f"要素“{fact.label}”（{fact.key}）没有写何处可查", remedy)
        for name, field in fact.fields.items():
            if not field.label or field.label == name:
                yield _problem(field.place, f"栏目“{fact.key}.{name}”没有名称", "写上 label")


def _parameters(library: Library) -> Iterator[Problem]:
    for item in library.parameters.values():
        if not item.label or item.label == item.key:
            yield _problem(item.place, f"参数“{item.id}”没有名称", "写上 label")
        if not (item.clause or item.source):
            yield _problem(item.place, f"参数“{item.id}”没有依据", "写上 clause 或 source")


def _measures(library: Library) -> Iterator[Problem]:
    for measure in library.measures.values():
        if not measure.promise or measure.title == measure.key:
            yield _problem(measure.place, f"事项“{measure.id}”没有名称或说明", "写上 title 和 promise")


def _functions() -> Iterator[Problem]:
    known = {*FUNCTIONS, *AGGREGATES, *LOOKUPS}
    entries = manual().entries
    for name in sorted(known - entries.keys()):
        yield Problem(
            "rules/manual.yaml", 0, 0, f"函数“{name}”没有说明", "在 functions 里写上它的写法、单位、意思和例子"
        )
    for name in sorted(entries.keys() - known):
        yield _problem(entries[name].place, f"手册里的“{name}”不是函数", "删去或改名")


def _problem(place: Place, what: str, remedy: str) -> Problem:
    return Problem(*place, what, remedy)
