"""Who is responsible: the departments a clause names, and those named once for many clauses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from huice.corpus.knowledge.organs import organs
from huice.corpus.knowledge.passages import Passage
from huice.corpus.model import Table

Role = Literal["牵头", "责任", "配合"]
Scope = Literal["", "以下", "以上", "各项"]

_BRACKET = re.compile(r"[（〔【\[]((?:[^（）〔〕【】\[\]\n]|[（〔][^（）〔〕\n]*[）〕])*)[）〕】\]]")
_LABEL = re.compile(
    r"(?P<lead>牵头(?:单位|部门|处室)?|主办(?:单位|部门)|主责(?:单位|部门))[：]|"
    r"(?P<help>配合(?:单位|部门)?|协办(?:单位|部门)|参与(?:单位|部门)|参加(?:单位|部门)|协同(?:单位|部门))[：]|"
    r"(?P<duty>(?:责任|负责|落实|实施|承办|分工)(?:单位|部门|处室|主体)?)[：]"
)
_LINE = re.compile(
    rf"^(?:{_LABEL.pattern.replace('?P<lead>', '?:').replace('?P<help>', '?:').replace('?P<duty>', '?:')}).*$", re.M
)
_HELPS = re.compile(r"(?:配合|参与|参加|协同)(?:落实|实施)?$")
_CLOSES = re.compile(r"[\n\t]|$")
_BETWEEN = re.compile(r"[、，；]")
_IS_DUTY = re.compile(r"负责|职责|牵头|落实$|会同")
_DEFAULT = re.compile(
    r"(?P<scope>以下|以上|上述|本(?:方案|意见|通知|措施|办法)|各项|所有)(?P<what>[^。；，（）〔〕]{0,12}?)(?:均需|均由|均须|都需|都由|需|由|均)(?P<who>[^。；]{2,60}?)(?P<does>牵头|负责|组织|落实)(?P<rest>[^。；]{0,30}?)"
    r"(?:不再|不)(?:一一|单独|逐[一项条]|重复|另行|分别)*(?:列出|列示|列明|标注|注明|列)"
)
_BY = re.compile(
    r"(?<![自理缘])由(?P<who>[^，。；：“”\n\t由]{2,40}?)(?:(?:会同|商)(?P<others>[^，。；：“”\n\t]{2,50}?))?(?:牵头|负责|组织|按照?职责|制定|另行制定|确定|认定|审核|会签|解释|统一|按规定|根据|给予|安排|实施)"
)
_MUST = re.compile(
    r"(?:^|(?<=[。；\n\t]))(?P<who>(?:各|省|市|有关|相关|国家|江苏|人民银行|地方)[^，。；：“”《》\n\t]{1,36}?(?:部门|单位|政府|厅|局|委|办|行|机构|机关|公司|地|地区|省（区、市）))(?=要|应|须|需|必须|负责|会同|牵头)"
)
_COLUMN = re.compile(r"(?:责任|负责|牵头|落实|实施|承办|主管|配合|协办)(?:单位|部门|主体|处室)|(?:主管|承办)机构")


@dataclass(frozen=True, slots=True)
class Department:
    """A department that a clause makes responsible.

    `name` as printed; `role`: 牵头 (leads), 责任 (is responsible), 配合 (helps). `shared` tells that several share the task
    按职责分工. `scope` is empty for the clause itself; of a department named once for many clauses it tells which: 以下 (this clause
    and those behind it), 以上 (this and those before), 各项 (all of the document). `span` is the name.

    `confidence`: 0.95 for lists after a label and brackets that say who is responsible, 0.9 for columns of tables and for
    departments named once for many, 0.85 for brackets of nothing but names behind a paragraph, 0.7 for `由…负责`, 0.8 for sentences that begin with who must do it.
    """

    clause: str
    span: tuple[int, int]
    name: str
    role: Role
    shared: bool
    scope: Scope
    confidence: float


_Found = Iterator[tuple[int, int, Role, bool, Scope, float]]


def departments(passage: Passage) -> tuple[Department, ...]:
    """The departments that a clause makes responsible, in its order; each place once, by the surest reading."""
    text = passage.plain
    found: dict[tuple[int, int], tuple[Role, bool, Scope, float]] = {}
    taken = bytearray(len(text))
    for reader in (_defaults, _brackets, _lines, _sentences):
        for start, end, role, shared, scope, sure in reader(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found[start, end] = (role, shared, scope, sure)
    return tuple(
        Department(passage.clause, passage.span(*place), text[place[0] : place[1]], *found[place])
        for place in sorted(found)
    )


def _brackets(text: str) -> _Found:
    for bracket in _BRACKET.finditer(text):
        inside = bracket.group(1)
        if _LABEL.search(inside):
            yield from _labelled(inside, bracket.start(1))
        elif _IS_DUTY.search(inside):
            for start, sentence in _parts(inside):
                yield from _duty(sentence, bracket.start(1) + start)
        elif _CLOSES.match(text[bracket.end() : bracket.end() + 1]) and text[bracket.start() - 1] in "。；\n":
            yield from _only(inside, bracket.start(1))


def _only(inside: str, at: int) -> _Found:
    """A bracket behind a paragraph that holds nothing but organs."""
    listed = organs(inside)
    covered = sum(end - start for start, end, _ in listed) + len(_BETWEEN.findall(inside))
    if listed and covered == len(inside):
        for start, end, _ in listed:
            yield at + start, at + end, "责任", False, "", 0.85


def _lines(text: str) -> _Found:
    """A line of its own: 责任单位：…"""
    for line in _LINE.finditer(text):
        yield from _labelled(line.group().rstrip("。"), line.start())


def _labelled(text: str, at: int) -> _Found:
    labels = list(_LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        role: Role = "牵头" if label["lead"] else "配合" if label["help"] else "责任"
        rest = text[label.end() : end]
        shared = "职责" in rest
        for start, stop, _ in organs(_trimmed(rest.split("。")[0])):
            yield at + label.end() + start, at + label.end() + stop, role, shared, "", 0.95


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a bracket."""
    for found in re.finditer(r"[^。；]+", text):
        yield found.start(), found.group()


