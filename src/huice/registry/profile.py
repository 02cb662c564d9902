"""A profile: one subject's facts in a YAML or JSON file, by key or Chinese label."""

import re
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from huice.engine.subject import Subject
from huice.problems import Problems, refusal
from huice.readers import text
from huice.rules.facts import Fact, read_rows
from huice.rules.library import Library
from huice.rules.parameters import Parameter
from huice.rules.quantities import MONEY, unit
from huice.rules.source import MAX_BYTES, Findings, Mapping, Node, Place, Scalar, Section, Sequence, read
from huice.rules.values import ABSENT, UNKNOWN, Value, read_date, read_missing

_IN_BRACKETS = re.compile(r"(.+)[（(]([^（()）]{1,8})[)）]")
_BARE_NUMBER = re.compile(r"[-+]?[\d.,]+")
_HEAD = ("name", "名称", "as_of", "评估日", "note", "说明", "facts", "要素")
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """A subject, the day the file asks for (if any), and where it was read."""

    subject: Subject
    as_of: date | None = None
    file: str = ""


def read_profile(path: Path, library: Library) -> Profile:
    """Read a profile. Raises Problems with everything that is wrong, each at its place."""
    return parse_profile(read_text(path), str(path), library)


def read_text(path: Path) -> str:
    """The text of a profile's file. Raises Problems where it can't be read, is too large or no text."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Problems.one(f"读不了文件：{refusal(error)}", "检查路径和权限", file=str(path)) from None
    return decode_profile(data, str(path))


def decode_profile(data: bytes, file: str) -> str:
    """The text of a profile: UTF-8, UTF-16 or GB18030. Raises Problems where it is too large or no text."""
    if len(data) > MAX_BYTES:
        raise Problems.one("文件过大，不像是一份企业资料", f"不超过 {MAX_BYTES // 1024 // 1024} MB", file=file)
    if not data.strip():
        raise Problems.one("文件是空的", "写成“要素: 值”，一行一个；样子见 huice sample", file=file)
    try:
        return text.read(data, file).text
    except Problems:
        raise Problems.one("不是文本文件", "用 YAML 写，另存为 UTF-8", file=file) from None


def parse_profile(written: str, file: str, library: Library) -> Profile:
    """A profile from its text. Raises Problems."""
    node = read(written, file)
    found = Findings()
    if not isinstance(node, Mapping) or not node.items:
        raise Problems.one("文件里没有要素", "写成“要素: 值”，一行一个；样子见 huice sample", file=file, line=1)
    head = Section(
        Mapping(node.place, {k: v for k, v in node.items.items() if k in _HEAD}, node.keys), found, "企业资料"
    )
    name = head.text("name") or head.text("名称") or Path(file).stem
    if len(name) > MAX_NAME:
        found.add(head.place_of("name"), f"名称过长（{len(name)} 字）", f"最多 {MAX_NAME} 字")
    day = read_date(said) if (said := head.text("as_of") or head.text("评估日")) else None
    if isinstance(day, str):
        found.add(head.place_of("as_of"), day)
        day = None
    body = head.get("facts") or head.get("要素")
    if body is None:
        body = Mapping(node.place, {k: v for k, v in node.items.items() if k not in _HEAD}, node.keys)
    elif stray := [key for key in node.items if key not in _HEAD]:
        found.add(node.keys[stray[0]], f"“{stray[0]}”不在 facts 下面", "缩进到 facts 里")
    facts = read_facts_of(body, library, found)
    if found:
        raise Problems(found)
    return Profile(Subject(name, facts), day, file)


def read_facts_of(node: Node, library: Library, found: Findings, pack: str = "") -> dict[str, Value]:
    """Facts and open parameters from a mapping; `pack` settles names that several packs use."""
    if not isinstance(node, Mapping):
        found.add(node.place, "facts 应是“要素: 值”", "检查缩进")
        return {}
    values: dict[str, Value] = {}
    for name, item in node.items.items():
        word, measured = _unit_of(name, library)
        key = _resolve(word, node.keys[name], library, found, pack)
        if key is None:
            continue
        if key in values:
            found.add(node.keys[name], f"“{name}”说了两次", "同一要素只写一次")
        values[key] = _value(key, _measured(item, measured), library, found)
    return {key: value for key, value in values.items() if value is not UNKNOWN}


def _unit_of(name: str, library: Library) -> tuple[str, str]:
    """A name and the unit that stands in brackets at its end: 月销售额（万元）. A name of the library stays as it is."""
    word = name.strip()
    match = _IN_BRACKETS.fullmatch(word)
    if match is None or word in library.names or unit(match[2]) is None:
        return word, ""
    return match[1].strip(), match[2]


def _measured(node: Node, measured: str) -> Node:
    """A bare number with the unit that its name carries."""
    if not measured or not isinstance(node, Scalar) or not _BARE_NUMBER.fullmatch(node.text.strip()):
        return node
    return replace(node, text=f"{node.text.strip()} {measured}")


def _resolve(name: str, place: Place, library: Library, found: Findings, pack: str) -> str | None:
    """The fact or open parameter a name stands for."""
    word = name.strip()
    own = library.packs[pack].parameters.get(word) if pack else None
    if own is not None and own.is_open:
        return own.id
    if word in library.names:
        return library.names[word]
    if word in library.ambiguous:
        ids = library.ambiguous[word]
        inside = [id_ for id_ in ids if id_.startswith(f"{pack}/")]
        if len(inside) == 1:
            return inside[0]
        found.add(place, f"“{word}”有几种意思", f"写全：{'、'.join(ids)}")
        return None
    if word in {item.id for item in library.parameters.values()} or word in (
        library.packs[pack].parameters if pack else {}
    ):
        found.add(place, f"“{word}”是文件定下的数，不由企业填写", "删去这一行")
        return None
    near = get_close_matches(word[:60], library.names, 1, 0.55)
    guess = f"是不是“{near[0]}”？" if near else "要素名称见 huice facts"
    found.add(place, f"没有“{word[:60]}”这个要素", guess)
    return None


def _value(key: str, node: Node, library: Library, found: Findings) -> Value:
    fact = library.facts.get(key)
    if fact is not None and fact.type.kind == "records":
        return _records(fact, node, found)
    if not isinstance(node, Scalar):
        if isinstance(node, Sequence) and not node.items:
            return ABSENT
        found.add(node.place, f"“{key}”应是一个值", "不要写成列表或映射")
        return UNKNOWN
    value, wrong = fact.parse(node.text) if fact is not None else parse_parameter(library.parameters[key], node.text)
    if wrong:
        label = fact.label if fact is not None else library.parameters[key].label
        unit = fact.unit if fact is not None else library.parameters[key].unit
        hint = "金额可带单位，如 30 万元" if unit.dimension == MONEY else ""
        found.add(node.place, f"{label}：{wrong}", hint)
    return value


def _records(fact: Fact, node: Node, found: Findings) -> Value:
    if isinstance(node, Scalar):
        missing = read_missing(node.text)
        if missing is not None:
            return missing
        if node.text.strip() in {"无", "没有", "[]"}:
            return ()
    return read_rows(fact, node, found)


def parse_parameter(parameter: Parameter, text: str) -> tuple[Value, str]:
    """A number that the text leaves open, as somebody gives it, and what is wrong with it."""
    return parameter_fact(parameter).parse(text)


def parameter_fact(parameter: Parameter) -> Fact:
    """An open parameter as something that can be asked: answered by the same rules as a fact."""
    return Fact(parameter.id, parameter.label, "", parameter.type, parameter.unit)
