"""免申即享: from the findings of a measure to who is paid, who waits for which fact, who is left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from huice.delivery.budget import Cut, Key, cut, in_order
from huice.delivery.masking import masked_code, masked_name, personal
from huice.delivery.payments import Period, paid_before
from huice.delivery.run import INPUTS, Run, scan
from huice.engine.sentences import label
from huice.problems import Problems
from huice.rules.expressions import facts_of
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure


@dataclass(frozen=True, slots=True)
class Terms:
    """How a measure is delivered: the period it is for, the order and the budget (fen), what was paid before.

    `published` is the day of the public notice, `notice` and `confirmation` its first and last days and those on
    which firms confirm; None where nobody has said.
    """

    period: Period
    order: tuple[Key, ...] = ()
    budget: int | None = None
    payments: pl.DataFrame | None = None
    published: date | None = None
    notice: tuple[date, date] | None = None
    confirmation: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The lists; every subject of the run is in exactly one of `paid`, `unpaid`, `waiting` and `excluded`."""

    measure: Measure
    terms: Terms
    paid: pl.DataFrame
    unpaid: pl.DataFrame
    waiting: pl.DataFrame
    excluded: pl.DataFrame
    cut: Cut | None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many are in each list."""
        lists = {"paid": self.paid, "unpaid": self.unpaid, "waiting": self.waiting, "excluded": self.excluded}
        return {name: frame.height for name, frame in lists.items()} | {
            "one_fact": int((self.waiting["facts"] == 1).sum()),
            "assessed": sum(frame.height for frame in lists.values()),
        }

    def notice(self) -> pl.DataFrame:
        """公示表: who is to be paid, in order, with masked identifiers and amounts."""
        person = personal(pl.col("kind"), pl.col("subject"))
        return self.paid.select(
            pl.int_range(1, pl.len() + 1).alias("序号"),
            masked_name(pl.coalesce("name", "subject"), person).alias("名称"),
            masked_code(pl.col("subject"), person).alias("标识（部分隐去）"),
            pl.lit(self.measure.title).alias("事项"),
            pl.lit(str(self.terms.period)).alias("所属期间"),
            pl.col("amount").alias("金额（元）"),
        )


_FAULT = "所填的数算不出结果（如除以零、日期超出范围），见 huice explain"


def order_columns(run: Run) -> tuple[str, ...]:
    """The columns a list may be ordered by: what the registry gives, the amount, the place in the registry."""
    names = scan(run.folder / INPUTS / "subjects").collect_schema().names()
    return ("amount", *(name for name in names if "!" not in name))


def deliver(run: Run, library: Library, measure_id: str, terms: Terms) -> Delivery:
    """The lists of one measure. Raises Problems where there is no such measure, or a budget for what has no amount."""
    findings = run.findings(measure_id)
    measure = library.measures[measure_id]
    if terms.budget is not None and measure.amount is None:
        raise Problems.one(f"“{measure.title}”没有金额，谈不上预算", "去掉 --budget")
    people = _people(run, terms.order, run.overrides(library).facts)
    every = people.join(findings.drop("measure").collect(), on="subject", how="left", maintain_order="left")
    before = paid_before(every, terms.payments, measure_id, terms.period) if terms.payments is not None else None
    every = _sorted_out(every, measure, before, library)
    due = every.filter(pl.col("list") == "due").with_columns(
        fen=(pl.col("amount").fill_null(0) * 100).round().cast(pl.Int64)
    )
    marked, where = cut(in_order(due, terms.order), terms.budget)
    shown = ["row", "subject", "name", "kind", "amount"]
    place = pl.int_range(1, pl.len() + 1).alias("place")
    marked = marked.with_columns(place)
    return Delivery(
        measure, terms,
        marked.filter("paid").select("place", *shown),
        marked.filter(~pl.col("paid")).select("place", *shown),
        every.filter(pl.col("list") == "waiting").select("row", "subject", "name", "low", "high", "facts", "why"),
        every.filter(pl.col("list") == "excluded").select("row", "subject", "name", "why"),
        where,
    )  # fmt: skip


def _people(run: Run, order: Sequence[Key], set_facts: Mapping[str, object]) -> pl.DataFrame:
    """Everybody who was assessed, with the columns of the order."""
    frame = scan(run.folder / INPUTS / "subjects")
    names = frame.collect_schema().names()
    kind = pl.col("subject_type") if "subject_type" in names else pl.lit(None, dtype=pl.String)
    said = set_facts.get("subject_type")
    if isinstance(said, str):
        kind = pl.lit(said)
    extra = [key.column for key in order if key.column not in {"amount", "row", "subject", "name"}]
    return frame.with_columns(kind=kind).select("row", "subject", "name", "kind", *dict.fromkeys(extra)).collect()


def _sorted_out(every: pl.DataFrame, measure: Measure, before: pl.DataFrame | None, library: Library) -> pl.DataFrame:
    """To each subject its list (due, waiting, excluded) and why."""
    every = every.with_columns(before=pl.lit(None, dtype=pl.String)) if before is None else every.join(
        before, on="subject", how="left", maintain_order="left"
    )  # fmt: skip
    missing = every["missing"].fill_null("")
    names = {text: _names(text, library) for text in missing.unique()}
    reasons = {place: _reason(place, measure, library) for place in every["reason"].drop_nulls().unique()}
    no, unsettled = pl.col("verdict") == "no", pl.col("verdict") == "open"
    unpayable = (pl.lit(measure.amount is not None)) & ((pl.col("bound") != "exact").fill_null(value=True))
    # polars reads a branch of `when` with nulls in the rows of the others: "" comes up where no row has it.
    lacks = (
        pl.col("missing")
        .fill_null("")
        .replace_strict(list(names), list(names.values()), default=_FAULT, return_dtype=pl.String)
    )
    why_no = pl.col("reason").replace_strict(
        list(reasons), list(reasons.values()), default=None, return_dtype=pl.String
    )
    nothing = pl.lit(measure.amount is not None) & (pl.col("amount") <= 0).fill_null(value=False)
    rules: list[tuple[pl.Expr, str, pl.Expr]] = [
        (no, "excluded", pl.format("不符合：{}", why_no.fill_null("条件不具备"))),
        (pl.col("before").is_not_null(), "excluded", pl.col("before")),
        (pl.col("window") == "closed", "excluded", pl.lit("期限已过")),
        (pl.col("window") == "upcoming", "excluded", pl.lit("期限未到")),
        (unsettled, "waiting", pl.format("待核实：{}", lacks)),
        (unpayable, "waiting", pl.format("符合，金额待定：{}", lacks)),
        (nothing, "excluded", pl.lit("符合，但算得金额为零")),
    ]
    where, why = pl.lit("due"), pl.lit("")
    for test, name, said in reversed(rules):
        where = pl.when(test).then(pl.lit(name)).otherwise(where)
        why = pl.when(test).then(said).otherwise(why)
    facts = (
        pl.when(pl.col("missing").fill_null("") == "").then(0).otherwise(pl.col("missing").str.count_matches(" ") + 1)
    )
    return every.with_columns(list=where, why=why, facts=facts.cast(pl.Int64))


def _names(keys: str, library: Library) -> str:
    said = [
        library.facts[key].label if key in library.facts
        else library.parameters[key].label if key in library.parameters else key
        for key in keys.split()
    ]  # fmt: skip
    return f"缺 {'、'.join(said)}" if said else _FAULT


def _reason(place: str, measure: Measure, library: Library) -> str:
    """The condition at a place (`requires/0`), in words; `subject` is who the measure is for."""
    if place == "subject":
        names = library.facts["subject_type"].options
        return f"主体类型，这一事项面向{'、'.join(names[kind][0] for kind in measure.subjects)}"
    condition = measure.requires[int(place.rpartition("/")[2])]
    clause = condition.clause or measure.clauses[0]
    return f"{_words(condition, library)}（{clause}）"


def _words(condition: Condition, library: Library) -> str:
    if condition.label:
        return condition.label
    if condition.test is None:
        joint = "且" if condition.every else "或"
        return joint.join(_words(part, library) for part in condition.parts)
    keys = dict.fromkeys(facts_of(condition.test))
    return "、".join(library.facts[key].label for key in keys) or label(condition.test, library)
