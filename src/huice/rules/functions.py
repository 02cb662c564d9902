"""The fixed functions of the rule language: their arguments and results. Their meaning is in `huice.engine`."""

from collections.abc import Callable, Sequence

from huice.rules.quantities import DAYS, MONEY, MONTHS, RATIO
from huice.rules.values import BOOL, DATE, Type

Check = Callable[[Sequence[Type]], "Type | str"]
"""From the types of the arguments to that of the result, or to what is wrong."""

_MONTHS = Type("number", MONTHS)
_DAYS = Type("number", DAYS)
_PLAIN = Type("number", RATIO)


def _fixed(result: Type, *wanted: Type) -> Check:
    def check(given: Sequence[Type]) -> Type | str:
        fits = len(given) == len(wanted) and all(
            have.kind == want.kind and (want.kind != "number" or have.dimension in {None, want.dimension})
            for have, want in zip(given, wanted, strict=True)
        )
        return result if fits else f"要 {len(wanted)} 个参数：{'、'.join(str(want) for want in wanted)}"

    return check


def _alike(given: Sequence[Type]) -> Type | str:
    """Two or more numbers of one dimension, or dates."""
    if len(given) < 2:
        return "至少要两个参数"
    first = next((item for item in given if item.dimension is not None), given[0])
    if any(item.kind != first.kind for item in given) or first.kind not in {"number", "date"}:
        return "参数要都是数，或都是日期"
    if first.kind == "number" and any(item.dimension not in {None, first.dimension} for item in given):
        return f"参数的单位不同：{'、'.join(str(item) for item in given)}"
    return first


def _number(given: Sequence[Type]) -> Type | str:
    return given[0] if len(given) == 1 and given[0].kind == "number" else "要一个数"


def _money(given: Sequence[Type]) -> Type | str:
    fits = len(given) == 1 and given[0].kind == "number" and given[0].dimension in {None, MONEY}
    return Type("number", MONEY) if fits else "要一个金额（元）"


def _meets(given: Sequence[Type]) -> Type | str:
    return "要两个单位相同的数" if len(given) != 2 or isinstance(_alike(given), str) else BOOL


def _anything(given: Sequence[Type]) -> Type | str:
    return BOOL if len(given) == 1 else "要一个参数"


FUNCTIONS: dict[str, Check] = {
    "min": _alike,
    "max": _alike,
    "abs": _number,
    "floor": _number,
    "round_fen": _money,
    "meets": _meets,
    "absent": _anything,
    "years_between": _fixed(_MONTHS, DATE, DATE),
    "months_between": _fixed(_MONTHS, DATE, DATE),
    "days_between": _fixed(_DAYS, DATE, DATE),
    "add_months": _fixed(DATE, DATE, _MONTHS),
    "add_days": _fixed(DATE, DATE, _DAYS),
    "year": _fixed(_PLAIN, DATE),
    "month": _fixed(_PLAIN, DATE),
    "quarter": _fixed(_PLAIN, DATE),
    "same_month": _fixed(BOOL, DATE, DATE),
    "same_quarter": _fixed(BOOL, DATE, DATE),
    "same_year": _fixed(BOOL, DATE, DATE),
}

AGGREGATES = ("count", "sum", "any", "all", "only")
