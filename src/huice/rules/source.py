"""YAML as text with places: every scalar keeps its file, line and column, and none is interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

import yaml

from huice.problems import Problem, Problems

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(NamedTuple):
    """A file, and a line and column in it, from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it is written."""

    text: str
    place: Place


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and their nodes, in order; `keys` has the place of each key."""

    place: Place
    items: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


class Findings(list[Problem]):
    """The problems found so far; readers add to it and go on."""

    def add(self, place: Place, what: str, remedy: str = "") -> None:
        """Note one problem."""
        self.append(Problem(place.file, place.line, place.column, what, remedy))


def read(text: str, file: str) -> Node:
    """Parse YAML into nodes. Raises Problems for what is no YAML, too large, too deep, or uses anchors."""
    if len(text) > MAX_BYTES:
        raise Problems.one("文件过大", f"单个文件不超过 {MAX_BYTES // 1024 // 1024} MB", file=file)
    try:
        return _build(yaml.parse(text, Loader=_LOADER), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise Problems.one(
            f"不是合法的 YAML：{_said(error)}", "检查缩进、引号和冒号", file=file, line=line, column=column
        ) from None
    except yaml.YAMLError:
        raise Problems.one("不是合法的 YAML：有不能打印的字符", "检查是否为文本文件", file=file) from None


_WRONG = {
    "mapping values": "一行里多了一个冒号，或缩进不对",
    "',' or": "括号没有成对，或少了逗号",
    "quoted scalar": "引号没有成对",
    "'\\t'": "用了制表符缩进",
    "block": "缩进没有对齐",
    "anchor": "用了 & 或 * 开头的词，要加引号",
    "alias": "用了 & 或 * 开头的词，要加引号",
    "cannot start any token": "一个词以保留的符号开头，要加引号",
    "simple key": "一行里少了冒号",
    "':'": "一行里少了冒号",
}


def _said(error: yaml.MarkedYAMLError) -> str:
    """What the YAML parser found, by the words that its English sentences have."""
    found = (said for text in (error.problem, error.context) for words, said in _WRONG.items() if words in (text or ""))
    return next(found, "这里的写法读不懂")


def _build(events: Iterator[yaml.Event], file: str) -> Node:
    """Nodes from parser events, without recursion: depth is bounded by MAX_DEPTH, not by the stack."""
    root = Sequence(Place(file, 1, 1))
    open_nodes: list[Sequence | Mapping] = [root]
    key: list[Scalar | None] = [None]
    for event in events:
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            place = _place(event, file)
            if event.anchor:
                raise Problems.one("不支持锚点（&）", "把内容写全", file=file, line=place.line, column=place.column)
            node: Node
            if isinstance(event, yaml.ScalarEvent):
                node = Scalar(event.value, place)
            else:
                node = Sequence(place) if isinstance(event, yaml.SequenceStartEvent) else Mapping(place)
            _attach(open_nodes[-1], key, node)
            if not isinstance(node, Scalar):
                open_nodes.append(node)
                key.append(None)
                if len(open_nodes) > MAX_DEPTH:
                    raise Problems.one("嵌套过深", f"最多 {MAX_DEPTH} 层", file=file, line=place.line)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            open_nodes.pop()
            key.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise Problems.one("不支持别名（*）", "把内容写全", file=file, line=_place(event, file).line)
    return root.items[0] if root.items else Mapping(Place(file, 1, 1))


def _place(event: yaml.Event, file: str) -> Place:
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 0, 0)


def _attach(parent: Sequence | Mapping, key: list[Scalar | None], node: Node) -> None:
    """Put a node where it belongs; in a mapping, keys and values alternate."""
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    name = key[-1]
    if name is None:
        if not isinstance(node, Scalar):
            raise Problems.one("键必须是文字", file=node.place.file, line=node.place.line, column=node.place.column)
        if node.text in parent.items:
            raise Problems.one(
                f"“{node.text}”写了两次",
                "合并或改名",
                file=node.place.file,
                line=node.place.line,
                column=node.place.column,
            )
        key[-1] = node
        return
    parent.items[name.text] = node
    parent.keys[name.text] = name.place
    key[-1] = None


