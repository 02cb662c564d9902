"""Random subjects of a library: every fact known, absent or unknown, numbers at and around the figures of the rules."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from huice.engine import Subject
from huice.engine.evaluation import Program
from huice.engine.world import World
from huice.rules.expressions import facts_of
from huice.rules.facts import Fact
from huice.rules.foundations import rests_on
from huice.rules.library import Library
from huice.rules.measures import expressions
from huice.rules.values import ABSENT, UNKNOWN, Row, Value

MANY = 100
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


def figures(library: Library) -> dict[object, list[Decimal]]:
    """The numbers of the law by dimension."""
    by_dimension: dict[object, list[Decimal]] = {}
    for parameter in library.parameters.values():
        values = [dated.value for dated in parameter.values] + list(parameter.keyed.values())
        for value in values:
            if isinstance(value, Decimal):
                by_dimension.setdefault(parameter.type.dimension, []).append(value)
    return by_dimension


def values(fact: Fact, numbers: dict[object, list[Decimal]]) -> st.SearchStrategy[Value]:
    """Answers to one fact, without the missing ones."""
    match fact.type.kind:
        case "bool":
            return st.booleans()
        case "date":
            return DAYS
        case "text":
            return st.sampled_from(["甲", "乙", "江苏省无锡市", "示例市"])
        case "choice":
            return st.sampled_from(sorted(fact.options))
        case "records":
            cells: dict[str, st.SearchStrategy[Value]] = {
                key: st.one_of(values(item, numbers), st.just(UNKNOWN)) for key, item in fact.fields.items()
            }
            row: st.SearchStrategy[Row] = st.fixed_dictionaries(cells)
            return st.lists(row, max_size=3).map(tuple)
    near = [
        number + step
        for number in numbers.get(fact.type.dimension, [])
        for step in (Decimal(-1), Decimal(0), Decimal(1))
    ]
    allowed = [number for number in [Decimal(0), Decimal(1), *near] if fact.low is None or number >= fact.low]
    return st.one_of(st.sampled_from(allowed), st.integers(0, 10**7).map(Decimal))


def read_by(library: Library, *measures: str) -> list[str]:
    """The facts that measures read, through all derivations, and the kind of subject."""
    keys = {key for id_ in measures for node in expressions(library.measures[id_]) for key in facts_of(node)}
    return sorted({"subject_type"}.union(*(rests_on(key, library) for key in keys)))


def facts(library: Library, keys: list[str] | None = None) -> st.SearchStrategy[dict[str, Value]]:
    """Some facts known, some absent, some unknown (left out).

    Of a large library those that a few measures read: two thousand answers at once are no example to learn from.
    """
    if keys is None and len(library.facts) > MANY:
        few = st.lists(st.sampled_from(sorted(library.measures)), min_size=1, max_size=4)
        return few.flatmap(lambda measures: facts(library, read_by(library, *measures)))
    numbers = figures(library)
    each = {
        key: st.one_of(
            values(library.facts[key], numbers), values(library.facts[key], numbers), st.sampled_from([ABSENT, UNKNOWN])
        )
        for key in keys or list(library.facts)
    }
    drawn: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(each)
    return drawn.map(lambda found: {key: value for key, value in found.items() if value is not UNKNOWN})


def consistent(library: Library, known: dict[str, Value], day: date) -> dict[str, Value]:
    """The same answers, but a derived fact that follows from the others says what follows.

    An answer takes the place of a derivation; two answers that contradict each other are two firms, not one of which more is known.
    """
    said = dict(known)
    for key in sorted(library.roots, key=lambda key: _depth(key, library)):
        if key in said:
            rest = {name: value for name, value in said.items() if name != key}
            follows = World(library, Program(), Subject("随机", rest), day).fact(key)
            if follows is not UNKNOWN:
                said[key] = follows
    return said


def _depth(key: str, library: Library) -> int:
    """How many derivations deep a fact lies."""
    derived = library.facts[key].derived
    return 0 if derived is None else 1 + max((_depth(part, library) for part in facts_of(derived)), default=0)
