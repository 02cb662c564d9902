"""Fields of a form: what a measure needs to know, as inputs that say what they want."""

from collections.abc import Iterator
from dataclasses import dataclass

from huice.rules.expressions import Node, facts_of, parameters_of
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure
from huice.web.answers import Answers, spelled

ROWS = 3
LEDGER_ROWS = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind`: choice, text, rows. `options` are value and label; `rows` the cells of a records fact."""

    name: str
    label: str
    ask: str
    kind: str
    value: str = ""
    hint: str = ""
    error: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple["Field", ...], ...] = ()
    columns: tuple[str, ...] = ()


def fields_of(measure: Measure, library: Library, answers: Answers) -> tuple[Field, ...]:
    """The inputs of a measure's calculator: the facts and open parameters its rules name, each once."""
    names = dict.fromkeys(["subject_type", *_names(measure, library)])
    return tuple(field_of(name, library, answers) for name in names)


def _names(measure: Measure, library: Library) -> Iterator[str]:
    for node in tests_of(measure):
        yield from _named(node, library)
    nodes = [formula.value for formula in measure.results.values()]
    if measure.amount is not None:
        nodes += [node for node in (measure.amount.value, measure.amount.ceiling) if node is not None]
    rule = measure.ledger
    if rule is not None:
        yield rule.over
        nodes += [node for node in (rule.opening, rule.booked_from) if node is not None]
    for node in nodes:
        yield from _named(node, library)
    if measure.window.on:
        yield measure.window.on


def tests_of(measure: Measure) -> Iterator[Node]:
    """The tests of a measure, of its conditions and of what it checks."""
    for condition in (*measure.requires, *(measure.complies or ())):
        yield from _tests(condition)


def _tests(condition: Condition) -> Iterator[Node]:
    if condition.test is not None:
        yield condition.test
    for part in condition.parts:
        yield from _tests(part)


def _named(node: Node, library: Library) -> Iterator[str]:
    """Facts and open parameters of an expression; below a derived fact, also what it is derived from."""
    for key in facts_of(node):
        fact = library.facts[key]
        if fact.derived is not None and not any(
            library.facts[root].type.kind == "records" for root in library.roots[key]
        ):
            yield from sorted(library.roots[key] - {key})
        yield key
    for id_ in parameters_of(node):
        parameter = library.parameters[id_]
        if parameter.is_open:
            yield id_
            if parameter.is_local:
                yield "region"
        elif parameter.by:
            yield parameter.by


def field_of(name: str, library: Library, answers: Answers) -> Field:
    """The input for a fact or an open parameter, with what was said and what is wrong with it."""
    fact = library.facts.get(name)
    said, error = answers.texts.get(name, ""), answers.errors.get(name, "")
    if fact is None:
        parameter = library.parameters[name]
        hint = f"由{parameter.set_by}规定，文中未给"
        if parameter.standards:
            hint += "；不填就用已加入的地方标准"
        return Field(name, parameter.label, f"{parameter.label}（{parameter.unit.text}）", "text", said, hint, error)
    if fact.type.kind == "records":
        return _table(fact, library, answers)
    label = f"{fact.label}（{fact.unit.text}）" if fact.unit.text and fact.unit.text != "年份" else fact.label
    hint = "；".join(part for part in (fact.help, f"在哪里看：{fact.where}" if fact.where else "") if part)
    if name in answers.facts and fact.type.kind in {"choice", "bool"}:
        said = spelled(answers.facts[name], fact.unit)
    return Field(name, label, fact.ask, _kind(fact), said, hint, error, _options(fact))


def _kind(fact: Fact) -> str:
    return "choice" if fact.type.kind in {"bool", "choice"} else "date" if fact.type.kind == "date" else "text"


def _options(fact: Fact) -> tuple[tuple[str, str], ...]:
    if fact.type.kind == "bool":
        return (("是", "是"), ("否", "否"))
    return tuple((key, names[0]) for key, names in fact.options.items())


def _table(fact: Fact, library: Library, answers: Answers) -> Field:
    said = [name for name in answers.texts if name.startswith(f"{fact.key}.")]
    monthly = any(
        measure.ledger is not None and measure.ledger.over == fact.key for measure in library.measures.values()
    )
    known = answers.facts.get(fact.key, ())
    count = max(LEDGER_ROWS if monthly else ROWS, len(known) if isinstance(known, tuple) else 0)
    errors = "；".join(answers.errors[name] for name in said if name in answers.errors)
    rows = tuple(tuple(_cell(fact, index, key, answers) for key in fact.fields) for index in range(count))
    columns = tuple(
        f"{item.label}（{item.unit.text}）" if item.unit.text else item.label for item in fact.fields.values()
    )
    return Field(fact.key, fact.label, fact.ask, "rows", "", fact.where, errors, (), rows, columns)


def _cell(fact: Fact, index: int, key: str, answers: Answers) -> Field:
    item, name = fact.fields[key], f"{fact.key}.{index}.{key}"
    label = f"第 {index + 1} 行 {item.label}"
    return Field(
        name, label, label, _kind(item), answers.texts.get(name, ""), "", answers.errors.get(name, ""), _options(item)
    )