def _duty(sentence: str, at: int) -> _Found:
    """`甲、乙按职责分工负责`, `甲牵头，乙、丙配合`, `甲会同乙负责`; commas part what several do."""
    shared = "职责" in sentence
    if "牵头" in sentence:
        head, _, tail = sentence.partition("牵头")
        yield from _named(head, at, "牵头", shared)
        role: Role = "配合" if _HELPS.search(tail) else "责任"
        yield from _named(tail, at + len(head) + 2, role, shared)
        return
    head, together, tail = sentence.partition("会同")
    if together:
        yield from _named(head, at, "牵头", shared)
        yield from _named(tail, at + len(head) + 2, "配合", shared)
        return
    for found in re.finditer(r"[^，]+(?:，(?![^，]*(?:负责|落实|配合|参与))[^，]+)*", sentence):
        part: Role = "配合" if _HELPS.search(found.group()) else "责任"
        yield from _named(found.group(), at + found.start(), part, shared)


def _named(text: str, at: int, role: Role, shared: bool, sure: float = 0.95) -> _Found:
    for start, end, _ in organs(_trimmed(text)):
        yield at + start, at + end, role, shared, "", sure


def _trimmed(text: str) -> str:
    """Without what the list is said to do: 按职责分工负责, 负责落实."""
    for words in (
        "按职责",
        "按照职责",
        "按照各自职责",
        "按各自职责",
        "依职责",
        "负责",
        "落实",
        "配合",
        "参与",
        "参加",
        "分工",
    ):
        at = text.find(words)
        if at > 0:
            text = text[:at]
    return text


def _defaults(text: str) -> _Found:
    for found in _DEFAULT.finditer(text):
        scope: Scope = "以下" if found["scope"] == "以下" else "以上" if found["scope"] in {"以上", "上述"} else "各项"
        if found["scope"] in {"以上", "上述"} and re.search(r"各|所有|均", found["what"]):
            scope = "各项"
        role: Role = "牵头" if found["does"] == "牵头" else "责任"
        for start, end, _ in organs(found["who"]):
            yield found.start("who") + start, found.start("who") + end, role, False, scope, 0.9


def _sentences(text: str) -> _Found:
    for found in _BY.finditer(text):
        role: Role = "牵头" if found["others"] else "责任"
        for start, end, _ in organs(found["who"]):
            yield found.start("who") + start, found.start("who") + end, role, False, "", 0.7
        for start, end, _ in organs(found["others"] or ""):
            yield found.start("others") + start, found.start("others") + end, "配合", False, "", 0.7
    for found in _MUST.finditer(text):
        for start, end, _ in organs(found["who"]):
            yield found.start("who") + start, found.start("who") + end, "责任", False, "", 0.8


def departments_of_tables(tables: Sequence[Table], passages: Sequence[Passage]) -> tuple[Department, ...]:
    """The departments in columns of tables that are called 责任部门 or the like, in the clause their row stands in."""
    found: list[Department] = []
    homes = {each.clause: each for each in passages}
    for table in tables:
        columns = [at for at, name in enumerate(table.columns) if _COLUMN.search(name)]
        for row in table.rows if columns else ():
            home = _home(row.path, homes)
            for at in columns if home else ():
                column = table.columns[at]
                role: Role = "牵头" if "牵头" in column else "配合" if re.search("配合|协办", column) else "责任"
                if home and at < len(row.cells):
                    found += _in_cell(row.cells[at].text, role, home)
    return tuple(dict.fromkeys(found))


def _home(path: str, homes: Mapping[str, Passage]) -> Passage | None:
    """The passage of a path, or of the nearest clause above it."""
    steps = path.split("/")
    paths = ("/".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((homes[one] for one in paths if one in homes), None)


def _in_cell(cell: str, role: Role, passage: Passage) -> Iterator[Department]:
    """The organs of a cell, each where the clause first says it."""
    for _, _, name in organs(cell):
        at = passage.said.find(name)
        if at >= 0:
            yield Department(passage.clause, (at, at + len(name)), name, role, False, "", 0.9)


def responsible(named: Sequence[Department], order: Sequence[str]) -> dict[str, tuple[Department, ...]]:
    """Who is responsible for each clause: those it names; if none, those of the nearest above it; and who is named for many.

    `named` are all departments of the document, `order` the paths of its clauses in their order.
    """
    position = {path: at for at, path in enumerate(order)}
    own: dict[str, list[Department]] = {}
    for one in named:
        if not one.scope:
            own.setdefault(one.clause, []).append(one)
    wide = list({(one.name, one.scope, one.clause): one for one in named if one.scope}.values())
    found: dict[str, tuple[Department, ...]] = {}
    for here, path in enumerate(order):
        steps = path.split("/")
        above = ("/".join(steps[:count]) for count in range(len(steps), 0, -1))
        near = next((own[one] for one in above if one in own), [])
        also = [one for one in wide if _reaches(one.scope, position.get(one.clause, 0), here)]
        found[path] = tuple(
            {one.name: one for one in (*also, *near)}[name]
            for name in dict.fromkeys(one.name for one in (*near, *also))
        )
    return found


def _reaches(scope: Scope, there: int, here: int) -> bool:
    return scope == "各项" or (scope == "以下" and here >= there) or (scope == "以上" and here <= there)
