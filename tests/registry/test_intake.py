"""Registries as people hand them in: every row accounted for, nothing guessed, nothing dropped."""

import datetime
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.problems import Problems
from huice.registry.cells import read_cells
from huice.registry.intake import ERRORS, Intake, take_in
from huice.rules.library import Library
from huice.rules.values import ABSENT, UNKNOWN

CODE = "91350100M000100Y43"


class Taken:
    """What came of a registry."""

    def __init__(self, folder: Path, library: Library, *paths: Path) -> None:
        self.folder = folder / "in"
        folder.mkdir(exist_ok=True)
        self.intake: Intake = take_in(paths, library, self.folder, folder / "errors")
        self.returned = sorted((folder / "errors").glob("*"))

    def rows(self, table: str = "subjects") -> list[dict[str, object]]:
        return pl.read_parquet(self.folder / table / "[0-9]*.parquet").to_dicts()

    def wrong(self, table: str = "subjects") -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for row in pl.read_parquet(self.folder / table / ERRORS).to_dicts():
            found.setdefault(row["row"], []).append(row["what"])
        return found

    def check_counts(self) -> None:
        for table, counts in self.intake.counts.items():
            assert counts.rows == counts.blank + counts.refused + counts.kept
            assert counts.kept == len(self.rows(table))


