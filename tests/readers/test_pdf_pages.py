"""Where a page of a PDF ends: which rows and paragraphs it cuts, and which only end there."""

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from huice.corpus.lines import squeeze
from huice.readers.pdf import read
from tests.readers.rendering_pdf import drawn, pdf_of

Rows = Sequence[Sequence[str]]
"""Rows of cells; the lines of a cell are apart by `/`."""

WIDTH, SIZE = 150, 14
FULL = "各级经办机构应当主动"
"""As many characters as a line of a cell takes."""


def ruled(canvas: Canvas, rows: Rows, top: float, *, is_open: bool = False) -> None:
    """Draw a table, without the last of its rules if it is open below."""
    for row in rows:
        height = 20 * max(cell.count("/") + 1 for cell in row)
        for at, cell in enumerate(row):
            x = 72 + WIDTH * at
            canvas.line(x, top, x + WIDTH, top)
            canvas.line(x, top, x, top - height)
            canvas.line(x + WIDTH, top, x + WIDTH, top - height)
            if row is not rows[-1] or not is_open:
                canvas.line(x, top - height, x + WIDTH, top - height)
            for number, line in enumerate(cell.split("/")):
                canvas.drawString(77 + WIDTH * at, top - 20 * number - 15, line)
        top -= height


def on_two_pages(first: Rows, second: Rows, *, is_open: bool = False) -> list[str]:
    """The rows that are read of a table whose parts end and begin a page."""
    height = 20 * sum(max(cell.count("/") + 1 for cell in row) for row in first)

    def draw(canvas: Canvas, page: int) -> None:
        ruled(canvas, (first, second)[page], (60 + height, 780)[page], is_open=is_open and page == 0)

    return read(drawn(draw, 2), "a.pdf").text.splitlines()


HEAD = ("事项", "做法", "安排")
WHOLE = (f"{FULL}/比对数据。", f"{FULL}/发放。", f"{FULL}/督促。")


def test_a_row_is_cut_where_full_lines_stop_in_sentences() -> None:
    cut = (f"{FULL}", f"{FULL}/{FULL}", f"{FULL}")
    rest = (f"{FULL}/办理。", "发放。", f"{FULL}/检查。")
    assert on_two_pages([HEAD, WHOLE, cut], [HEAD, rest, WHOLE])[2:] == [
        f"{FULL}{FULL}办理。\t{FULL}{FULL}发放。\t{FULL}{FULL}检查。",
        "\t".join(cell.replace("/", "") for cell in WHOLE),
    ]


def test_a_row_that_stops_in_a_sentence_with_room_left_was_not_cut_by_the_page() -> None:
    """An earlier converter cut it, and it is handed on as it stands."""
    cut = ("甲事项", f"{FULL}/{FULL}/资金", "督促。")
    rest = ("", "管理办法。", "")
    rows = on_two_pages([HEAD, WHOLE, cut], [HEAD, rest, WHOLE])
    assert rows[2:4] == [f"甲事项\t{FULL}{FULL}资金\t督促。", "\t管理办法。\t"]
    cut = ("甲事项", f"{FULL}/{FULL}", "督促。")
    assert on_two_pages([HEAD, WHOLE, cut], [HEAD, rest, WHOLE])[2] == f"甲事项\t{FULL}{FULL}管理办法。\t督促。"


def test_rows_as_wide_as_their_columns_are_rows_of_their_own() -> None:
    """A column of names of one length is full in every row."""
    rows = [("示例市商务局综合一处", "13800000000", ""), ("示例市财政局综合一处", "13900000000", "")]
    assert on_two_pages([HEAD, rows[0]], [HEAD, rows[1]])[1:] == ["\t".join(row) for row in rows]