class Section:
    """One mapping of a pack, read key by key; what was not read is reported by `close`."""

    def __init__(self, node: Node | None, found: Findings, what: str, place: Place | None = None) -> None:
        self.found, self.what = found, what
        self.node = node if isinstance(node, Mapping) else Mapping(node.place if node else place or Place("", 0, 0))
        self.place = self.node.place
        self._read: set[str] = set()
        if node is not None and not isinstance(node, Mapping):
            found.add(node.place, f"{what}应是“键: 值”", "检查缩进")

    def get(self, key: str) -> Node | None:
        """The node at `key`, marked as read."""
        self._read.add(key)
        return self.node.items.get(key)

    def has(self, key: str) -> bool:
        """Whether `key` is written."""
        return key in self.node.items

    def place_of(self, key: str) -> Place:
        """Where the value of `key` stands (the section itself where it is missing)."""
        node = self.node.items.get(key)
        return node.place if node else self.place

    def scalar(self, key: str, *, required: bool = False) -> Scalar | None:
        """The scalar at `key`."""
        node = self.get(key)
        if node is None:
            if required:
                self.found.add(self.place, f"{self.what}缺少“{key}”", f"补上 {key}: …")
            return None
        if not isinstance(node, Scalar):
            self.found.add(node.place, f"{self.what}的“{key}”应是一个值", "不要写成列表或映射")
            return None
        return node

    def text(self, key: str, default: str = "", *, required: bool = False, among: tuple[str, ...] = ()) -> str:
        """The text at `key`, held against `among` where that is given."""
        node = self.scalar(key, required=required)
        if node is None:
            return default
        if among and node.text not in among:
            near = get_close_matches(node.text, among, 1, 0.5)
            guess = f"是不是“{near[0]}”？" if near else ""
            self.found.add(node.place, f"“{key}”不认识“{node.text}”", f"{guess}可用：{'、'.join(among)}")
            return default
        return node.text.strip()

    def flag(self, key: str) -> bool:
        """True or false at `key`; false where it is missing."""
        return self.text(key, "false", among=("true", "false")) == "true"

    def scalars(self, key: str) -> list[Scalar]:
        """A list of scalars; a single scalar counts as a list of one."""
        node = self.get(key)
        if node is None:
            return []
        items = node.items if isinstance(node, Sequence) else [node]
        kept: list[Scalar] = []
        for item in items:
            if isinstance(item, Scalar):
                kept.append(item)
            else:
                self.found.add(item.place, f"“{key}”的每一项应是一个值")
        return kept

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text.strip() for item in self.scalars(key))

    def nodes(self, key: str) -> list[Node]:
        """A list of nodes of any kind."""
        node = self.get(key)
        if node is None:
            return []
        return list(node.items) if isinstance(node, Sequence) else [node]

    def section(self, key: str) -> "Section | None":
        """The mapping at `key`, as a section."""
        node = self.get(key)
        return None if node is None else Section(node, self.found, f"{self.what}的“{key}”")

    def sections(self, key: str, what: str) -> Iterator[tuple[str, "Section"]]:
        """The named mappings below `key`."""
        node = self.get(key)
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.found.add(node.place, f"“{key}”应是“键: 值”", "检查缩进")
            return
        for name, item in node.items.items():
            yield name, Section(item, self.found, f"{what}“{name}”", node.keys[name])

    def close(self) -> None:
        """Report every key that nobody read."""
        for key, place in self.node.keys.items():
            if key not in self._read:
                near = get_close_matches(key, sorted(self._read), 1, 0.6)
                self.found.add(place, f"{self.what}不认识“{key}”", f"是不是“{near[0]}”？" if near else "删去或改正")
