"""What the columns of a registry mean: fact keys, labels or aliases, with units, however they are spelled."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from huice.problems import Problem
from huice.registry.profile import parameter_fact
from huice.rules.facts import Fact, field_names
from huice.rules.library import Library
from huice.rules.quantities import PLAIN, Unit, unit

CODES = ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "纳税人识别号", "税号")
IDS = ("subject", "主体", "主体编号", "编号", "企业编号", "单位编号", "id")
NAMES = ("name", "名称", "企业名称", "单位名称", "公司名称", "主体名称", "姓名")
ERRORS = "错误"
"""The column a returned sheet carries; handed in again, it is not read."""

_BRACKET = re.compile(r"(.*?)[(\[](.*)[)\]]$", re.S)
_AFTER = re.compile(r"(.+?)[/:_·,;-]([^/:_·,;-]+(?:/[^/:_·,;-]+)?)$", re.S)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was understood: its `header` as written and the fact it gives, in the unit of the header."""

    header: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Headers:
    """The columns of a sheet. `subject` identifies the rows, `name` is how people call them.

    `notes` say what is not read and which was probably meant; `problems` forbid reading the sheet at all.
    """

    subject: str
    name: str
    code: bool
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    def of(self, key: str) -> tuple[Column, ...]:
        """The columns that give a fact."""
        return tuple(column for column in self.columns if column.fact.key == key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The facts that are given, in their order, each once."""
        return tuple(dict.fromkeys(column.fact.key for column in self.columns))


def spelled(text: str) -> str:
    """A header without white space, full-width signs and the marks forms put about it."""
    return re.sub(r"\s+|^[*#]+|[*#:]+$", "", unicodedata.normalize("NFKC", text)).lower()


def subject_facts(library: Library) -> dict[str, Fact]:
    """Every name of a fact or open parameter that a column may give."""
    names: dict[str, Fact] = {}
    for name, key in library.names.items():
        fact = library.facts.get(key) or parameter_fact(library.parameters[key])
        if fact.type.kind != "records":
            names.setdefault(spelled(name), fact)
    return names


def record_facts(fact: Fact) -> dict[str, Fact]:
    """Every name of a field of child records."""
    return {spelled(name): replace(fact.fields[key], key=key) for name, key in field_names(fact).items()}


def read_headers(headers: Iterable[str], names: Mapping[str, Fact], file: str, *, child: bool = False) -> Headers:
    """What each header means. `child`: the sheet holds records, of which a subject has many."""
    headers = [header for header in headers if header.strip()]
    marks = {header: _mark(header) for header in headers}
    subject = _first(headers, marks, (IDS, CODES)) or _first(headers, marks, (NAMES,))
    name = _first(headers, marks, (NAMES,))
    problems, notes, columns = [], [], []
    if not subject:
        wanted = f"加一列“{CODES[0]}”、“{IDS[2]}”或“{NAMES[2]}”"
        problems.append(Problem(file, 1, 0, "没有说明每一行是谁的列", wanted))
    for header in headers:
        if header in {subject, name} or spelled(header) == ERRORS:
            continue
        found = _column(header, names)
        if isinstance(found, Column):
            columns.append(found)
        elif found:
            problems.append(Problem(file, 1, headers.index(header) + 1, found, "改列名里的单位"))
        else:
            notes.append(_stray(header, names, "栏目" if child else "要素"))
    return Headers(subject, name, marks.get(subject, "") in CODES, tuple(columns), tuple(notes), tuple(problems))


def _mark(header: str) -> str:
    bare = spelled(header)
    match = _BRACKET.fullmatch(bare)
    return match[1] if match and bare not in {*IDS, *CODES, *NAMES} else bare


def _first(headers: Iterable[str], marks: Mapping[str, str], groups: Iterable[tuple[str, ...]]) -> str:
    found = [header for group in groups for header in headers if marks[header] in group]
    return found[0] if found else ""


def _column(header: str, names: Mapping[str, Fact]) -> Column | str:
    """The column, or what is wrong with it; empty text where no fact has that name."""
    bare = spelled(header)
    if bare in names:
        return Column(header, names[bare])
    for pattern in (_BRACKET, _AFTER):
        match = pattern.fullmatch(bare)
        if match is None or match[1] not in names:
            continue
        fact, measured = names[match[1]], _unit_said(match[2])
        if measured is None:
            return Column(header, fact)
        if fact.type.kind != "number":
            return Column(header, fact)
        if measured.dimension != fact.unit.dimension:
            return f"“{header}”：单位“{measured.text}”不对，这里要的是“{fact.unit.text or '比率'}”"
        return Column(header, replace(fact, unit=measured))
    return ""


def _unit_said(text: str) -> Unit | None:
    """The unit in a bracket (`万元`, `单位:万元`); None where it says something else (`必填`)."""
    word = text.removeprefix("单位").lstrip(":=为")
    found = unit(word) if word else None
    return None if found == PLAIN else found


def _stray(header: str, names: Mapping[str, Fact], what: str) -> str:
    near = get_close_matches(spelled(header)[:60], names, 1, 0.6)
    guess = f"是不是“{names[near[0]].label}”？" if near else ""
    return f"“{header[:60]}”这一列没有读：没有这个{what}。{guess}"
