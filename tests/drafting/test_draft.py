"""A draft of any document passes every check at once, invents nothing and copies no sentence."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from huice.corpus import read_documents
from huice.corpus.model import Document
from huice.drafting import draft, files, key_of
from huice.problems import Problem
from huice.registry.conformance import run_case
from huice.registry.texts import lookup_in
from huice.rules.cases import cases_beside, read_cases
from huice.rules.coverage import coverage, gaps_in
from huice.rules.library import Library, load, shipped
from huice.rules.selection import from_folders
from huice.rules.source import Findings
from huice.rules.verification import verify
from huice.store.intake import read_file
from tests.shared_material import compendium_path
from tests.test_cli import huice

DATA = Path(__file__).parent.parent / "data"
EXAMPLE = Path(__file__).parent.parent.parent / "docs/examples/xingzhenggui-2024-2.txt"
OWN = [EXAMPLE, DATA / "demo-city" / "compendium.txt", *sorted((DATA / "kinds").glob("*.txt"))]


def documents(paths: Iterable[Path]) -> list[Document]:
    return [document for path in paths for document in read_file(path).documents]


def written(found: list[Document], folder: Path) -> Library:
    """The drafts of documents in one folder, as a library; no problem may be found."""
    facts = load(shipped()).facts.values()
    for at, document in enumerate(found):
        for path, text in files(draft(document, f"draft-{at}", facts)).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return load(shipped(), folder)


def check(found: list[Document], library: Library, folder: Path) -> None:
    own = from_folders(library, [folder])
    assert len(own.packs) == len(found)
    report = verify(own, lookup_in(found))
    assert report.clean, report.problems
    assert report.citations > len(found)
    assert gaps_in(coverage(own)) == ()
    wrong: list[Problem] = []
    count = 0
    for key, pack in own.packs.items():
        problems = Findings()
        for case in read_cases(cases_beside(pack.file), key, problems):
            count += 1
            wrong += run_case(case, library).wrong
        wrong += problems
    assert wrong == []
    assert count == 3 * len(own.measures)


def test_drafts_of_documents_of_every_kind_pass(tmp_path: Path) -> None:
    found = [one for one in documents(OWN) if draft(one, "x").provisions]
    assert len(found) > 20
    check(found, written(found, tmp_path), tmp_path)


def test_drafts_of_the_compendium_pass_and_copy_no_sentence(tmp_path: Path) -> None:
    found = documents([compendium_path()])
    check(found, written(found, tmp_path), tmp_path)
    texts = re.sub(r"\s+", "", "".join(_said(found)))
    windows = {texts[at : at + 30] for at in range(len(texts) - 29)}
    titles = "|".join(re.escape(re.sub(r"\s+", "", one.title)) for one in found)
    for path in tmp_path.rglob("*.yaml"):
        own = re.sub(titles, "", re.sub(r"\s+", "", path.read_text("utf-8")))
        assert not any(own[at : at + 30] in windows for at in range(len(own) - 29)), path


def _said(found: list[Document]) -> Iterable[str]:
    waiting = [clause for document in found for clause in document.clauses]
    while waiting:
        clause = waiting.pop()
        yield clause.said
        waiting += clause.clauses


def test_what_the_example_says_is_drafted_as_what_it_is() -> None:
    drafted = draft(documents([EXAMPLE])[0], "xingzhenggui-2024-2")
    kinds = {one.clause: one.guess.kind for one in drafted.provisions}
    assert list(kinds.values()) == [
        "benefit", "benefit", "benefit", "benefit", "support", "deadline", "obligation", "prohibition", "sanction",
        "target", "definition", "left_out",
    ]  # fmt: skip
    first, fourth, seventh, tenth = (drafted.provisions[at] for at in (0, 3, 6, 9))
    assert [number.written for number in first.numbers] == ["50 万元", "10%", "20 万元"]
    assert first.amount == ("up_to", "p01_amount_max")
    assert first.departments == ("区科技局", "区财政局")
    assert fourth.opened == ("每人的补贴标准", "区人力资源社会保障局")
    assert fourth.amount is None
    assert seventh.subjects == ("department",)
    assert tenth.target is not None
    assert (tenth.target.operator, tenth.target.value, str(tenth.until)) == (">=", "500 家", "2026-12-31")


def test_facts_there_are_already_are_named(library: Library) -> None:
    text = EXAMPLE.read_text("utf-8").replace("优先推荐其", "按上年度参保职工人数推荐其")
    document = read_documents(text.encode(), "example.txt")[0]
    drafted = draft(document, "x", library.facts.values())
    assert "insured_headcount" in [fact.key for fact in drafted.provisions[4].mentioned]
    assert "insured_headcount（上年度参保职工人数）" in files(drafted)["documents/星河区/x.yaml"]


def test_every_measure_waits_for_a_judgement(tmp_path: Path) -> None:
    library = written(documents([EXAMPLE]), tmp_path)
    for measure in from_folders(library, [tmp_path]).measures.values():
        assert len(measure.requires) == 1
        assert measure.not_modelled


def test_titles_that_yaml_would_misread(tmp_path: Path) -> None:
    plain = documents([EXAMPLE])[0]
    odds = ('a: "b" # c', "- 一", "{甲}", "%乙", "&丙 *丁", "'戊'", "@己", "庚\\n", "null", "[辛", "辛: 壬")
    library = written([replace(plain, title=odd, number=odd, issuers=(odd, odd), region=odd) for odd in odds], tmp_path)
    for at, odd in enumerate(odds):
        pack = library.packs[f"draft-{at}"]
        assert (pack.source.title, pack.source.number, pack.source.issuers) == (odd, odd, (odd, odd))


@pytest.mark.parametrize(
    ("number", "title", "key"),
    [
        ("星政规〔2024〕2号", "甲", "xingzhenggui-2024-2"),
        ("苏政办发[2023]18号", "甲", "suzhengbanfa-2023-18"),
        ("", "星河区关于支持养老的通知", "zhichiyanglao-2024"),
        ("", "2024年度补贴指南", "butiezhinan-2024"),
        ("", "100条", "wen-100tiao-2024"),
    ],
)
def test_keys_are_spelled_by_pinyin(number: str, title: str, key: str) -> None:
    assert key_of(replace(documents([EXAMPLE])[0], number=number, title=title)) == key


def test_the_verb_writes_once_and_says_what_is_wrong(tmp_path: Path) -> None:
    assert huice("ingest", str(EXAMPLE), home=tmp_path).returncode == 0
    out = tmp_path / "xinghe"
    said = huice("new", "星政规〔2024〕2号", "--out", str(out), home=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "12 条条款事项" in said.stdout
    for words, told in (
        (("new", "星政规〔2024〕2号", "--out", str(out)), "不覆盖"),
        (("new", "星政规〔2024〕2号", "--key", "大写"), "不能作键"),
        (("new", "星政规〔2024〕2号", "--key", "guobanfa-2023-11"), "规则库里已有"),
        (("new", "没有〔2024〕2号"), "没有"),
    ):
        done = huice(*words, home=tmp_path)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert huice("lint", str(out), "--json", home=tmp_path).returncode == 0
