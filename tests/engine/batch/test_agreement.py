"""Explain and batch agree on random subjects of the library, and on random packs within the language."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huice.engine import Subject
from huice.engine.batch import Findings, compile, in_words, pieces, sums
from huice.engine.batch.findings import Measured
from huice.rules.facts import Fact
from huice.rules.library import Library, load
from huice.rules.values import ABSENT, UNKNOWN, Value
from tests.engine.batch.frames import disagreements, frames
from tests.engine.batch.packs import random_library
from tests.shared_material import REQUIRED
from tests.subjects import figures, read_by

EXAMPLES = int(os.environ.get("HUICE_EXAMPLES", "10000" if REQUIRED else "100"))
"""How many random subjects in all; 10,000 in CI."""
BATCH = min(EXAMPLES // 2, 250)
STEPS = [Decimal(step) for step in ("-1", "-0.01", "0", "0", "0", "0.01", "1")]


def answer(fact: Fact, numbers: dict[object, list[Decimal]], random: Random) -> Value:
    """Any answer: often none, at and around the figures of the rules, in range and out of it."""
    if random.random() < 0.25:
        return random.choice([UNKNOWN, UNKNOWN, ABSENT])
    match fact.type.kind:
        case "bool":
            return random.random() < 0.6
        case "date":
            return date.fromordinal(random.randint(date(2022, 1, 1).toordinal(), date(2028, 12, 31).toordinal()))
        case "text":
            return random.choice(["甲", "乙", "江苏省无锡市", "示例市"])
        case "choice":
            return random.choice(sorted(fact.options))
        case "records":
            return tuple(
                {key: answer(item, numbers, random) for key, item in fact.fields.items()}
                for _ in range(random.choice([0, 1, 1, 2, 3]))
            )
    return number(numbers.get(fact.type.dimension, [Decimal(1)]), random)


def number(figures_: list[Decimal], random: Random) -> Decimal:
    kind = random.random()
    if kind < 0.5:
        return random.choice(figures_) + random.choice(STEPS)
    if kind < 0.6:
        return random.choice([Decimal(0), Decimal(1), Decimal("1e15"), Decimal("0.1234567"), Decimal("12345678901.23")])
    return Decimal(random.randint(0, 10**8)).scaleb(-random.choice([0, 1, 2]))


def subjects(library: Library, count: int, random: Random, measures: list[str] | None = None) -> list[Subject]:
    """Random subjects with answers to every fact, or those that some measures read."""
    numbers = figures(library)
    packs = {library.measures[id_].pack for id_ in measures or library.measures}
    open_ = [item for item in library.parameters.values() if item.is_open and item.id.partition("/")[0] in packs]
    keys = read_by(library, *measures) if measures else list(library.facts)
    found = []
    for name in range(count):
        facts = {key: answer(library.facts[key], numbers, random) for key in keys}
        for item in open_:
            if random.random() < 0.7:
                day = item.type.kind == "date"
                facts[item.id] = (
                    date(2023, 5, 1) if day else number(numbers.get(item.type.dimension, [Decimal(1)]), random)
                )
        share = random.choice([1.0, 1.0, 0.5, 0.2])
        kept = {key: value for key, value in facts.items() if value is not UNKNOWN and random.random() < share}
        found.append(Subject(f"{name}", kept))
    return found


def some(library: Library, random: Random) -> list[str]:
    """The measures of three packs: a query over a thousand measures and all their rows is a matter of minutes."""
    packs = random.sample(sorted(library.packs), 3)
    return [id_ for id_, measure in library.measures.items() if measure.pack in packs]


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def differences(library: Library, measures: list[str] | None, firms: list[Subject], day: date) -> list[str]:
    """What a batch says otherwise than explain, of tables and of arrays."""
    plan, tables = compile(library, measures), frames(library, firms)
    return [
        f"{engine}: {wrong}"
        for engine in ("polars", "arrays")
        for wrong in disagreements(plan, tables, firms, day, engine)[0]
    ]


@given(seed=st.integers(0, 2**32), day=st.dates(date(2022, 12, 1), date(2028, 1, 31)))
@settings(max_examples=max(1, EXAMPLES // 2 // BATCH), deadline=None)
def test_random_subjects_of_the_library(library: Library, seed: int, day: date) -> None:
    random = Random(seed)
    measures = some(library, random)
    firms = subjects(library, BATCH, random, measures)
    wrong = differences(library, measures, firms, day)
    assert not wrong, "\n".join(wrong[:10])


@given(seed=st.integers(0, 2**32), day=st.dates(date(2022, 12, 1), date(2025, 1, 31)))
@settings(max_examples=max(1, EXAMPLES // 2 // BATCH), deadline=None)
def test_random_packs(tmp_path_factory: pytest.TempPathFactory, seed: int, day: date) -> None:
    random = Random(seed)
    drawn = random_library(tmp_path_factory.mktemp("pack"), random)
    firms = subjects(drawn, BATCH, random)
    wrong = differences(drawn, None, firms, day)
    assert not wrong, "\n".join(
        [*wrong[:10], *(path.read_text() for path in sorted(Path(drawn_folder(drawn)).rglob("*.yaml")))]
    )


def drawn_folder(library: Library) -> Any:
    return Path(next(iter(library.packs.values())).file).parent


def test_sums_are_exact_to_the_fen() -> None:
    fen = list(range(1, 2_000, 7))
    wide = pl.DataFrame({"subject": fen, "region": [f"{each}" for each in fen], "v": True, "a": [f / 100 for f in fen]})
    measured = Measured("pack/m", ("subject",), {"verdict": "v", "amount": "a"}, {}, {}, "元")
    told = sums(Findings(wide, {"pack/m": measured}))
    assert dict(zip(told["region"], told["fen"], strict=True)) == {f"{each}": each for each in fen}


def test_what_is_the_same_for_all_is_said_of_each() -> None:
    wide = pl.DataFrame({"subject": ["a", "b", "c"], "region": ["东", "东", "西"]})
    fixed = {"verdict": True, "window": 3, "amount": 0.1, "low": 0.1, "high": 0.1, "bound": 0}
    found = Findings(wide, {"pack/m": Measured("pack/m", ("subject",), {}, fixed, {"size": True}, "元")})
    rows = in_words(found)
    assert rows["subject"].to_list() == ["a", "b", "c"]
    assert set(rows.select("verdict", "window", "amount", "missing").iter_rows()) == {("yes", "unlimited", 0.1, "size")}
    assert sums(found).select("region", "yes", "fen").rows() == [("东", 2, 20), ("西", 1, 10)]


def test_columns_that_are_not_asked_for_are_not_worked_out(library: Library) -> None:
    measures = some(library, Random(7))
    firms = subjects(library, 40, Random(7), measures)
    day, tables, plan = date(2023, 6, 30), frames(library, firms), compile(library, measures)
    (whole,), (few,) = (
        list(plan.findings(tables, day)),
        list(plan.findings(tables, day, columns=("verdict", "amount"))),
    )
    assert few.wide.width < whole.wide.width
    assert in_words(few).select("verdict", "amount").equals(in_words(whole).select("verdict", "amount"))
    assert set(in_words(few)["missing"]) == {""}
    with pytest.raises(ValueError, match="colour"):
        next(plan.findings(tables, day, columns=("colour",)))


def test_a_registry_that_is_scanned_says_what_one_in_memory_says(library: Library) -> None:
    measures = some(library, Random(11))
    firms = subjects(library, 60, Random(11), measures)
    tables = {name: frame.lazy() for name, frame in frames(library, firms).items()}
    wrong, _ = disagreements(compile(library, measures), tables, firms, date(2024, 3, 31))
    assert not wrong, "\n".join(wrong[:10])


def test_many_pieces_say_what_one_says(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry larger than memory: its child records, in any order and some of nobody, are laid out by piece."""
    monkeypatch.setattr(pieces, "CELLS", 1)
    measures = [*library.packs["caishui-2023-17"].measures, *library.packs["guobanfa-2023-11"].measures]
    firms = subjects(library, 60, Random(12), measures)
    tables = frames(library, firms)
    registry = {"subjects": tables.pop("subjects").lazy()}
    for name, table in tables.items():
        stray = table.head(1).with_columns(subject=pl.lit("nobody"))
        registry[name] = pl.concat([table.sample(fraction=1, shuffle=True, seed=1), stray]).lazy()
    assert {"vat_months", "hires"} <= registry.keys()
    registry["quality_awards"] = pl.LazyFrame({"subject": ["nobody"], "award": ["china"]})  # no measure reads it
    wrong, _ = disagreements(compile(library, measures), registry, firms, date(2023, 6, 30), chunk=7)
    assert not wrong, "\n".join(wrong[:10])
