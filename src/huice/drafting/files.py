"""A draft as the files of a pack folder: YAML by hand, for every guess carries a remark that a reader has to strike."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date

from huice.corpus.model import Document
from huice.drafting.kinds import CHECKED, DEFINITION, LEFT_OUT, SANCTION, TARGET
from huice.drafting.provisions import Draft, Provision

_PLAIN = re.compile(r"[\w（〔][\w（）〔〕、。/％% -]*")
_GIVES = ("benefit", "support")
_SAID = {
    "benefit": "给钱、减税、免费，条件和数能算", "support": "支持，没有定数", "obligation": "应当做的",
    "prohibition": "不得做的", "deadline": "有日子的", TARGET: "要达到的数", "task": "部门要做的事",
    DEFINITION: "什么叫什么", SANCTION: "违反怎么处理", LEFT_OUT: "无可核对",
}  # fmt: skip
_CONDITIONS = "条文的条件还没有写成规则，先由人判断"


def files(draft: Draft) -> dict[str, str]:
    """The texts of the files, by path in the pack folder."""
    folder = f"documents/{_folder(draft.document.region)}/{draft.key}"
    found = {f"{folder}.yaml": _pack(draft), f"{folder}.cases.yaml": _cases(draft)}
    if any(one.is_measure for one in draft.provisions):
        found[f"facts/{draft.key}.yaml"] = _facts(draft)
    return found


def _folder(region: str) -> str:
    return re.sub(r"[^\w]", "", region) or "全国"


def said(text: str) -> str:
    """A scalar: as it is where YAML takes it so, else in quotes."""
    text = " ".join(text.split())
    return text if _PLAIN.fullmatch(text) and not text.endswith(" ") else json.dumps(text, ensure_ascii=False)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(said(text) for text in texts)}]"


def _mark(why: str) -> str:
    return f"  # 待核：{' '.join(why.split())}"


def _pack(draft: Draft) -> str:
    name = draft.document.number or draft.document.title
    lines = [
        f"# 由 huice new 起草自 {name}。",
        "# 标着“待核”的是机器的猜测：对照原文看过、改好，就删去这个记号。句子用自己的话写，不抄原文。",
        *_document(draft.document),
    ]
    for title, rows in (
        ("parameters", _parameters(draft)),
        ("measures", _measures(draft)),
        ("tracked", _tracked(draft)),
        ("left_out", _left_out(draft)),
    ):
        block = list(rows)
        lines += ["", f"{title}:", *block] if block else []
    return "\n".join(lines) + "\n"


def _document(document: Document) -> Iterator[str]:
    yield "document:"
    if document.number:
        yield f"  number: {said(document.number)}"
    yield f"  title: {said(document.title)}"
    yield f"  issuers: {_list(document.issuers)}"
    if document.issued:
        yield f"  issued: {document.issued}"
    yield f"  region: {said(document.region or '全国')}{_mark('适用哪里')}"
    days = {"from": document.in_force_from, "until": document.in_force_until}
    if any(days.values()):
        yield f"  in_force: {_days(days)}{_mark('施行日和有效期')}"


def _days(days: dict[str, date | None]) -> str:
    return "{" + ", ".join(f"{name}: {day}" for name, day in days.items() if day) + "}"


def _parameters(draft: Draft) -> Iterator[str]:
    for one in draft.provisions:
        if not ((one.is_measure or one.items) and (one.numbers or one.opened)):
            continue
        yield f"  # {one.clause} {one.title}"
        for number in one.numbers:
            value = (
                f"{{label: {said(number.label)}, value: {number.written}, clause: {said(number.clause or one.clause)}}}"
            )
            yield f"  {number.key}: {value}{_mark(number.note)}"
        if one.opened:
            what, who = one.opened
            unit = "元/人" if one.per_person else "元"
            label = (
                f"label: {said(f'{one.title}：{what}')}, unit: {unit}, set_by: {said(who)}, clause: {said(one.clause)}"
            )
            yield f"  {opened_key(one)}: {{{label}}}{_mark('文中没有给数，由谁定、什么单位')}"


def opened_key(provision: Provision) -> str:
    """The key of the number that a provision leaves open."""
    return f"{provision.fact.rpartition('_')[2]}_standard"


def _measures(draft: Draft) -> Iterator[str]:
    for one in draft.provisions:
        if one.is_measure:
            yield from _measure(one)


def _measure(one: Provision) -> Iterator[str]:
    kind = one.guess.kind
    yield f"  {one.key}:"
    yield f"    title: {said(one.title)}"
    promise = f"{one.title}：{one.figures}" if one.figures else one.title
    yield f"    promise: {said(promise)}{_mark('改成一句自己的话，说清好处或要求')}"
    yield f"    kind: {kind}{_mark(f'{_SAID[kind]}；{one.guess.why}')}"
    if kind in _GIVES:
        yield f"    class: {one.category}{_mark('减免、奖补、权益、资质')}"
        yield f"    delivery: 申请办理{_mark('免申即享、即申即享、直补快办、申请办理、自行申报')}"
    yield f"    subject: {_list(one.subjects)}{_mark('面向谁')}"
    yield f"    clauses: {_list([one.clause, *one.items])}"
    yield f"    provisions: [{one.number}]"
    if one.since or one.until:
        yield f"    window: {_days({'from': one.since, 'until': one.until})}{_mark('办理或适用的期间')}"
    yield "    requires:"
    if one.mentioned:
        known = "、".join(f"{fact.key}（{fact.label}）" for fact in one.mentioned)
        yield f"      # 文中提到的现成要素：{known}"
    yield f"      - {one.fact}{_mark('把条文的条件写成式子，替下这个判断')}"
    if kind in CHECKED:
        yield "    complies:"
        yield f"      - {one.fact}_done{_mark('写成能核对的式子，替下这个判断')}"
    if one.amount:
        yield f"    amount: {{{one.amount[0]}: {one.amount[1]}}}{_mark('怎么算')}"
    if one.departments:
        yield f"    departments: {_list(one.departments)}"
    yield f"    not_modelled: [{_CONDITIONS}]{_mark('写成规则后删去')}"


def _tracked(draft: Draft) -> Iterator[str]:
    for one in draft.provisions:
        if one.is_measure or one.guess.kind == LEFT_OUT:
            continue
        yield f"  {one.key}:"
        yield f"    kind: {one.guess.kind}{_mark(f'{_SAID[one.guess.kind]}；{one.guess.why}')}"
        yield f"    title: {said(one.title)}"
        yield f"    clause: {said(one.clause)}"
        yield f"    provisions: [{one.number}]"
        if one.target:
            yield f"    indicator: {said(one.target.indicator)}{_mark('什么要达到')}"
            yield f'    op: "{one.target.operator}"'
            yield f"    value: {one.target.value}"
        if one.until:
            yield f"    until: {one.until}{_mark('到哪一天')}"
        if one.departments:
            yield f"    responsible: {_list(one.departments)}"


def _left_out(draft: Draft) -> Iterator[str]:
    for one in draft.provisions:
        if one.guess.kind == LEFT_OUT:
            yield f"  - provisions: [{one.number}]"
            yield f"    clause: {said(one.clause)}"
            yield f"    title: {said(one.title)}"
            yield f"    reason: {said(one.guess.why)}{_mark('真的无可核对吗')}"


def _facts(draft: Draft) -> str:
    name = draft.document.number or draft.document.title
    lines = [
        "# 起草时每个事项先用一个由人判断的要素顶替条件；条件写成式子后，把用不着的删去。",
        f"topic: {said(name)}",
        "facts:",
    ]
    for one in draft.provisions:
        if one.is_measure:
            who = one.departments[0] if one.departments else "主管部门"
            lines += _judgement(one.fact, f"{name} {one.clause}：条件是否符合", f"是否符合“{one.title}”的条件？", who)
            if one.guess.kind in CHECKED:
                label, ask = f"{name} {one.clause}：是否做到", f"“{one.title}”的要求是否做到？"
                lines += _judgement(f"{one.fact}_done", label, ask, who)
    return "\n".join(lines) + "\n"


def _judgement(key: str, label: str, ask: str, who: str) -> Iterator[str]:
    yield f"  {key}:{_mark('条件写成式子后删去')}"
    yield f"    label: {said(label)}"
    yield f"    ask: {said(ask)}"
    yield "    type: bool"
    yield f"    judgement: {said(who)}"
    yield "    cost: 3"


def _cases(draft: Draft) -> str:
    lines = [
        "# 每个事项一个符合、一个不符合、一个缺信息的案例；条件写成式子后，换成恰好够和差一点、期限头尾两天。",
    ]
    day = draft.document.in_force_from or draft.document.issued or date(2024, 1, 1)
    for one in draft.provisions:
        if one.is_measure:
            lines += _cases_of(one, one.since or day)
    return "\n".join(lines) + "\n" if lines[1:] else "[]\n"


def _cases_of(one: Provision, day: date) -> Iterator[str]:
    checked = one.guess.kind in CHECKED
    done = f"{one.fact}_done"
    open_ = [one.fact, done] if checked else [one.fact]
    yield from _case(
        one,
        day,
        "条件符合",
        f"{one.fact}: 是" + (f", {done}: 是" if checked else ""),
        "verdict: yes" + (", complies: yes" if checked else ""),
    )
    yield from _case(one, day, "条件不符合", f"{one.fact}: 否", "verdict: no")
    yield from _case(one, day, "还不知道", "", f"verdict: open, missing: [{', '.join(open_)}]")


def _case(one: Provision, day: date, name: str, facts: str, expect: str) -> Iterator[str]:
    yield f"- measure: {one.key}"
    yield f"  case: {name}{_mark('换成真的界限')}"
    yield f"  as_of: {day}"
    yield f"  facts: {{{facts}}}"
    yield f"  expect: {{{expect}}}"
    yield f"  why: {said(one.clause)}"
