"""What a measure's page says before anybody has answered: how its amount comes about, and the numbers it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huice.engine.findings import Citation
from huice.engine.sentences import label
from huice.rules.expressions import Node, parameters_of
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.parameters import Number, Parameter
from huice.rules.values import ABSENT, show
from huice.web.forms import tests_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the law: what it is called, its value in words, and its clause, or its source where none prints it."""

    label: str
    value: str
    cite: Citation | None
    source: str


def formula_of(measure: Measure, library: Library) -> list[str]:
    """How the amount comes about, then its ceiling; nothing where the measure has no amount."""
    if measure.amount is None:
        return []
    value, ceiling = measure.amount.value, measure.amount.ceiling
    said = [label(value, library)] if value is not None else []
    return said + ([f"最高：{label(ceiling, library)}"] if ceiling is not None else [])


def numbers_of(measure: Measure, library: Library) -> list[Figure]:
    """The parameters its rules name, each once, in the order of the rules."""
    ids = dict.fromkeys(id_ for node in _nodes(measure) for id_ in parameters_of(node))
    return [_figure(library.parameters[id_], library) for id_ in ids]


def _nodes(measure: Measure) -> Iterator[Node]:
    yield from tests_of(measure)
    amount, rule = measure.amount, measure.ledger
    nodes = [amount.value, amount.ceiling] if amount else []
    nodes += [formula.value for formula in measure.results.values()]
    if rule:
        nodes += [*(formula.value for formula in rule.columns.values()), rule.accrued, rule.adjusted, rule.limit]
    yield from (node for node in nodes if node is not None)


def _figure(parameter: Parameter, library: Library) -> Figure:
    pack = library.packs.get(parameter.id.rpartition("/")[0])
    cite = None
    if pack is not None and parameter.clause:
        cite = Citation(pack.source.number or pack.source.title, parameter.clause, pack.key)
    return Figure(parameter.label, _values(parameter, library), cite, parameter.source)


def _values(parameter: Parameter, library: Library) -> str:
    """Its value; several by option, day or region, each with what it is for; who sets it where the text does not."""
    if parameter.is_open:
        said = [
            f"{one.region} {_shown(one.value, parameter)}（{one.issuer} {one.source}）" for one in parameter.standards
        ]
        return "，".join(said) or f"由{parameter.set_by}定"
    options = library.facts[parameter.by].options if parameter.by else {}
    said = [f"{options.get(key, (key,))[0]} {_shown(value, parameter)}" for key, value in parameter.keyed.items()]
    for dated in parameter.values:
        since = f"{dated.since} 起 " if isinstance(dated.since, date) else ""
        said.append(since + _shown(dated.value, parameter))
    said += [f"{region} {_shown(value, parameter)}" for region, value in parameter.regions.items()]
    return "，".join(said)


def _shown(value: Number, parameter: Parameter) -> str:
    return "不设" if value is ABSENT else show(value, parameter.unit)