@pytest.mark.parametrize("is_open", [False, True])
def test_a_row_with_a_number_is_none_that_goes_on(is_open: bool) -> None:
    rows = [("19", f"{FULL}/{FULL}", f"{FULL}/{FULL}"), ("20", f"{FULL}/溶剂", f"{FULL}/溶剂")]
    found = on_two_pages([HEAD, WHOLE, rows[0]], [HEAD, rows[1]], is_open=is_open)
    assert [row.split("\t")[0] for row in found][2:] == ["19", "20"]
    rest = ("", *rows[1][1:])
    assert len(on_two_pages([HEAD, WHOLE, rows[0]], [HEAD, rest], is_open=is_open)) == 3


def test_a_title_across_a_table_is_cut_where_what_follows_has_no_number() -> None:
    rows = on_two_pages([HEAD, WHOLE, ("第一条：主动比对数据", "", "")], [HEAD, ("并发放", "", ""), WHOLE])
    assert rows[2] == "第一条：主动比对数据并发放\t\t"


TEXT = "为方便小微企业办理本市各项补贴，经办机构应当主动比对数据，并按月公布办理情况和发放结果，接受社会监督。"
LINE = 32
"""As many characters as a line takes."""
TITLE = "示例市各级经办机构主动为小微企业发放各项补贴年度工作要点（试行）"


def written(lines: int, part: int) -> list[str]:
    """A paragraph of so many full lines; each `part` begins at another place of the text."""
    text = (TEXT * (LINE * lines // len(TEXT) + 2))[7 * part :]
    return [text[LINE * at :][:LINE] for at in range(lines)]


def paged(*pages: Sequence[Sequence[str]]) -> list[str]:
    """The paragraphs that are read of pages of paragraphs of lines, with nothing but room between them."""

    def draw(canvas: Canvas, page: int) -> None:
        y = 770.0
        for paragraph in pages[page]:
            for line in paragraph:
                canvas.drawString(72, y, line)
                y -= 24
            y -= 12

    return read(drawn(draw, len(pages)), "a.pdf").text.splitlines()


@pytest.mark.parametrize("room", [3, 0])
def test_a_paragraph_ends_where_its_page_had_room_for_more(room: int) -> None:
    """A title that fills its line and ends a page: it ends there if more of it would have found room."""
    full = [[written(28, page)] for page in range(3)]
    cut = [[*written(24 - room, 3), "完。"], ["第二节。"], [TITLE]]
    whole = paged(*full, cut, [written(28, 4)], [[*written(20, 5), "完。"]])
    assert (TITLE in whole) == bool(room)
    assert "".join(written(28, 0)) not in whole


def test_a_line_that_keeps_the_last_one_company_does_not_end_a_paragraph() -> None:
    """A page may end a line early so that the next does not begin with the last line of a paragraph alone."""
    full = [[written(28, page)] for page in range(3)]
    rest = ["由经办机构主动比对数据并按月公布办理情况和发放结果接受社会监督反", "映。"]
    cut = [["第二节。"], written(25, 3)]
    assert len(rest[0]) == LINE
    assert "".join([*cut[1], *rest]) in paged(*full, cut, [rest, written(20, 4)])
    assert "".join(cut[1]) in paged(*full, cut, [[*rest[:1], *written(8, 5)], written(20, 4)])


def test_a_mark_that_hangs_over_the_margin_is_not_the_margin() -> None:
    """Few lines of a page reach its margin, and one ends beyond it with a mark."""
    first = [f"{written(1, 0)[0][:-1]}2", "024年。"]
    second = [*written(1, 1), f"各地{written(1, 2)[0][2:]}。"]
    assert paged([first, second]) == ["".join(first), "".join(second)]


def test_raised_figures_that_a_font_has_no_sign_for_are_read() -> None:
    row = "清洗剂\t<750 ⁶\t第六项说明\t一\t二\t三\t四"
    found = read(pdf_of(["物质\t数值\t说明\t甲\t乙\t丙\t丁", row], "narrow"), "a.pdf").text.splitlines()
    assert squeeze(row) in map(squeeze, found)
