"""PDFs made of lines, laid out and set by different means: a browser as for a government file, a typesetter in two ways."""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from itertools import groupby

from playwright.sync_api import Browser, sync_playwright
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.shared_material import missing

LAYOUTS = ("official", "typeset", "narrow")
HEADER = "示例市人民政府文件"
FONT = "STSong-Light"

_DATE = re.compile(r"^\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日$")
_TITLE = re.compile(r"^[^\t。；，：]{0,14}关于[^\t。；，：]{2,20}的(?:通知|意见|公告|措施|报告|办法)$")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十]+章 ?[^。]{1,16}$")
_UNSET = re.compile(" ?([⁰⁴-⁹]+)")
_LOWERED = str.maketrans("⁰⁴⁵⁶⁷⁸⁹", "0456789")
_STYLE = """
@page { size: A4 }
body { font: 16pt/28pt "Noto Serif CJK SC"; margin: 0 }
p { margin: 0; text-indent: 2em; text-align: justify; white-space: pre-wrap }
p.title { font-size: 22pt; line-height: 34pt; text-align: center; text-indent: 0; margin: 10pt 0 }
p.chapter { text-align: center; text-indent: 0 }
p.end { text-align: right; text-indent: 0; padding-right: 2em }
table { border-collapse: collapse; width: 100%; font-size: 10.5pt; line-height: 15pt }
td, th { border: 1px solid black; padding: 2pt 4pt; font-weight: normal }
tr { break-inside: avoid }
"""
_FURNITURE = '<div style="font: 9pt serif; width: 100%; text-align: center">{}</div>'
_PAGE = '<span>— <span class="pageNumber"></span> —</span>'


def pdf_of(lines: Sequence[str], layout: str) -> bytes:
    """A PDF of some lines, a paragraph each; lines with tabs are rows, and rows that follow each other one table."""
    with typesetter(layout) as set_:
        return set_(lines)


def printed(html: str, *, furnished: bool = True) -> bytes:
    """A PDF of a page of HTML, as a browser prints it, with a running header and page numbers."""
    with press() as print_:
        return print_(html, furnished)


@contextmanager
def typesetter(layout: str) -> Iterator[Callable[[Sequence[str]], bytes]]:
    """What makes PDFs of lines in a layout: one browser for all of them, as to start it takes longer than to print."""
    if layout != "official":
        yield partial(_typeset, narrow=layout == "narrow")
        return
    with press() as print_:
        yield lambda lines: print_(f"<style>{_STYLE}</style>" + "".join(_marked_up(lines)), True)


@contextmanager
def press() -> Iterator[Callable[[str, bool], bytes]]:
    """A browser that prints pages of HTML, with a running header and page numbers if so told."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        missing("没有 Chromium：apt-get install chromium fonts-noto-cjk，或用 CHROMIUM 指明")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield partial(_printed, browser)
        finally:
            browser.close()


def _printed(browser: Browser, html: str, furnished: bool) -> bytes:
    page = browser.new_page()
    try:
        page.set_content(f'<html lang="zh-CN"><meta charset="utf-8">{html}</html>')
        return page.pdf(
            format="A4",
            display_header_footer=furnished,
            header_template=_FURNITURE.format(HEADER),
            footer_template=_FURNITURE.format(_PAGE),
            margin={"top": "30mm", "bottom": "28mm", "left": "26mm", "right": "26mm"},
        )
    finally:
        page.close()


def roles(lines: Sequence[str]) -> Iterator[str]:
    """What each line is: row, title, chapter, end (who signed, and when) or text."""
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if "\t" in line:
            yield "row"
        elif _TITLE.match(line):
            yield "title"
        elif _CHAPTER.match(line):
            yield "chapter"
        elif _DATE.match(line) or (_DATE.match(following) and len(line) < 20 and not re.search("[。；，：]", line)):
            yield "end"
        else:
            yield "text"


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for role, group in groupby(zip(roles(lines), lines, strict=True), key=lambda pair: pair[0]):
        yield role, [line for _, line in group]


def _square(rows: Sequence[str]) -> list[list[str]]:
    cells = [row.split("\t") for row in rows]
    width = max(map(len, cells))
    return [row + [""] * (width - len(row)) for row in cells]


def _marked_up(lines: Sequence[str]) -> Iterator[str]:
    for role, group in _groups(lines):
        if role != "row":
            yield from (f'<p class="{role}">{escape(line)}</p>' for line in group)
            continue
        head, *body = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in _square(group)]
        rows = "".join(f"<tr>{row}</tr>" for row in body)
        yield f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _typeset(lines: Sequence[str], *, narrow: bool) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    size = 16.0 if narrow else 14.0
    text = ParagraphStyle("text", fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK")
    text.spaceAfter, text.firstLineIndent = (size * 0.6, 0) if narrow else (0, 2 * size)
    large = ParagraphStyle("title", text, fontSize=size * 1.3, leading=size * 2, firstLineIndent=0, alignment=TA_CENTER)
    styles = {
        "text": text,
        "title": large,
        "chapter": ParagraphStyle("chapter", text, firstLineIndent=0, alignment=TA_CENTER),
        "end": ParagraphStyle("end", text, firstLineIndent=0, alignment=TA_RIGHT),
    }
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
    story: list[Flowable] = []
    width, height = (360.0, 560.0) if narrow else A4
    margin = 40.0 if narrow else 72.0
    for role, group in _groups(lines):
        if role == "row":
            rows = [[Paragraph(_set(word), cell) for word in row] for row in _square(group)]
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
            story.append(
                Table(
                    rows,
                    [(width - 2 * margin) / len(rows[0])] * len(rows[0]),
                    style=grid,
                    repeatRows=int(not narrow),
                    splitInRow=int(narrow),
                )
            )
        else:
            story += [Paragraph(_set(line), styles[role]) for line in group]
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target, pagesize=(width, height), leftMargin=margin, rightMargin=margin, topMargin=72, bottomMargin=72
    )
    document.build(story, onFirstPage=_furnish, onLaterPages=_furnish)
    return target.getvalue()


def _set(text: str) -> str:
    """A text as the typesetter takes it, with raised figures that its font has no sign for small, and beside their word.

    Of a character without a sign there is nothing on the paper: no reader could know of it.
    """
    return _UNSET.sub(lambda figures: f"<super>{figures[1].translate(_LOWERED)}</super>", escape(text))


def _furnish(canvas: Canvas, document: SimpleDocTemplate) -> None:
    width, height = document.pagesize
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(width / 2, height - 40, HEADER)
    canvas.drawCentredString(width / 2, 36, f"— {canvas.getPageNumber()} —")


def drawn(draw: Callable[[Canvas, int], None], pages: int = 1, **options: object) -> bytes:
    """A PDF of A4 pages that a function draws, each with its number from 0; `options` are the canvas's."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, **options)
    for page in range(pages):
        canvas.setFont(FONT, 14)
        draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
