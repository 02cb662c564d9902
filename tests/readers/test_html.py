"""Web pages: the document without its page, in the lines a browser shows."""

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems
from huice.readers import Cell
from huice.readers.html import read
from tests.readers.rendering_html import LAYOUTS, TITLE, html_of, page
from tests.shared_material import compendium_path

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"
PROSE = "<p>为支持企业，提出以下措施。</p><p>一、降低成本</p><p>减免三个月租金；</p><p>示例市人民政府</p><p>2024年2月8日</p>"
SAID = ["为支持企业，提出以下措施。", "一、降低成本", "减免三个月租金；", "示例市人民政府", "2024年2月8日"]


def lines(markup: str) -> list[str]:
    return read(markup.encode(), "a.html").text.splitlines()


def check_round_trip(text: str, layout: str) -> None:
    said = [line.text for line in lines_of(text)]
    found = lines(html_of(said, layout).decode("gb18030" if "gb18030" in layout else "utf-8"))
    titled = said if layout == "divs and brs" else [TITLE, *said]
    assert [squeeze(line) for line in found] == [squeeze(line) for line in titled]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_lines_come_back_whatever_the_layout(layout: str) -> None:
    check_round_trip(DEMO.read_text("utf-8"), layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_real_compendium_comes_back(layout: str) -> None:
    check_round_trip(compendium_path().read_text("utf-8"), layout)


def test_a_page_gives_its_title_its_number_and_its_article_only() -> None:
    assert lines(page(PROSE, number="示政发〔2024〕3号")) == [TITLE, "示政发〔2024〕3号", *SAID]


def test_what_the_article_prints_itself_is_not_said_twice() -> None:
    printed = f"<p>{TITLE[:8]}<br>{TITLE[8:]}</p><p>示政发[2024]3号</p>{PROSE}"
    found = lines(page(printed, number="示政发〔2024〕3号"))
    assert found == [TITLE[:8], TITLE[8:], "示政发[2024]3号", *SAID]


def test_a_page_whose_parts_have_no_telling_names() -> None:
    links = "<div><a href='1'>首页</a> <a href='2'>走进示例</a> <a href='3'>互动交流</a></div>"
    around = "<div>上一篇：<a href='4'>停水公告</a></div><div>备案号：示ICP备1号 主办单位：示例区</div>"
    info = "<div>发布日期：2024-03-01　来源：财政局　点击数：33</div>"
    body = f"<div>{links}<div><div>关于发放补贴的公告</div>{info}<div>{PROSE}</div></div>{around}</div>"
    head = "<title>关于发放补贴的公告-示例区人民政府</title>"
    assert lines(f"<head>{head}</head><body>{body}</body>") == ["关于发放补贴的公告", *SAID]


def test_a_page_laid_out_with_tables_keeps_its_data_tables() -> None:
    data = "<table><tr><td rowspan=2>类型<td colspan=2>比例<tr><td>小型<td>微型<tr><td>商铺<td>5%<td>9%</table>"
    menu = "<table><tr><td><a href=1>通知公告</a><tr><td><a href=2>政策法规</a><tr><td><a href=3>下载</a></table>"
    inner = f"<table><tr><td>关于减免租金的通知<tr><td>2020-3-5 10:00:00 来源：国资委 【字体：大 中 小】<tr><td>{PROSE}{data}</table>"
    source = read(f"<table><tr><td>{menu}<td>{inner}</table>".encode(), "a.html")
    assert source.text.splitlines() == ["关于减免租金的通知", *SAID, "类型\t比例\t", "\t小型\t微型", "商铺\t5%\t9%"]
    assert source.cells[7] == (Cell("类型", rows=2), Cell("比例", columns=2), Cell(""))


def test_a_page_that_is_one_table_is_that_table() -> None:
    assert lines("<table><tr><th>序号<th>名称<tr><td>1<td>甲，乙。</table>") == ["序号\t名称", "1\t甲，乙。"]


def test_links_to_attachments_stay_and_links_to_other_pages_go() -> None:
    files = "".join(f"<div>附件：<a href='{at}.docx'>申请表{at}</a></div>" for at in range(3))
    related = "<h3>相关解读</h3><ul><li><a href='1.html'>一图读懂</a><li><a href='2.html'>问答</a></ul>"
    found = lines(f"<body><div class='article'>{PROSE}<div>{files}</div><div>{related}</div></div></body>")
    assert found == [*SAID, *(f"附件：申请表{at}" for at in range(3))]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ol type=A start=3><li>甲<li>乙<ol type=i><li>丙</ol></ol>", ["C. 甲", "D. 乙", "i. 丙"]),
        ("<ol><li>甲<li value=7><p>乙</p><p>续</p><li>丙</ol>", ["1. 甲", "7. 乙", "续", "8. 丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol><li>1、甲<li>2、乙</ol><ul><li>丙</ul>", ["1、甲", "2、乙", "丙"]),
        ("<ol style='list-style: none'><li>甲</ol>", ["甲"]),
        ("<p>一\n 二<b>三</b> abc\ndef&nbsp;</p>", ["一二三 abc def"]),
        ("<p>10<sup>4</sup>元</p><p>旧<del>删</del></p>", ["10⁴元", "旧"]),
        ("<pre>一\n二</pre>三<br>四", ["一", "二", "三", "四"]),
        ("<p style='mso-list:l0'><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span>甲</p>", ["一、\xa0甲"]),
        ("<p><span style='mso-list:Ignore'>l<span>&nbsp;</span></span>甲</p>", ["甲"]),
        ("<p>甲<span hidden>乙</span><span style='display:none'>丙</span>\u202e丁\0</p>", ["甲\u202e丁"]),
    ],
)
def test_the_lines_of_a_browser(markup: str, said: list[str]) -> None:
    assert lines(markup) == said


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (lambda text: text.encode("gb18030"), "gb2312"),
        (lambda text: text.encode("gbk"), ""),
        (lambda text: text.encode(), "gb2312"),
        (lambda text: codecs.BOM_UTF8 + text.encode(), ""),
        (lambda text: text.encode("utf-16"), ""),
        (lambda text: text.encode("utf-16-le"), ""),
        (lambda text: text.encode("gb18030"), "no-such"),
        (lambda text: text.encode("gb18030"), "base64"),
    ],
)
def test_every_usual_encoding_reads_the_same(data: object, declared: str) -> None:
    assert callable(data)
    text = f"<html><head><meta charset='{declared}'></head><body>{PROSE}</body></html>"
    assert read(data(text), "a.html").text.splitlines() == SAID


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<html></html>", "没有文字"),
        ("<p>甲".encode() + b"\xff\xff" + "乙</p>".encode(), "字节"),
        ("<table><tr><td colspan=100000>甲<td>乙<tr><td>丙<td>丁</table>".encode(), "列"),
        (("<table><tr>" + "<td>甲" * 100_000 + "</table>").encode(), "列"),
        (("<table>" + "<tr><td rowspan=60000>甲<td>乙" * 5_000 + "</table>").encode(), "格"),
        (("<div>" * 100_000 + "甲").encode(), "嵌套"),
        (("<p>甲" * 400_000).encode(), "元素"),
    ],
    ids=["empty", "damaged", "wide span", "many columns", "many rows", "deep", "large"],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_a_remedy(data: bytes, word: str) -> None:
    with pytest.raises(Problems) as caught:
        read(data, "甲.html")
    (problem,) = caught.value.found
    assert (problem.file, word in problem.what, bool(problem.remedy)) == ("甲.html", True, True)


@pytest.mark.parametrize("opened", ["<div>", "<ul><li>", "<table><tr><td>", "<span>", "<ol><li>"])
def test_ten_thousand_levels_are_read(opened: str) -> None:
    (line,) = lines(opened * 10_000 + "芯。")
    assert line.endswith("芯。")


@given(st.text(alphabet="<>/ab pdivtrl=\"'&;一。1\n\t\0", max_size=200))
def test_whatever_the_markup_it_is_read_or_refused(markup: str) -> None:
    with suppress(Problems):
        assert all(line.strip() for line in lines(markup))


def test_a_signature_may_be_dated_in_figures() -> None:
    signed = PROSE.replace("2024年2月8日", "2024.2.8")
    assert lines(page(signed)) == [TITLE, *SAID[:-1], "2024.2.8"]
    assert lines(page(f"{PROSE}<p>2024-03-01</p>")) == [TITLE, *SAID]
