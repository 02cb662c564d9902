"""What a fact could be: the values that stand for all others as far as a measure can tell them apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import islice, product
from random import Random
from weakref import WeakKeyDictionary

from huice.engine.evaluation import EXACT
from huice.engine.explain import program_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.expressions import Compare, Constant, FactRef, Node, ParameterRef, facts_of, walk
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Measure, expressions
from huice.rules.quantities import Dimension, Unit
from huice.rules.values import ABSENT, MAX_NUMBER, UNKNOWN, Row, Value

SMALL = 64
"""Up to this many values of a number every one is tried."""
_MOST_ROWS = 60
_CONTINUOUS = frozenset({"元", "亩", "平方米", "平方公里", "吨", "公里", "小时", "立方米", "千瓦", "千瓦时"})
_KNOWN: "WeakKeyDictionary[Library, dict[str, Figures]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers (by dimension), days and words that a measure compares with, and the facts it rests on.

    `against` holds the comparisons of each fact whose turn must be worked out for the subject at hand.
    """

    numbers: Mapping[Dimension | None, tuple[Decimal, ...]]
    days: tuple[date, ...]
    words: tuple[str, ...]
    facts: frozenset[str]
    against: Mapping[str, tuple[Compare, ...]]
    _domains: dict[str, tuple[Value, ...]] = field(default_factory=dict)


def granule(unit: Unit) -> Decimal:
    """The smallest step of a number in base units: a fen, a hundredth of a per cent, one person, one month."""
    if not unit.dimension:
        return Decimal("0.0001")
    if len(unit.dimension) > 1 or unit.dimension[0][0] in _CONTINUOUS:
        return Decimal("0.01")
    return Decimal(1)


def figures(library: Library, measure: Measure) -> Figures:
    """What a measure compares with, through all derivations; worked out once a library."""
    known = _KNOWN.setdefault(library, {})
    if measure.id not in known:
        known[measure.id] = _figures(library, measure)
    return known[measure.id]


def _figures(library: Library, measure: Measure) -> Figures:
    facts: dict[str, None] = {"subject_type": None}
    if measure.ledger is not None:
        facts[measure.ledger.over] = None
    values: list[tuple[Dimension | None, object]] = [
        (None, day) for day in (measure.window.since, measure.window.until) if day
    ]
    against: dict[str, tuple[Compare, ...]] = {}
    waiting = list(expressions(measure))
    while waiting:
        node = waiting.pop()
        _note_sides(node, against)
        for key in facts_of(node):
            derived = library.facts[key].derived
            if key not in facts and derived is not None:
                waiting.append(derived)
            facts.setdefault(key)
        for part in walk(node):
            if isinstance(part, Constant):
                values.append((part.type.dimension, part.value))
            elif isinstance(part, ParameterRef):
                item = library.parameters[part.id]
                facts.update(dict.fromkeys([item.by] if item.by else ["region"] if item.is_local else []))
                written = [*(dated.value for dated in item.values), *item.keyed.values(), *item.regions.values()]
                written += [said for one in item.standards for said in (one.value, one.region)]
                values += [(item.type.dimension, value) for value in written]
                values += [(None, dated.since) for dated in item.values if dated.since]
    numbers: dict[Dimension | None, dict[Decimal, None]] = {}
    for dimension, value in values:
        if isinstance(value, Decimal):
            numbers.setdefault(dimension, {})[value] = None
    days = sorted({value for _, value in values if isinstance(value, date)})
    words = sorted({value for _, value in values if isinstance(value, str)})
    return Figures(
        {key: tuple(sorted(of)) for key, of in numbers.items()}, tuple(days), tuple(words), frozenset(facts), against
    )


def _note_sides(node: Node, against: dict[str, tuple[Compare, ...]]) -> None:
    """Note, for the facts that a comparison names, the comparison, unless it is of the plain fact and a constant."""
    for part in walk(node):
        if isinstance(part, Compare) and part.left.type.kind in {"number", "date"}:
            plain = {type(part.left), type(part.right)} <= {FactRef, Constant}
            for key in facts_of(part):
                if not plain or len(facts_of(part)) > 1:
                    against[key] = (*against.get(key, ()), part)


def worked_out(fact: Fact, found: Figures, library: Library, subject: Subject, as_of: date) -> tuple[Value, ...]:
    """Where a comparison with a fact turns for a subject, with the steps next to it: exact where it is linear."""
    values: list[Value] = []
    for node in found.against.get(fact.key, ()):
        values += _turns(fact, node, library, subject, as_of)
    return tuple(values)


