"""Where a document says what it is: each of its particulars with the clause that tells it and a confidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from huice.corpus import metadata
from huice.corpus.knowledge.numerals import number
from huice.corpus.lines import squeeze
from huice.corpus.model import Clause, Document, walk
from huice.corpus.parts import date_of
from huice.corpus.structure import SIGNATURE
from huice.corpus.titles import plain
from huice.dates import plain_days

What = Literal["发文字号", "公告号", "发文机关", "成文日期", "发布日期", "施行日期", "失效日期", "地区", "主送"]

TITLE, ADDRESSEES = "标题", "主送"
_ANNOUNCED = re.compile(r"公告\d{4}年第\d+号$")
_PUBLISHED = re.compile(r"(?:发布|公开|发文)(?:日期|时间)[：:]\s*(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})")
_MANY = re.compile(r"等\s*(\d+|[一二三四五六七八九十]+)\s*(?:个)?(?:部门|单位)")


@dataclass(frozen=True, slots=True)
class Detail:
    """A particular of a document: what, its value (days as 2023-04-20), the clause that tells it, how sure that is.

    `clause` is a path of the head (标题, 文号, 主送, 版头), the signatures (落款) or a clause; empty where none tells it:
    then it was concluded from others.
    """

    what: What
    value: str
    clause: str
    confidence: float


def details(document: Document) -> tuple[Detail, ...]:
    """What is known of a document, each with its place. What its text does not say is left out."""
    issuers = list(_issuers(document))
    home = issuers[0].clause if issuers else ""
    sure = 0.9 if document.region != metadata.NATIONWIDE else 0.8
    return (
        *_number(document),
        *issuers,
        *_days(document),
        *_force(document),
        Detail("地区", document.region, home, sure),
        *([Detail("主送", document.addressees.rstrip("：:"), ADDRESSEES, 0.95)] if document.addressees else []),
    )


def _number(document: Document) -> Iterator[Detail]:
    if document.number:
        what: What = "公告号" if _ANNOUNCED.search(document.number) else "发文字号"
        own = plain(document.number)
        home = next((node.path for node in document.head if own in plain(node.said)), "")
        yield Detail(what, document.number, home, 0.98 if home else 0.8)


def _issuers(document: Document) -> Iterator[Detail]:
    """Each by its signature, else by the title; sure where both agree, or as many signed as the title counts."""
    signed = next((squeeze(one.said) for one in walk(document.clauses) if one.path == SIGNATURE), "")
    title = squeeze(document.title)
    counted = _MANY.search(document.title)
    count = number(counted[1]) if counted else None
    for organ in document.issuers:
        by_hand, by_title = organ in signed, organ in title
        sure = 0.95 if (by_hand and by_title) or count == len(document.issuers) else 0.9 if by_hand else 0.85
        if count is not None and count != len(document.issuers):
            sure = 0.6
        yield Detail("发文机关", organ, SIGNATURE if by_hand else TITLE, sure)


def _days(document: Document) -> Iterator[Detail]:
    nodes = [*document.head, *walk(document.clauses)]
    if document.issued:
        home = next(
            (one.path for one in nodes if any(date_of(line) == document.issued for line in one.said.split("\n"))),
            "",
        )
        yield Detail("成文日期", document.issued.isoformat(), home, 0.95 if home == SIGNATURE else 0.85)
    for node in document.head:
        published = _PUBLISHED.search(node.said)
        if published:
            try:
                day = date(*(int(part) for part in published.groups()))
            except ValueError:
                continue
            yield Detail("发布日期", day.isoformat(), node.path, 0.95)


def _force(document: Document) -> Iterator[Detail]:
    """First and last day in force, by the clause that tells both; else by the opening of the first."""
    start, end = document.in_force_from, document.in_force_until
    if not start and not end:
        return
    home = next((one.path for one in walk(document.clauses) if _tells(one, document.issued) == (start, end)), "")
    sure = 0.95 if home else 0.7
    home = home or next((one.path for one in walk(document.clauses) if _names(one, start or end)), "")
    if start:
        yield Detail("施行日期", start.isoformat(), home, sure)
    if end:
        yield Detail("失效日期", end.isoformat(), home, sure)


def _tells(clause: Clause, issued: date | None) -> tuple[date | None, date | None]:
    if "起" not in clause.said and "至" not in clause.said and "有效期" not in clause.said:
        return None, None
    found = metadata.in_force(clause.said.split("\n"), "", issued)
    return found.start, found.end


def _names(clause: Clause, day: date | None) -> bool:
    return day is not None and f"{day.year}年{day.month}月{day.day}日" in plain_days(squeeze(clause.said))
