"""PDF files: paragraphs and tables out of what is only characters and lines on paper."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems
from huice.readers import Cell
from huice.readers.pdf import read
from tests.readers.rendering_pdf import FONT, HEADER, LAYOUTS, drawn, pdf_of, printed

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"
SENTENCE = "为方便小微企业办理本市各项补贴，经办机构应当主动比对数据"


def texts(path: Path) -> list[str]:
    return [line.text for line in lines_of(path.read_text("utf-8"))]


def joining(said: list[str], found: list[str]) -> float:
    """How well the ends of paragraphs agree (F1), in texts that are otherwise the same."""
    ends = []
    for lines in (said, found):
        at, places = 0, set()
        for line in lines:
            at += len(squeeze(line))
            places.add(at)
        ends.append(places)
    assert "".join(map(squeeze, said)) == "".join(map(squeeze, found))
    return 2 * len(ends[0] & ends[1]) / (len(ends[0]) + len(ends[1]))


def typed(canvas: Canvas, page: int) -> None:
    for row in range(12):
        canvas.drawString(72, 740 - row * 22, f"{'甲乙丙'[page]}项第{row}行")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_paragraphs_come_back_whatever_the_layout(layout: str) -> None:
    said = texts(DEMO)
    source = read(pdf_of(said, layout), "a.pdf")
    found = source.text.splitlines()
    assert joining(said, found) > 0.997
    assert [row for row in said if "\t" in row] == [row for row in found if "\t" in row]
    assert len(source.pages) == len(found)
    assert list(source.pages) == sorted(source.pages)
    assert HEADER in source.furniture
    assert "— 1 —" in source.furniture


def test_a_paragraph_goes_on_over_the_page() -> None:
    said = ["".join(f"{at}.{part}{SENTENCE}，" for part in range(9)) + "完。" for at in range(12)]
    source = read(pdf_of(said, "typeset"), "a.pdf")
    assert [squeeze(line) for line in source.text.splitlines()] == [squeeze(line) for line in said]
    assert source.pages[0] == 1
    assert source.pages[-1] > 2


def test_merged_cells_and_their_places() -> None:
    table = (
        "<p>附表</p><table><tr><td colspan=2>对象</td><td>标准</td></tr>"
        "<tr><td rowspan=2>企业</td><td>小型</td><td>300 元</td></tr><tr><td>微型</td><td>500 元</td></tr></table>"
    )
    style = "<style>table{border-collapse:collapse;width:100%} td{border:1px solid}</style>"
    source = read(printed(style + table, furnished=False), "a.pdf")
    assert source.text.splitlines() == ["附表", "对象\t\t标准", "企业\t小型\t300 元", "\t微型\t500 元"]
    assert source.cells[2] == (Cell("对象", 1, 2), Cell(""), Cell("标准"))
    assert source.cells[3][0] == Cell("企业", 2, 1)


def test_a_table_over_pages_has_its_header_once_and_its_cut_rows_whole() -> None:
    def half(canvas: Canvas, page: int) -> None:
        rows = ((("序号", "事项"), ("1", "发放技能")), (("序号", "事项"), ("", "提升补贴"), ("2", "发放岗位补贴")))[
            page
        ]
        top = 60 + 20 * len(rows) if page == 0 else 780
        for at, row in enumerate(rows):
            canvas.rect(72, top - 20 * at - 20, 100, 20)
            canvas.rect(172, top - 20 * at - 20, 300, 20)
            for x, word in zip((76, 176), row, strict=True):
                canvas.drawString(x, top - 20 * at - 15, word)

    source = read(drawn(half, 2), "a.pdf")
    assert source.text.splitlines() == ["序号\t事项", "1\t发放技能提升补贴", "2\t发放岗位补贴"]
    assert source.pages == (1, 1, 2)


def test_two_columns_are_read_one_after_the_other() -> None:
    def columns(canvas: Canvas, _: int) -> None:
        canvas.drawCentredString(297, 790, "两栏的公报")
        for row in range(20):
            canvas.drawString(60, 740 - row * 22, SENTENCE[row % 9 :][:15])
            canvas.drawString(320, 740 - row * 22, "右" * 15)

    text = squeeze(read(drawn(columns), "a.pdf").text)
    assert text.startswith("两栏的公报")
    assert text.endswith("右" * 300)


def test_white_space_exponents_and_radicals_of_fonts() -> None:
    def words(canvas: Canvas, _: int) -> None:
        canvas.drawString(72, 760, "示 例 市 人 民 政 府")
        canvas.drawString(72, 720, "示例市财政局 示例市商务局")
        canvas.drawString(72, 680, "2024 年 GDP growth rate")
        canvas.drawString(72, 640, "每 m")
        canvas.setFont(FONT, 7)
        canvas.drawString(72 + canvas.stringWidth("每 m", FONT, 14), 646, "2")

    found = read(drawn(words), "a.pdf").text.splitlines()
    assert found == ["示例市人民政府", "示例市财政局 示例市商务局", "2024 年 GDP growth rate", "每 m²"]


def test_page_numbers_watermarks_and_headers_are_not_text() -> None:
    def page(canvas: Canvas, number: int) -> None:
        typed(canvas, number)
        canvas.drawCentredString(297, 40, f"第 {number + 3} 页 共 9 页")
        canvas.drawString(72, 810, "示例市公报 2024 年")
        canvas.rotate(40)
        canvas.drawString(400, 100, "内部资料")

    source = read(drawn(page, 3), "a.pdf")
    assert set(source.furniture) == {"示例市公报 2024 年", "内部资料", *(f"第 {at} 页 共 9 页" for at in (3, 4, 5))}
    assert source.text.splitlines() == [f"{at}项第{row}行" for at in "甲乙丙" for row in range(12)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_stands_on_its_side_is_read(turn: int) -> None:
    def page(canvas: Canvas, _: int) -> None:
        canvas.translate(297, 421)
        canvas.rotate(turn)
        for row in range(5):
            canvas.drawString(-200, 100 - 22 * row, f"第{row}行横排")

    assert read(drawn(page), "a.pdf").text.splitlines() == [f"第{row}行横排" for row in range(5)]


def test_a_password_to_open_is_refused_and_one_to_change_is_not() -> None:
    with pytest.raises(Problems, match="加密"):
        read(drawn(typed, encrypt=StandardEncryption("secret")), "a.pdf")
    assert read(drawn(typed, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0)), "a.pdf").text


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(Problems, match="没有文字层"):
        read(drawn(lambda canvas, _: canvas.rect(50, 50, 300, 300, fill=1)), "a.pdf")
    with pytest.raises(Problems, match="乱码"):
        read(drawn(lambda canvas, _: canvas.drawString(72, 700, "\ue000\ue001\ue002" * 9)), "a.pdf")
    with pytest.raises(Problems, match="超过 3000 页"):
        read(drawn(lambda canvas, _: None, 3001), "a.pdf")
    with pytest.raises(Problems, match="损坏"):
        read(drawn(typed)[:400], "a.pdf")


SMALL = drawn(typed, 2, pageCompression=0)


@settings(max_examples=150, deadline=5_000)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1), st.integers(0, 400))
def test_damaged_bytes_give_a_source_or_problems(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(SMALL)
    for at, byte in changes:
        data[at] = byte
    try:
        source = read(bytes(data[: len(data) - cut]), "a.pdf")
    except Problems:
        return
    assert len(source.text.splitlines()) == len(source.pages)
