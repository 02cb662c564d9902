"""Local standards: who set which number, where and when; and what the findings make of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huice.advice.questions import next_questions
from huice.engine import Subject, assess
from huice.engine.findings import Finding
from huice.problems import Problems
from huice.reports.data import as_data
from huice.rules.library import Library, load, shipped

MEASURE = "guobanfa-2023-11/graduate-hiring-subsidy"
DAY = date(2023, 6, 30)
HEAD = "source: 某人社发〔2023〕5号\n    issuer: 某市人社局\n    date: 2023-05-01\n"
STANDARDS = f"""
standards:
  - {HEAD}    region: 苏州
    values:
      guobanfa-2023-11/hire_standard:
        - {{value: 1500 元/人, from: 2023-01-01, until: 2023-06-30}}
        - {{value: 0.2 万元/人, from: 2023-07-01}}
        - {{value: 1800 元/人, region: "320583", clause: 三}}
"""
HIRES = ({"kind": "graduate_year", "contract_months": 12, "people": 2},)


def with_standards(text: str, folder: Path, *more: str) -> Library:
    paths = []
    for at, one in enumerate((text, *more)):
        (folder / f"standards-{at}.yaml").write_text(one, "utf-8")
        paths.append(folder / f"standards-{at}.yaml")
    return load(shipped(), *paths)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return with_standards(STANDARDS, tmp_path_factory.mktemp("standards"))


def found(library: Library, day: date = DAY, **facts: Any) -> Finding:
    from decimal import Decimal

    rows = tuple({key: Decimal(v) if isinstance(v, int) else v for key, v in row.items()} for row in HIRES)
    subject = Subject("甲", {"subject_type": "enterprise", "hires": rows, **facts})
    return assess(library, subject, day, [MEASURE]).findings[0]


@pytest.mark.parametrize(
    ("region", "day", "amount"),
    [
        ("苏州市", date(2023, 6, 30), "3000.00"), ("苏州市", date(2023, 7, 1), "4000.00"),
        ("江苏省苏州市吴江区", date(2023, 6, 30), "3000.00"), ("昆山", date(2023, 6, 30), "3600.00"),
        ("昆山", date(2023, 12, 31), "3600.00"), ("320583", DAY, "3600.00"),
        ("苏州", date(2022, 12, 31), None), ("无锡市", DAY, None), ("江苏", DAY, None),
    ],
)  # fmt: skip
def test_the_number_of_the_region_and_day_counts(region: str, day: date, amount: str | None, local: Library) -> None:
    finding = found(local, day, region=region)
    assert finding.amount is not None
    assert finding.amount.as_json()["value"] == amount
    assert finding.verdict == "yes"
    assert bool(finding.standards) == (amount is not None)
    assert [gap.fact for gap in finding.missing] == ([] if amount else ["guobanfa-2023-11/hire_standard"])


def test_the_finding_says_whose_number_it_is(local: Library) -> None:
    finding = found(local, region="昆山市")
    said = finding.as_json()["standards"]
    assert said == [
        {
            "parameter": "guobanfa-2023-11/hire_standard", "label": "本地一次性吸纳就业补贴标准", "value": "1800 元/人",
            "region": "昆山市", "source": "某人社发〔2023〕5号", "title": "", "issuer": "某市人社局", "clause": "三",
            "link": "", "date": "2023-05-01", "from": None, "until": None,
        }
    ]  # fmt: skip
    assert "某市人社局 某人社发〔2023〕5号三（2023-05-01，适用昆山市）" in str(finding.standards[0])


def test_without_a_region_the_region_is_asked_for(local: Library) -> None:
    finding = found(local)
    assert [gap.fact for gap in finding.missing] == ["region"]
    assert finding.standards == ()
    assessment = assess(local, Subject("甲", {"subject_type": "enterprise", "hires": finding_rows()}), DAY, [MEASURE])
    assert [question.fact for question in next_questions(local, assessment)] == ["region"]
    assert as_data(assessment, local)["next_questions"][0]["fact"] == "region"


def finding_rows() -> Any:
    from decimal import Decimal

    return tuple({key: Decimal(v) if isinstance(v, int) else v for key, v in row.items()} for row in HIRES)


def test_an_answer_of_the_subject_takes_its_place(local: Library) -> None:
    from decimal import Decimal

    finding = found(local, region="昆山市", **{"guobanfa-2023-11/hire_standard": Decimal(1000)})
    assert finding.amount is not None
    assert finding.amount.as_json()["value"] == "2000.00"
    assert finding.standards == ()


def test_a_national_number_needs_no_region(tmp_path: Path) -> None:
    text = f"standards:\n  - {HEAD}    region: 全国\n    values: {{本地一次性吸纳就业补贴标准: 1000 元/人}}\n"
    finding = found(with_standards(text, tmp_path))
    assert finding.amount is not None
    assert finding.amount.as_json()["value"] == "2000.00"


def test_the_digest_tells_that_standards_changed(local: Library, library: Library, tmp_path: Path) -> None:
    other = with_standards(STANDARDS.replace("1800", "1801"), tmp_path)
    assert len({library.digest, local.digest, other.digest}) == 3
    assert library.standards == ""
    assert local.standards != other.standards


ONE = "      guobanfa-2023-11/hire_standard: 1500 元/人\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("source: 某人社发〔2023〕5号\n    ", ""), "source"),
        (("    issuer: 某市人社局\n", ""), "issuer"),
        (("    date: 2023-05-01\n", ""), "没有写成文日期"),
        (("2023-05-01", "去年"), "不是日期"),
        (("    region: 苏州\n", ""), "没有写适用地区"),
        (("region: 苏州", "region: 鼓楼区"), "南京市鼓楼区、徐州市鼓楼区"),
        (("region: 苏州", "region: 火星"), "没有“火星”这个地区"),
        (("1500 元/人", "1500"), "没有写单位"),
        (("1500 元/人", "1500 元"), "单位“元”不对"),
        (("1500 元/人", "很多"), "不是带单位的数"),
        (("1500 元/人", "-5 元/人"), "负数"),
        (("guobanfa-2023-11/hire_standard", "guobanfa-2023-11/hire_standart"), "guobanfa-2023-11/hire_standard"),
        (("guobanfa-2023-11/hire_standard", "guobanfa-2023-11/small_layoff_cap"), "文件定下的数"),
        ((ONE, ONE + "      本地一次性吸纳就业补贴标准: 1 元/人\n"), "已有标准"),
        (("1500 元/人", "{value: 1500 元/人, from: 2023-05-01, until: 2023-04-30}"), "晚于截止日"),
        (("    values:", "    valeus:"), "没有写各项的数"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    text = f"standards:\n  - {HEAD}    region: 苏州\n    values:\n{ONE}"
    assert found(with_standards(text, tmp_path), region="苏州").standards
    with pytest.raises(Problems) as wrong:
        with_standards(text.replace(*change), tmp_path)
    assert any(told in str(problem) and problem.line for problem in wrong.value.found), wrong.value


@pytest.mark.parametrize(("first", "clash"), [("2023-06-30", True), ("2023-07-01", False)])
def test_two_files_must_not_overlap(first: str, clash: bool, tmp_path: Path) -> None:
    text = f"standards:\n  - {HEAD}    region: 苏州\n    until: 2023-06-30\n    values:\n{ONE}"
    later = text.replace("until: 2023-06-30", f"from: {first}")
    if not clash:
        assert len(with_standards(text, tmp_path, later).parameters["guobanfa-2023-11/hire_standard"].standards) == 2
        return
    with pytest.raises(Problems, match=r"standards-0\.yaml 第 8 行"):
        with_standards(text, tmp_path, later)


def test_the_version_is_that_of_the_first_folder(library: Library, tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text('version: "9"\ntitle: 别人的\n', "utf-8")
    assert load(shipped(), tmp_path).version == library.version
