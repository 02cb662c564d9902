"""Finding a clause by its path, however it is written."""

import re

from huice.corpus.digest import digest
from huice.corpus.model import Clause, Document, TableRow
from huice.corpus.numbering import number_of

_ALIKE = {"尾段": "末段", "结语": "末段", "结尾": "末段", "通知正文": "前言", "引语": "前言"}
_STEP = re.compile(
    r"第[^第/]+?[章节条款项段]|专栏\d*|附件\d*|[表行]\d+|[（(][^（）()/]+[）)]|[①-⑳]|\d+）?|[一二三四五六七八九十百]+是?|[^/（）()\d]+"
)
_PARAGRAPH = re.compile(r"第([一二三四五六七八九十]+)款")
_ITEM = re.compile(r"第（?([一二三四五六七八九十]+)）?项")
_WIDTHS = str.maketrans("()０１２３４５６７８９", "（）0123456789")


def find_clause(document: Document, path: str) -> Clause | None:
    """The clause at a path; None where there is none, or more than one. A row of a table counts as one (`表1/行2`).

    Brackets may be of either width, slashes left out (`一（五）`), 前言 be called 正文, 末段 尾段, a single 附件 附件1,
    款 and 项 of an article be named (`第三条第二款`), and the way down to a path that only one clause ends in (`专栏1`) be left out.
    """
    every = {clause.path: clause for clause in _walk(document.clauses)}
    if "行" in path:
        every |= {row.path: _row(row) for table in document.tables for row in table.rows}
    if path in every:
        return every[path]
    wanted = steps(path)
    by_steps = {steps(written): clause for written, clause in every.items()}
    for form in _forms(wanted):
        if form in by_steps:
            return by_steps[form]
    ending = [clause for known, clause in by_steps.items() if wanted and known[-len(wanted) :] == wanted]
    if len(ending) == 1:
        return ending[0]
    return None if ending else _in_article(document, wanted)


def _in_article(document: Document, wanted: tuple[str, ...]) -> Clause | None:
    """A 款 or 项 of an article (`第三条第二款`, `第三条第一款第（二）项`): its paragraphs, and the items below it."""
    items = tuple(_item(step) for step in wanted if not _PARAGRAPH.fullmatch(step))
    paragraph = _PARAGRAPH.fullmatch(wanted[-1]) if wanted else None
    if items == wanted or not items:
        return None
    home = find_clause(document, "/".join(items))
    if home is None or paragraph is None:
        return home
    closing = [line for child in home.clauses if not child.heading for line in child.text.split("\n")]
    said = [*home.text.split("\n"), *closing]
    at = number_of(paragraph.group(1)) or 0
    if not 0 < at <= len(said) or not said[at - 1]:
        return None
    return Clause(f"{home.path}/{wanted[-1]}", "", said[at - 1], home.lines, digest(said[at - 1]))


def _item(step: str) -> str:
    """`第二项` and `第（二）项` as the clause they mean: `（二）`."""
    found = _ITEM.fullmatch(step)
    return f"（{found.group(1)}）" if found else step


def steps(path: str) -> tuple[str, ...]:
    """A path cut into its steps, in one width and without spaces: `一/（五）` and `一(五)` are the same."""
    wide = "".join(path.split()).translate(_WIDTHS)
    return tuple(step for part in wide.split("/") for step in _STEP.findall(part))


def _forms(wanted: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The other names a path may go by."""
    if not wanted:
        return []
    first, rest = wanted[0], wanted[1:]
    others = [_ALIKE[first]] if first in _ALIKE else []
    others += {"正文": ["前言"], "前言": ["正文"], "附件": ["附件1"], "附件1": ["附件"]}.get(first, [])
    return [wanted, *((other, *rest) for other in others)]


def _row(row: TableRow) -> Clause:
    text = "\t".join(cell.text for cell in row.cells)
    return Clause(row.path, "", text, row.lines, digest(text))


def _walk(clauses: tuple[Clause, ...]) -> list[Clause]:
    return [one for clause in clauses for one in (clause, *_walk(clause.clauses))]
