"""How clauses are numbered: 一、（一）1.（1）① 第一章 第一条 一是, in full or half width."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "零〇一二两三四五六七八九十百"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

PART, CHAPTER, SECTION, ARTICLE, BARE, FIRST, SECOND, THIRD, DECIMAL, LONG_DECIMAL, FOURTH, FIFTH, SIXTH, POINT = range(
    14
)
"""The kinds of number, in the usual order from outer to inner; BARE ones only a whole text can tell (`decimals`)."""

NO_UNIT = r"(?!\s*(?:[万亿千百元个倍米吨亩户家人项次年月日度℃]|公里|公顷|平方|立方|小时))"
"""What follows a number with a point where it counts something: then it opens no clause."""

_FORMS: tuple[tuple[int, re.Pattern[str], str], ...] = (
    (PART, re.compile(rf"第\s*([{_CN}\d]+)\s*(?:部分|编|篇)(?![的规第、和至])"), "{}"),
    (CHAPTER, re.compile(rf"第\s*([{_CN}\d]+)\s*章(?![的规第、和至])"), "第{}章"),
    (SECTION, re.compile(rf"第\s*([{_CN}\d]+)\s*节(?![的规第、和至])"), "第{}节"),
    (
        ARTICLE,
        re.compile(
            rf"第\s*([{_CN}\d]+)\s*条(?:\s*【[^】]*】|\s*[（(](?![{_CN}\d]+[）)])[^（）()]{{2,20}}[）)](?=[^。；，、：的])|[:：])?(?![的规第、和至款所中或])"
        ),
        "第{}条",
    ),
    (FIRST, re.compile(rf"([{_CN}]+)\s*[、．.]"), "{}"),
    (SECOND, re.compile(rf"[（(]\s*([{_CN}]+)\s*[）)]"), "（{}）"),
    (SECOND, re.compile(r"([㈠-㈩])"), "（{}）"),
    (THIRD, re.compile(r"([0-9０-９]{1,3})\s*(?:[.．](?![0-9０-９])|、)"), "{}"),
    (THIRD, re.compile(r"([⒈-⒛])"), "{}"),
    (
        DECIMAL,
        re.compile(r"[0-9０-９]{1,2}[.．]([0-9０-９]{1,2})(?![0-9０-９.．%％])(?=\s|[、　])" + NO_UNIT + "[、　]?"),
        "{}",
    ),
    (
        LONG_DECIMAL,
        re.compile(r"(?:[0-9０-９]{1,2}[.．]){2,3}([0-9０-９]{1,2})(?![0-9０-９.．%％])(?=\s|[、　])[、　]?"),
        "{}",
    ),
    (FOURTH, re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[）)]"), "（{}）"),
    (FOURTH, re.compile(r"([⑴-⒇])"), "（{}）"),
    (FIFTH, re.compile(r"([0-9０-９]{1,2})[）)]"), "{}）"),
    (SIXTH, re.compile(r"([①-⑳])"), "{}"),
    (POINT, re.compile(rf"([{_CN}]{{1,2}})是(?!否)"), "{}是"),
)

_BRACKETED = re.compile(rf"[（(]\s*(?:[{_CN}]+|[0-9０-９]{{1,3}})\s*[）)]\s*")
_COUNTED = re.compile(
    "次(?![级贷要生年月日新元品序])|批次|批(?![准复发评判量])|届(?![满时期中])|轮(?![到流换候作岗训值])"
)
_ENDS = tuple("。！？；：…”』」）)〕】》!?;:")

_PARTS = re.compile(r"[；;。，,]\s*")

_KINDS = POINT + 1
_ENCLOSED = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))

LISTS = frozenset((DECIMAL, LONG_DECIMAL, FOURTH, FIFTH, SIXTH, POINT))
"""Kinds that also run on inside a paragraph: one that does not continue a list is no clause."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the head of a line: its kind, its value, how a path writes it, and how many characters it takes."""

    kind: int
    number: int
    label: str
    width: int


def number_of(numeral: str) -> int | None:
    """The value of a Chinese or Arabic numeral up to 999; None where it is none (`十十`)."""
    plain = numeral.translate(_WIDE)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if len(numeral) == 1 and any(first <= numeral <= last for first, last in _ENCLOSED):
        return int(unicodedata.numeric(numeral))
    found = re.fullmatch(
        r"(?:([一二两三四五六七八九])百[零〇]?)?(?:([一二三四五六七八九]?)(十))?([一二两三四五六七八九])?", numeral
    )
    if not numeral or not found:
        return None
    hundreds, tens, ten, ones = found.groups()
    return 100 * _DIGITS[hundreds or "零"] + (10 * (_DIGITS[tens] if tens else 1) if ten else 0) + _DIGITS[ones or "零"]


def numeral(number: int) -> str:
    """A number from 1 to 999 in Chinese: 十二, 二十, 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def marker_of(line: str) -> Marker | None:
    """The number a line opens with, or None."""
    for kind, form, label in _FORMS:
        found = form.match(line)
        number = number_of(found.group(1)) if found else None
        if found and number:
            return Marker(kind, number, _label(kind, label, found), found.end())
    return None


def counts(line: str, before: str) -> bool:
    """Whether a number in brackets that a line opens with counts something, as in 第（二）次, and opens no clause.

    It does after 第, or before a word of counting where the line above, `before`, does not end a sentence.
    """
    found = _BRACKETED.match(line)
    if not found or not before or before.endswith(_ENDS):
        return False
    return before.endswith("第") or _COUNTED.match(line, found.end()) is not None


def runs_on(line: str, marker: Marker) -> bool:
    """Whether a line that a list begins with holds its second item too: （1）…；（2）… is one paragraph."""
    if marker.number != 1 or marker.kind not in LISTS:
        return False
    parts = _PARTS.split(line[marker.width :])[1:]
    return any((other := marker_of(part)) and other.kind == marker.kind and other.number == 2 for part in parts)


def _label(kind: int, label: str, found: re.Match[str]) -> str:
    if kind == PART:
        return "".join(found.group().split())
    return label.format(_written(kind, found))


def _written(kind: int, found: re.Match[str]) -> str:
    """A number as a path writes it: `1.2` whole, ㈠ as 一, ⑴ as 1."""
    if kind in {DECIMAL, LONG_DECIMAL}:
        return found.group().rstrip("、　").translate(_WIDE).replace("．", ".")
    written = found.group(1)
    for first, last in _ENCLOSED[1:]:
        if len(written) == 1 and first <= written <= last:
            value = number_of(written) or 0
            return numeral(value) if first == "㈠" else str(value)
    return written.translate(_WIDE)


def nesting(markers: Sequence[Marker]) -> tuple[int, ...]:
    """The kinds from outer to inner, as this document uses them.

    The usual order holds unless the document shows otherwise: a list that starts right below a number, and after
    which that number goes on, lies inside it.
    """
    inside: dict[tuple[int, int], int] = {}
    for at, (above, marker) in enumerate(pairwise(markers), 2):
        if marker.number == 1 and marker.kind != above.kind:
            later = next((one.number for one in markers[at:] if one.kind == above.kind), 0)
            if later == above.number + 1:
                inside[marker.kind, above.kind] = inside.get((marker.kind, above.kind), 0) + 1
    order = list(range(_KINDS))
    for outer in range(_KINDS):
        for inner in range(outer + 1, _KINDS):
            contrary = inside.get((outer, inner), 0) > inside.get((inner, outer), 0)
            if contrary and order.index(outer) < order.index(inner):
                order.remove(outer)
                order.insert(order.index(inner) + 1, outer)
    return tuple(order)
