"""The parts of a document: head, body, list of annexes, signatures, annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huice.corpus.history import history_lines
from huice.corpus.lines import Line, squeeze
from huice.corpus.numbering import marker_of, number_of
from huice.corpus.pagedata import is_labelled
from huice.dates import plain_days

_NUMBER = re.compile(
    r"[一-鿿]{1,30}(?:〔\d{4}〕|\[\d{4}\]|【\d{4}】|[（(]\d{4}[）)])(?:第)?\d+号|[一-鿿]{2,40}\d{4}年第\d+号|[一-鿿]{2,40}令第\d+号|(?:\d{4}年)?第\d{1,4}号"
)
_AROUND = re.compile(r"[（(](.*号)[）)]")
_NUMERAL = "〇○零Ｏ一二三四五六七八九十"
_DATE = re.compile(
    rf"[（(]?(\d{{4}}|[{_NUMERAL}]{{4}})年(\d{{1,2}}|[{_NUMERAL}]{{1,3}})月(\d{{1,2}}|[{_NUMERAL}]{{1,3}})日[）)]?"
)
_ORGAN = re.compile(
    r"[一-鿿（）()、·]{1,40}(?:部|委|会|局|厅|院|府|办|室|署|行|社|联|中央|司|处|中心|公司|总队|组|团|所|站|校|国务院)"
)
_PERSON = re.compile(
    r"代?(?:省长|市长|州长|盟长|旗长|县长|区长|专员|部长|局长|署长|行长|主任|总理|主席)[：:]?[一-鿿·]{2,12}"
)
_ASIDE = re.compile(r"[（(][^（）()]{1,30}[）)]")
_NOTE = re.compile(
    r"[一-鿿]{2,30}\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印[发刷]$|[（(](?:本文|本件|此文|有)[^（）()]{0,16}[）)]$|[（(].{0,20}(?:此件|公开|代章).{0,20}[）)]$|[（(]?(?:抄送|分送|主送|联系人|联系电话|联系方式|信息公开选项)\s*[:：]"
)
_IMPRINT = re.compile(
    r"(?:抄送|分送|抄报)\s*[:：]|[一-鿿]{2,30}\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印[发刷]$"
)
"""版记: to whom copies go, who printed it when, at the very end of a file."""
_LISTED = re.compile(r"附\s*件\s*(?:[:：]|$|\d{1,2}\s*[.．:：、]|[一二三四五六七八九十]+[:：])")
_LABEL = re.compile(r"附\s*件\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.．]?\s*(.{0,60})$")
_CLOSED = ("。", "；", ";", "：", ":", "，", ",", "！", "？")
_TITLED = re.compile(
    r"(?:方案|计划|要点|措施|办法|规定|细则|意见|纲要|规划|清单|名录|目录|名单|指南|规范|标准|[表单函]|报告|提纲|条例|说明|制度|守则)(?:[（(].{1,30}[）)])?$"
)
_LONGEST_TITLE = 70
_HEAD_LINES = 8


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: its label as a path writes it (`附件2`; empty where none is printed), its title lines and its body."""

    label: str
    head: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A document taken apart; every line after the title is in exactly one part."""

    number: tuple[Line, ...]
    dated: tuple[Line, ...]
    data: tuple[Line, ...]
    addressees: tuple[Line, ...]
    body: tuple[Line, ...]
    listed: tuple[Line, ...]
    signature: tuple[Line, ...]
    notes: tuple[Line, ...]
    imprint: tuple[Line, ...]
    annexes: tuple[Annex, ...]


def parts(lines: Sequence[Line]) -> Parts:
    """Take a document apart; `lines` are those after its title."""
    at = 0
    number: tuple[Line, ...] = ()
    dated: tuple[Line, ...] = ()
    data: tuple[Line, ...] = ()
    while at < min(len(lines), _HEAD_LINES):
        told = history_lines(lines[at:]) or int(date_of(lines[at].text) is not None)
        if is_labelled(lines[at].text) and not told:
            data = (*data, lines[at])
            at += 1
            continue
        if not number and is_number(lines[at].text):
            number = (lines[at],)
        elif not dated and told:
            dated = tuple(lines[at : at + told])
        else:
            break
        at += told or 1
    to = _addressed(lines, at)
    addressees, rest = tuple(lines[at:to]), lines[to:]
    begin, end = _signed(rest)
    after = end
    while after < len(rest) and _NOTE.match(rest[after].text) is not None:
        after += 1
    last = len(rest)
    while last > max(after, 1) and begin < end and _IMPRINT.match(rest[last - 1].text):
        last -= 1
    before, listed_after, annex_lines = rest[:begin], (), rest[after:last]
    if not begin < end:
        before, annex_lines = _unsigned(rest)
    body, listed = _listed(before)
    annexes = _annexes(annex_lines)
    return Parts(
        number,
        dated,
        data,
        addressees,
        body,
        listed + listed_after,
        tuple(rest[begin:end]),
        tuple(rest[end:after]),
        tuple(rest[last:]),
        annexes,
    )


def is_number(line: str) -> bool:
    """Whether a line is a document number (发文字号) and nothing else, but for brackets around it."""
    return _NUMBER.fullmatch(unbracketed(squeeze(line))) is not None


def unbracketed(number: str) -> str:
    """A number without the brackets that stand around it: （示政发〔2024〕1号）."""
    found = _AROUND.fullmatch(number)
    return found.group(1) if found else number


def is_note(line: str) -> bool:
    """Whether a line stands below the signatures: （此件公开发布）, 抄送：…, or belongs to a list of annexes."""
    return _NOTE.match(line) is not None or _LISTED.match(line) is not None


def date_of(line: str) -> date | None:
    """The date a line consists of, in Arabic or Chinese numerals; None where it is none."""
    found = _DATE.fullmatch(plain_days(squeeze(line)))
    if not found:
        return None
    year, month, day = found.groups()
    if not year.isdigit() or not year.isascii():
        year = "".join(str(number_of(c) or 0) for c in year)
    try:
        return date(int(year), number_of(month) or 0, number_of(day) or 0)
    except ValueError:
        return None


def signers(lines: Sequence[Line]) -> tuple[str, ...]:
    """The organs that signed, in order, without asides such as （…代章）."""
    names = (
        name
        for line in lines
        if not (date_of(line.text) or _is_person(line))
        for name in _names(_ASIDE.sub("", line.text))
    )
    return tuple(dict.fromkeys(names))


def _addressed(lines: Sequence[Line], at: int) -> int:
    """Where the addressees end: the first lines up to a colon, if no sentence ends before it."""
    for to in range(at, min(at + 4, len(lines))):
        text = lines[to].text
        if "。" in text or marker_of(text) or lines[to].is_row or "如下" in text:
            return at
        if text.endswith(("：", ":")):
            return to + 1
    return at


def _is_person(line: Line) -> bool:
    """Whether a person signed with office and name, as orders are: 市长 张三."""
    return _PERSON.fullmatch(squeeze(line.text)) is not None


def _names(text: str) -> list[str]:
    """The names in a line; one whose characters are set apart (财　政　部) is one."""
    names = text.split()
    return ["".join(names)] if len(names) > 2 and all(len(name) == 1 for name in names) else names


def is_organs(line: Line) -> bool:
    """Whether a line prints nothing but names of organs, or who signed for one."""
    names = _names(line.text) if not _ASIDE.fullmatch(line.text) else []
    if not line.is_row and _is_person(line):
        return True
    if not names:
        return _ASIDE.fullmatch(line.text) is not None
    return not line.is_row and not marker_of(line.text) and all(_ORGAN.fullmatch(name) for name in names)


def _signed(lines: Sequence[Line]) -> tuple[int, int]:
    """The signature block: from the first organ to the date; (n, n) where there is none."""
    for end, line in enumerate(lines):
        if not date_of(line.text):
            continue
        begin = end
        while begin > 0 and is_organs(lines[begin - 1]):
            begin -= 1
        if begin < end or end == len(lines) - 1:
            return begin, end + 1
    return len(lines), len(lines)


def _listed(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The body, and the list of annexes that closes it."""
    for at in range(len(lines) - 1, -1, -1):
        if not _LISTED.match(lines[at].text):
            continue
        entries = lines[at + 1 :]
        if all(len(entry.text) <= _LONGEST_TITLE and not entry.text.endswith("。") for entry in entries):
            return tuple(lines[:at]), tuple(lines[at:])
    return tuple(lines), ()