def csv(folder: Path, text: str, encoding: str = "utf-8", name: str = "登记表.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encodings_and_separators(tmp_path: Path, library: Library, encoding: str, separator: str) -> None:
    text = "企业编号,企业名称,营业收入（万元）\n甲1,甲厂,１２.5\n".replace(",", separator)
    taken = Taken(tmp_path, library, csv(tmp_path, text, encoding))
    assert taken.rows() == [{"row": 2, "subject": "甲1", "name": "甲厂", "revenue": 125000.0}]


def test_headers_by_key_label_or_alias_with_units(tmp_path: Path, library: Library) -> None:
    head = "subject,headcount,资产总额 (亿元),年营业收入/万元,所属行业（必填）"
    taken = Taken(tmp_path, library, csv(tmp_path, f"{head}\n1,30 人,0.5,1.1,餐饮业\n"))
    assert taken.rows() == [
        {"row": 2, "subject": "1", "name": None, "headcount": 30.0, "total_assets": 5e7, "revenue": 11000.0, "industry": "catering"}
    ]  # fmt: skip


def test_a_title_above_the_headers(tmp_path: Path, library: Library) -> None:
    taken = Taken(tmp_path, library, csv(tmp_path, "2023年度登记表,,\n企业编号,从业人员,营业收入\n1,5,6\n"))
    assert [row["row"] for row in taken.rows()] == [3]


def test_a_wrong_unit_in_a_header_forbids_reading(tmp_path: Path, library: Library) -> None:
    with pytest.raises(Problems, match="单位“人”不对"):
        Taken(tmp_path, library, csv(tmp_path, "企业编号,营业收入（人）\n1,2\n"))


def test_without_a_column_for_the_subject(tmp_path: Path, library: Library) -> None:
    with pytest.raises(Problems, match="每一行是谁"):
        Taken(tmp_path, library, csv(tmp_path, "从业人员,营业收入\n1,2\n"))


def test_a_column_that_is_not_read_is_told_with_what_was_meant(tmp_path: Path, library: Library) -> None:
    taken = Taken(tmp_path, library, csv(tmp_path, "企业编号,营业收人,电话\n1,2,3\n"))
    assert any("是不是“营业收入”" in note for note in taken.intake.notes)
    assert any("电话" in note for note in taken.intake.notes)


def test_two_spellings_of_a_header_must_agree(tmp_path: Path, library: Library) -> None:
    rows = "企业编号,营业收入（万元）,年营业收入\n1,1,10000\n2,1,20000\n3,,30000\n"
    taken = Taken(tmp_path, library, csv(tmp_path, rows))
    assert [row["revenue"] for row in taken.rows()] == [10000.0, None, 30000.0]
    assert list(taken.wrong()) == [3]


def test_wrong_cells_are_unknown_and_told(tmp_path: Path, library: Library) -> None:
    rows = "企业编号,营业收入,参加失业保险,申请日期\n1,inf,是,2023-02-30\n2,-1,大概,45107\n3,无此项,不清楚,20230630\n,,,\n4,1e400,否,\n"
    taken = Taken(tmp_path, library, csv(tmp_path, rows))
    taken.check_counts()
    assert [row["revenue"] for row in taken.rows()] == [None] * 4
    assert [row["revenue!absent"] for row in taken.rows()] == [False, False, True, False]
    assert [row["application_date"] for row in taken.rows()] == [None, date(2023, 6, 30), date(2023, 6, 30), None]
    assert {row: len(what) for row, what in taken.wrong().items()} == {2: 2, 3: 2, 6: 1}
    assert taken.intake.counts["subjects"].faulty == 3


def test_doubles_and_rows_of_nobody(tmp_path: Path, library: Library) -> None:
    rows = "企业编号,从业人员\n1,5\n1,5\n2,5\n2,6\n,7\n3,8\n"
    taken = Taken(tmp_path, library, csv(tmp_path, rows))
    taken.check_counts()
    assert [(row["row"], row["subject"]) for row in taken.rows()] == [(2, "1"), (7, "3")]
    wrong = taken.wrong()
    assert "与第 2 行重复" in wrong[3][0]
    assert "第 4、5 行" in wrong[4][0] == wrong[5][0]
    assert "没有写是谁" in wrong[6][0]


def test_codes(tmp_path: Path, library: Library) -> None:
    codes = [CODE, f" {CODE.lower()} ", "913200001234567000", "9.132E+17", "91350100M000100Y44", "9135"]
    rows = "统一社会信用代码,从业人员\n" + "".join(f"{code},5\n" for code in codes)
    taken = Taken(tmp_path, library, csv(tmp_path, rows))
    taken.check_counts()
    assert [row["subject"] for row in taken.rows()] == [CODE]
    wrong = taken.wrong()
    assert "重复" in wrong[3][0]
    assert "当成了数" in wrong[4][0] == wrong[5][0]
    assert "校验码" in wrong[6][0]
    assert "18 位" in wrong[7][0]


def test_cells_beside_the_headers(tmp_path: Path, library: Library) -> None:
    rows = "企业编号,从业人员\n" + "1,5\n" * 30 + "2,5,多出来的,再多\n3\n"
    taken = Taken(tmp_path, library, csv(tmp_path, rows))
    assert "没有列名" in taken.wrong()[32][0]
    assert taken.rows()[-1]["headcount"] is None


def test_the_sheet_handed_back_says_what_is_wrong(tmp_path: Path, library: Library) -> None:
    taken = Taken(tmp_path, library, csv(tmp_path, "企业编号,从业人员\n1,五\n2,6\n2,7\n"))
    (path,) = taken.returned
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "企业编号,从业人员,错误" or lines[0] == "企业编号,从业人员,,错误"
    assert "五" in lines[1]
    assert "从业人员：" in lines[1]
    assert "没有采用" in lines[2]
    again = Taken(tmp_path / "again", library, path)
    assert not any("错误" in note for note in again.intake.notes)


def test_a_workbook_with_records(tmp_path: Path, library: Library) -> None:
    book = openpyxl.Workbook()
    firms = book.active
    firms.title = "企业"
    firms.append(["企业编号", "企业名称", "申请日期", "从业人员", "上年度裁员率"])
    firms.append(["1", "甲厂", datetime.date(2023, 6, 30), 12, 0.055])
    firms.append(["2", "乙厂", None, "=1/0", "5.5%"])
    firms["E2"].number_format = "0.00%"
    firms["D3"].value, firms["D3"].data_type = "#DIV/0!", "e"
    hires = book.create_sheet("招用人员")
    hires.append(["企业名称", "招用人员类别", "招用人数"])
    hires.append(["甲厂", None, 3])
    hires.append(["丙厂", None, 1])
    book.create_sheet("说明").append(["随便写的"])
    book.save(tmp_path / "登记表.xlsx")
    taken = Taken(tmp_path, library, tmp_path / "登记表.xlsx")
    taken.check_counts()
    assert [row["application_date"] for row in taken.rows()] == [date(2023, 6, 30), None]
    assert [row["layoff_rate"] for row in taken.rows()] == [0.055, 0.055]
    assert [row["headcount"] for row in taken.rows()] == [12.0, None]
    assert "#DIV/0!" in taken.wrong()[3][0]
    assert [(row["subject"], row["people"]) for row in taken.rows("hires")] == [("1", 3.0)]
    assert "没有这个主体" in taken.wrong("hires")[3][0]
    assert any("“说明”没有读" in note for note in taken.intake.notes)
    back = openpyxl.load_workbook(next(path for path in taken.returned if "招用" in path.name)).worksheets[0]
    assert "没有采用" in back["D3"].value


def test_parquet_keeps_its_types(tmp_path: Path, library: Library) -> None:
    frame = pl.DataFrame(
        {
            "企业编号": [1, 2, 3],
            "营业收入": [1.5, float("inf"), None],
            "资产总额（万元）": [Decimal("1.10"), None, Decimal("2.00")],
            "参加失业保险": [True, None, False],
            "申请日期": [date(2023, 6, 30), None, None],
        }
    )
    frame.write_parquet(tmp_path / "登记表.parquet")
    taken = Taken(tmp_path, library, tmp_path / "登记表.parquet")
    assert [row["subject"] for row in taken.rows()] == ["1", "2", "3"]
    assert [row["revenue"] for row in taken.rows()] == [1.5, None, None]
    assert [row["total_assets"] for row in taken.rows()] == [11000.0, None, 20000.0]
    assert [row["unemployment_insured"] for row in taken.rows()] == [True, None, False]
    assert list(taken.wrong()) == [3]


@pytest.mark.parametrize(
    ("name", "data"),
    [("坏.xlsx", b"PK\x03\x04 no"), ("坏.parquet", b"no"), ("空.csv", b""), ("图.csv", b"\xff\x00\x81")],
)
def test_files_that_cannot_be_read(tmp_path: Path, library: Library, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Problems):
        Taken(tmp_path, library, tmp_path / name)


NUMBERS = (
    st.decimals(allow_nan=False, places=3, min_value=-(10**6), max_value=10**17).map(str)
    | st.integers(-5, 10**18).map("{:,}".format)
    | st.sampled_from(
        ["１２", "3万元", "1e3", "inf", "nan", "无此项", "", "不清楚", "5%", "0.1", "+7", "1.", ".5", "007"]
    )
)


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.sampled_from(["revenue", "headcount", "layoff_rate"]))
def test_columns_read_what_profiles_read(library: Library, texts: list[str], key: str) -> None:
    fact = library.facts[key]
    read = read_cells(pl.Series(texts), fact)
    for text, value, absent, wrong in zip(texts, read.values, read.absent, read.wrong, strict=True):
        meant, said = fact.parse(text)
        assert (wrong or "") == said
        assert absent == (meant is ABSENT)
        assert (value is None) == (meant is ABSENT or meant is UNKNOWN)
        if isinstance(meant, Decimal):
            assert value == float(meant)