def _turns(fact: Fact, node: Compare, library: Library, subject: Subject, as_of: date) -> Iterator[Value]:
    program = program_of(library)

    def apart(value: Value) -> tuple[Value, Value]:
        world = World(library, program, Subject("", {**subject.facts, fact.key: value}), as_of)
        return program.value(node.left, world), program.value(node.right, world)

    if fact.type.kind == "date":
        sides = (node.right, node.left) if isinstance(node.left, FactRef) else (node.left,)
        world = World(library, program, subject, as_of)
        for day in (program.value(side, world) for side in sides):
            if isinstance(day, date) and 1900 < day.year < 2200:
                yield from (day + timedelta(days=step) for step in (0, 1, -1))
        return
    if fact.type.kind != "number":
        return
    start, end = fact.low or Decimal(0), (fact.low or Decimal(0)) + fact.unit.scale
    from_, to = (_difference(*apart(at)) for at in (start, end))
    if from_ is None or to is None or from_ == to:
        return
    step = granule(fact.unit)
    root = start + EXACT.divide(from_ * (end - start), from_ - to)
    if abs(root) < MAX_NUMBER:
        near = (root / step).to_integral_value(ROUND_FLOOR) * step
        yield from (at for at in (near, near + step, near - step) if fits(fact, at))


def _difference(left: Value, right: Value) -> Decimal | None:
    return left - right if isinstance(left, Decimal) and isinstance(right, Decimal) else None


def fits(fact: Fact, number: Decimal) -> bool:
    """Whether a number is within the bounds of a fact."""
    return (fact.low is None or number >= fact.low) and (fact.high is None or number <= fact.high)


def parameter_domain(library: Library, id_: str) -> tuple[Value, ...]:
    """Values an open number of the law might be given."""
    item = library.parameters[id_]
    if item.type.kind == "date":
        return date(2000, 1, 1), date(2100, 1, 1)
    return tuple(Decimal(number) * item.unit.scale for number in (0, 1, 1000))


def domain(fact: Fact, found: Figures, known: Value = UNKNOWN) -> tuple[Value, ...]:
    """Values for a fact, the likeliest to matter first; every cell between two figures has one.

    Where the fact is records of which some cells are not known, those rows with the cells filled in.
    """
    if isinstance(known, tuple):
        return tuple(_filled(fact, found, known))
    kept = found._domains.get(fact.key)
    if kept is None:
        kept = found._domains[fact.key] = (*_values(fact, found), ABSENT)
    return kept


def _values(fact: Fact, found: Figures) -> tuple[Value, ...]:
    match fact.type.kind:
        case "bool":
            return True, False
        case "choice":
            return tuple(fact.options)
        case "text":
            return (*found.words, "（其他）")
        case "date":
            days = found.days or (date(2023, 7, 1),)
            around = {day + timedelta(days=step) for day in days for step in (-1, 0, 1)}
            return (*sorted(around), date(1990, 1, 1), date(2100, 1, 1))
        case "records":
            return ((), *((row,) for row in _rows(fact, found)))
    return tuple(_numbers(fact, found))


def _numbers(fact: Fact, found: Figures) -> Iterator[Decimal]:
    step = granule(fact.unit)
    if fact.low is not None and fact.high is not None and (fact.high - fact.low) / step <= SMALL:
        yield from (fact.low + step * index for index in range(int((fact.high - fact.low) / step) + 1))
        return
    near = [*found.numbers.get(fact.type.dimension, ()), *found.numbers.get(None, ())]
    top = max([*near, fact.unit.scale]) * 1000
    tried = [number + offset for number in near for offset in (Decimal(0), step, -step)]
    seen: set[Decimal] = set()
    for number in (*tried, Decimal(0), fact.unit.scale, top, fact.low, fact.high):
        if number is None or number in seen:
            continue
        seen.add(number)
        if fits(fact, number):
            yield number


def _rows(fact: Fact, found: Figures) -> Iterator[Row]:
    """Rows with every cell filled in; all of them where they are few, else a fixed choice."""
    cells = {key: domain(item, found) for key, item in fact.fields.items()}
    every = 1
    for values in cells.values():
        every *= len(values)
    if every <= _MOST_ROWS:
        yield from (dict(zip(cells, row, strict=True)) for row in product(*cells.values()))
        return
    chance = Random(fact.key)
    for _ in range(_MOST_ROWS):
        yield {key: chance.choice(values) for key, values in cells.items()}


def _filled(fact: Fact, found: Figures, known: tuple[Row, ...]) -> Iterator[Value]:
    holes = [(index, key) for index, row in enumerate(known) for key in fact.fields if row.get(key, UNKNOWN) is UNKNOWN]
    cells = [domain(fact.fields[key], found) for _, key in holes]
    every = 1
    for values in cells:
        every *= len(values)
    chance = Random(fact.key)
    fillings = product(*cells) if every <= _MOST_ROWS else (tuple(map(chance.choice, cells)) for _ in range(_MOST_ROWS))
    for filling in islice(fillings, _MOST_ROWS):
        rows = [dict(row) for row in known]
        for (index, key), value in zip(holes, filling, strict=True):
            rows[index][key] = value
        yield tuple(rows)
