"""Everything that can be named is documented, and the documentation is what the library says today."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huice.engine.explain import program_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.reports.reference import MADE, reference
from huice.rules.documentation import undocumented
from huice.rules.functions import AGGREGATES, FUNCTIONS
from huice.rules.library import Library, load
from huice.rules.manual import manual
from huice.rules.quantities import quantity
from huice.rules.values import export, read_bool
from tests.conftest import DATA
from tests.test_cli import huice

KEPT = Path(__file__).parent.parent.parent / "docs" / "reference"


def test_the_reference_is_up_to_date(library: Library) -> None:
    pages = {page.path: page.text for page in reference(library)}
    kept = {path.relative_to(KEPT).as_posix(): path.read_text("utf-8") for path in KEPT.rglob("*.md")}
    assert kept.keys() == pages.keys(), "huice reference --write docs/reference"
    assert [path for path in pages if pages[path] != kept[path]] == [], "huice reference --write docs/reference"


def test_everything_is_documented(library: Library) -> None:
    assert [str(problem) for problem in undocumented(library)] == []


def test_each_thing_stands_on_its_page(library: Library) -> None:
    pages = {page.path: page.text for page in reference(library)}
    for fact in library.facts.values():
        assert f"`{fact.key}`" in pages[f"facts/{Path(fact.place.file).stem}.md"]
    for pack in library.packs.values():
        text = pages[f"packs/{pack.key}.md"]
        keys = [item.key for item in (*pack.measures.values(), *pack.parameters.values(), *pack.tables.values())]
        assert not [key for key in (*keys, *(item.key for item in pack.tracked)) if f"`{key}`" not in text]
    assert all(MADE in text and text.endswith("\n") for text in pages.values())


@pytest.mark.parametrize("name", [*FUNCTIONS, *AGGREGATES, "lookup"])
def test_the_example_of_a_function_is_worth_what_it_says(name: str, demo_library: Library) -> None:
    told = manual()
    entry = told.entries[name]
    assert entry.example.startswith(f"{name}(")
    assert entry.signature.startswith(f"{name}(")
    subject = Subject("样例", dict(told.answers))
    program = program_of(demo_library)
    value = program.value(told.parse(entry), World(demo_library, program, subject, date(2024, 6, 30)))
    if isinstance(value, bool):
        assert value is read_bool(entry.worth)
    elif isinstance(value, Decimal):
        worth = quantity(entry.worth)
        assert worth is not None
        assert (value, told.parse(entry).type.dimension) == (worth.value, worth.unit.dimension)
    else:
        assert export(value) == entry.worth


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("small_cap: {label: 小规模离职率上限", "small_cap: {label: small_cap", "参数“shili-2024-1/small_cap”没有名称"),
        ("    title: 费用返还\n", "    title: refund\n", "事项“shili-2024-1/refund”没有名称或说明"),
        ("hired_on: {label: 入职日期", "hired_on: {label: hired_on", "栏目“hires.hired_on”没有名称"),
    ],
)
def test_what_is_not_documented_fails_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    assert undocumented(load(folder)) == ()
    path = next(path for path in folder.rglob("*.yaml") if old in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (problem,) = undocumented(load(folder))
    assert said in problem.what
    assert (problem.file, problem.line > 0, bool(problem.remedy)) == (str(path), True, True)


def test_a_fact_says_where_it_is_found_or_its_file_does(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    path = folder / "facts" / "demo.yaml"
    path.write_text(path.read_text("utf-8").replace("where: 单位自己的记录\n", "", 1), "utf-8")
    said = " ".join(problem.what for problem in undocumented(load(folder)))
    assert "要素“信用等级”（grade）没有写何处可查" in said
    # asked elsewhere, judged by somebody, worked out from others
    assert not [name for name in ("已参保", "获得认可", "离职率") if f"“{name}”" in said]


def test_a_function_without_its_entry_fails(monkeypatch: pytest.MonkeyPatch, demo_library: Library) -> None:
    monkeypatch.setitem(FUNCTIONS, "fresh", FUNCTIONS["abs"])
    (problem,) = undocumented(demo_library)
    assert "函数“fresh”没有说明" in problem.what


def test_the_verb_writes_the_pages_and_drops_those_of_before(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "facts").mkdir(parents=True)
    (pages / "facts" / "gone.md").write_text(f"# 旧\n\n{MADE}\n", "utf-8")
    (pages / "facts" / "mine.md").write_text("# 我写的\n", "utf-8")
    done = huice("reference", "--write", str(pages), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (pages / "functions.md").exists()
    assert not (pages / "facts" / "gone.md").exists()
    assert (pages / "facts" / "mine.md").exists()


def test_the_verb_fails_where_something_is_not_documented(tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "facts"
    mine.mkdir(parents=True)
    (mine / "mine.yaml").write_text(
        "topic: 我的\nfacts:\n  idle: {label: 没有出处, ask: 有吗？, type: bool}\n", "utf-8"
    )
    done = huice("reference", "--library", str(tmp_path / "mine"), home=tmp_path)
    assert done.returncode == 1
    assert "mine.yaml:3" in done.stderr
    assert "where" in done.stderr
