"""Word files: what is shown of them, in order, with the numbers that are only formatting."""

from pathlib import Path

import pytest

from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems
from huice.readers import Cell
from huice.readers.docx import read
from huice.readers.docx_numerals import numeral
from tests.readers.rendering_docx import (
    LAYOUTS,
    box,
    cell,
    docx_of,
    numbered,
    package,
    paragraph,
    run,
    table,
    zipped,
)

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"


def lines(body: str, **parts: str) -> list[str]:
    return read(package(body, parts), "a.docx").text.splitlines()


def levels(*said: tuple[str, str], more: str = "") -> str:
    """A list of these number formats and level texts, as the inside of a numbering part."""
    each = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(said)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{each}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_lines_come_back_whatever_the_layout(layout: str) -> None:
    said = [line.text for line in lines_of(DEMO.read_text("utf-8"))]
    found = read(docx_of(said, layout), "a.docx").text.splitlines()
    assert [squeeze(line) for line in found] == [squeeze(line) for line in said]


def test_the_number_of_a_list_stands_before_the_text_and_starts_anew_below_a_higher_one() -> None:
    numbering = levels(("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    body = "".join(numbered(word, 1, level) for word, level in zip("甲乙丙丁戊己", (0, 1, 1, 2, 0, 1), strict=True))
    assert lines(body, numbering=numbering) == ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己"]


def test_articles_count_through_their_chapters_and_legal_levels_are_in_digits() -> None:
    chapters = levels(("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"), more='<w:lvlRestart w:val="0"/>')
    body = "".join(numbered(word, 1, level) for word, level in zip("甲乙丙丁", (0, 1, 0, 1), strict=True))
    assert lines(body, numbering=chapters) == ["第一章 甲", "第一条 乙", "第二章 丙", "第二条 丁"]
    legal = levels(("chineseCounting", "%1、"), ("decimal", "%1.%2"), more="<w:isLgl/>")
    assert lines(numbered("甲", 1) + numbered("乙", 1, 1), numbering=legal) == ["1、甲", "1.1 乙"]


def test_lists_that_share_a_definition_go_on_counting_unless_told_to_start_anew() -> None:
    numbering = levels(("decimal", "%1.")) + '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(numbered(word, number) for word, number in zip("甲乙丙丁", (1, 3, 2, 2), strict=True))
    assert lines(body, numbering=numbering) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style>'
    )
    body = "".join(paragraph(word, f'<w:pStyle w:val="{style}"/>') for word, style in ("甲A", "乙B", "丙C"))
    none = paragraph("丁", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = lines(body + none, numbering=levels(("ideographTraditional", "%1)")), styles=styles)
    assert found == ["甲) 甲", "乙) 乙", "丙", "丁"]


def test_bullets_are_dropped_and_empty_items_counted() -> None:
    body = numbered("甲", 1) + numbered("", 1) + numbered("乙", 1) + numbered("丙", 1, 1)
    assert lines(body, numbering=levels(("decimal", "（%1）"), ("bullet", "●"))) == ["（1）甲", "（3）乙", "丙"]


@pytest.mark.parametrize(
    ("form", "number", "said"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2005, "二千零五"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("unknown", 7, "7"),
    ],
)
def test_number_formats(form: str, number: int, said: str) -> None:
    assert numeral(number, form) == said


def test_merged_cells_take_their_places_on_the_grid() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = cell("合计", '<w:gridSpan w:val="2"/>')
    body = table(
        [["类别", "名称", "比例"], [cell("甲", begins), "乙", "1%"], [cell("", goes_on), "丙", "2%"], [wide, "3%"]]
    )
    source = read(package(body), "a.docx")
    assert source.text == "类别\t名称\t比例\n甲\t乙\t1%\n\t丙\t2%\n合计\t\t3%\n"
    assert source.cells[2] == (Cell("甲", rows=2), Cell("乙"), Cell("1%"))
    assert source.cells[4] == (Cell("合计", columns=2), Cell(""), Cell("3%"))


def test_columns_that_no_cell_begins_in_are_not_columns() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    source = read(package(table([[cell("甲", wide), "乙"], [cell("丙", wide), "丁"]])), "a.docx")
    assert (source.text, source.cells) == ("甲\t乙\n丙\t丁\n", {})


def test_cells_hold_one_line_with_nested_tables_and_their_own_numbers() -> None:
    inner = cell(paragraph("前") + table([["甲", "乙"]]) + paragraph("后"))
    body = table([[cell(numbered("", 1)), inner], [cell(numbered("", 1)), "丙"]])
    assert lines(body, numbering=levels(("decimal", "%1"))) == ["1\t前 甲 乙 后", "2\t丙"]


def test_a_table_of_one_column_is_a_frame_around_its_paragraphs() -> None:
    assert lines(table([[cell(paragraph("专栏") + paragraph("甲"))], ["乙"]])) == ["专栏", "甲", "乙"]


def test_text_boxes_stand_where_they_are_anchored_and_once() -> None:
    body = paragraph("前") + box(paragraph("专栏") + table([["甲", "乙"]])) + paragraph("后")
    assert lines(body) == ["前", "专栏", "甲\t乙", "后"]


def test_insertions_stay_and_deletions_go() -> None:
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    body = f"<w:p>{run('甲')}{deleted}<w:ins>{run('新')}</w:ins></w:p>"
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p><w:p>{run('后半')}</w:p>"
    assert lines(body + joined) == ["甲新", "前半后半"]


def test_links_fields_controls_and_breaks() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('丙')}</w:sdtContent></w:sdt>"
    hidden = run("不见", "<w:vanish/>")
    breaks = f"<w:p>{run('一')}<w:r><w:br/></w:r>{run('二')}<w:r><w:br w:type='page'/></w:r>{run('三')}</w:p>"
    body = f"<w:p><w:hyperlink>{run('甲')}</w:hyperlink>{field}{run('乙')}{control}{hidden}</w:p>{breaks}"
    assert lines(body) == ["甲乙丙", "一", "二三"]


def test_raised_figures_and_symbols_keep_their_meaning() -> None:
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    assert lines(f"<w:p>{run('100m')}{raised}{symbol}{run('5')}</w:p>") == ["100m²≥5"]


def test_notes_follow_the_text_and_headers_are_furniture() -> None:
    noted = f'<w:p>{run("甲")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote><w:footnote w:id="2">{paragraph("注")}</w:footnote>'
    data = package(noted + paragraph("乙"), {"footnotes": notes, "header1": paragraph("汇编")})
    source = read(data, "a.docx")
    assert source.text.splitlines() == ["甲¹", "乙", "¹ 注"]
    assert source.furniture == ("汇编",)


BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><w:document xmlns:w="w">&c;</w:document>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w">&b;</w:document>'


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "损坏"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
        (zipped({"a.txt": b"a"}), "不是 Word"),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/": b""}), "Excel"),
        (zipped({"word/document.xml": b"<w:document"}), "损坏"),
        (zipped({"word/document.xml": b"<a/>"}), "没有正文"),
        (zipped({"word/document.xml": BOMB}), "实体"),
        (zipped({"word/document.xml": OUTSIDE}), "实体"),
        (zipped({"word/document.xml": b" " * 60_000_000}), "超过"),
        (zipped({"word/document.xml": b"<a>" + b"<b/>" * 3_000_000 + b"</a>"}), "太多"),
        (package(""), "没有文字"),
        (package(table([["甲", cell("乙", '<w:gridSpan w:val="100000"/>')]])), "列"),
        (package(f"<w:tbl><w:tr>{cell('甲') * 5000}</w:tr></w:tbl>"), "列"),
        (package("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000), "嵌套"),
    ],
    ids=[
        "damaged", "encrypted", "old", "no word", "excel", "cut", "no body", "entities", "outside entity", "too large",
        "too many", "empty", "wide span", "many columns", "deep",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason_and_a_remedy(data: bytes, word: str) -> None:
    with pytest.raises(Problems) as caught:
        read(data, "甲.docx")
    (problem,) = caught.value.found
    assert problem.file == "甲.docx"
    assert word in problem.what
    assert problem.remedy


def test_nesting_as_deep_as_xml_allows_is_read() -> None:
    inner = paragraph("芯")
    for _ in range(70):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc/></w:tr></w:tbl>"
    assert lines(inner) == ["芯\t"]