def _unsigned(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Body and annexes where no signature stands between them: an annex begins with its label alone on a line."""
    for at, line in enumerate(lines):
        found = _LABEL.fullmatch(line.text)
        if found and found.group(1) and not found.group(2) and at + 1 < len(lines):
            return lines[:at], lines[at:]
    return lines, ()


def _annexes(lines: Sequence[Line]) -> tuple[Annex, ...]:
    """Cut what follows the signatures at every label 附件, 附件1, ..."""
    if not lines:
        return ()
    starts = [at for at, line in enumerate(lines) if is_label(line)]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    return tuple(_annex(lines[at:to]) for at, to in zip(starts, [*starts[1:], len(lines)], strict=True))


def is_label(line: Line) -> bool:
    """Whether a line is the label of an annex: 附件, 附件2, 附件：名单."""
    return _LABEL.fullmatch(line.text) is not None and not line.text.endswith(_CLOSED[:1])


def _annex(lines: Sequence[Line]) -> Annex:
    label, head = "", 0
    found = _LABEL.fullmatch(lines[0].text) if is_label(lines[0]) else None
    titled = False
    if found:
        number = number_of(found.group(1)) if found.group(1) else None
        label, head, titled = f"附件{number or ''}", 1, bool(found.group(2))
    while not titled and head < len(lines) and head < 4 and _may_title(lines[head]):
        titled = _TITLED.search(squeeze(lines[head].text)) is not None
        head += 1
    return Annex(label, tuple(lines[:head]), tuple(lines[head:]))


def _may_title(line: Line) -> bool:
    text = line.text
    return len(text) <= _LONGEST_TITLE and not (
        line.is_row or marker_of(text) or text.endswith(_CLOSED) or "。" in text
    )
