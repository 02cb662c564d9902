"""Numbers that differ by region, as columns."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from huice.engine.batch.columns import Column, chosen, literal
from huice.engine.batch.terms import compare, lit
from huice.rules.parameters import Parameter
from huice.rules.values import UNKNOWN, Value

if TYPE_CHECKING:
    from huice.engine.batch.values import Values


def standard(parameter: Parameter, values: "Values") -> Column:
    """What was set for an open parameter in the subject's region."""

    def worth(regions: tuple[str, ...] | None) -> Value:
        one = parameter.standard(values.as_of, regions)
        return one.value if one else UNKNOWN

    return by_region(worth(None), worth, values) if parameter.is_local else literal(worth(None))


def by_region(elsewhere: Value, here: Callable[[tuple[str, ...]], Value], values: "Values") -> Column:
    """A value that differs by the subject's region; `elsewhere` where none is said."""
    found = literal(elsewhere)
    if "region" in values.schema.columns.get("subjects", frozenset()):
        region = values.given("region", values.library.facts["region"].type).value
        for text in values.schema.regions:
            chain = values.library.regions.chain(values.library.regions.find(text))
            found = chosen(compare("==", region, lit(text)), literal(here(chain)), found)
    return found
