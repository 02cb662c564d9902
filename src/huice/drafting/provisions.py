"""The provisions of a document, one a clause that states something, each with its guesses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from huice.corpus.knowledge import Knowledge, knowledge
from huice.corpus.knowledge.departments import responsible
from huice.corpus.knowledge.quantities import Quantity
from huice.corpus.model import Clause, Document, walk
from huice.corpus.structure import ANNEX, DATED, IMPRINT, PREAMBLE, PREFACE, SIGNATURE
from huice.drafting.keys import item_key
from huice.drafting.kinds import (
    LEFT_OUT,
    MEASURES,
    NUMBERING,
    TARGET,
    TASK,
    Guess,
    class_of,
    holds_conditions,
    is_list,
    is_open,
    kind_of,
    kind_of_list,
    left_open,
    says_force,
    subjects_of,
    title_by_force,
)
from huice.drafting.numbers import Number, amount_of, numbers_of, operator_of, written
from huice.drafting.rows import tasks_of
from huice.rules.facts import Fact
from huice.rules.figures import prints
from huice.rules.quantities import quantity

_SKIPPED = frozenset((SIGNATURE, PREFACE, PREAMBLE, DATED, IMPRINT, "标题", "文号", "主送"))
_EMPTY = re.compile(
    r"特此(?:公告|通知|通告|函告|函复)。?|联系(?:人|电话|方式)[：:][^。]*。?|附\s*件\s*[：:].*", re.DOTALL
)
"""What states nothing: closing words, a list of annexes."""

_OPENING = re.compile(r"^(?:对于?|凡是?|鼓励|支持|(?:本|上述)[一-鿿]{2,6}所称|答：|问：|其中)")
_UNNAMING = re.compile(
    r"\d{1,4}[年月.]|^(?:自|从|本|为)|按照|根据|[下上]列|以[下上]|[》）]|有效期|[一二三四五]年|最高|不超过"
)
_SHORTEST_TITLE, _LONGEST_PHRASE, _FIRST_PHRASES = 4, 18, 3
_LONGEST_TITLE = 24
_SHOWN = 4
_SHORTEST_NAME = 3
_MOST_MENTIONED = 5


@dataclass(frozen=True, slots=True)
class Target:
    """指标: what is to be reached."""

    indicator: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Provision:
    """条款事项: a clause as it would be written.

    `fact` is the judgement that stands for its conditions until they are written; `mentioned` are facts there are
    already whose names stand in its text; `items` are the paths of the clauses below it that belong to it.
    """

    number: str
    key: str
    clause: str
    title: str
    guess: Guess
    numbers: tuple[Number, ...]
    departments: tuple[str, ...]
    since: date | None
    until: date | None
    fact: str
    subjects: tuple[str, ...] = ()
    category: str = ""
    amount: tuple[str, str] | None = None
    opened: tuple[str, str] | None = None
    target: Target | None = None
    per_person: bool = False
    mentioned: tuple[Fact, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def figures(self) -> str:
        """Its figures and days in a row, for a summary in words that are not the text's."""
        days = [day.isoformat() for day in (self.since, self.until) if day]
        return "、".join([*(one.written for one in self.numbers[:_SHOWN]), *days])

    @property
    def is_measure(self) -> bool:
        """Whether it is decided, not only followed."""
        return self.guess.kind in MEASURES


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack that would be written. `skipped` are the clauses that were not drafted."""

    key: str
    document: Document
    provisions: tuple[Provision, ...]
    skipped: tuple[str, ...]

    def count(self, *kinds: str) -> int:
        """How many provisions are of some kinds."""
        return sum(one.guess.kind in kinds for one in self.provisions)


def draft(document: Document, key: str, facts: Iterable[Fact] = ()) -> Draft:
    """What can be said of each clause of a document. Pure: the same document gives the same draft.

    `facts` are those there are: where a clause names one, the draft says so.
    """
    names_of = _names_of(facts)
    stated = knowledge(document)
    own = stated.by_clause()
    clauses = list(walk(document.clauses))
    charged = responsible(stated.departments, [clause.path for clause in clauses])
    taken: set[str] = set()
    provisions: list[Provision] = []
    skipped: list[str] = []
    within: set[str] = set()
    tables = tasks_of(document)
    unread = _unread(clauses)
    for clause in clauses:
        if clause.path in within:
            continue
        if clause.path in tables and not clause.clauses:
            within |= {below.path for below in walk((clause,))}
            for row, said_of, who, name in tables[clause.path]:
                number = f"{len(provisions) + 1:02}"
                provisions.append(_row(row, said_of, who, name, f"{key}-{number}", taken))
            continue
        items = _items(clause, own)
        if _says_nothing(clause, unread) and not items:
            skipped += [clause.path] if clause.said.strip() and not clause.clauses else []
            continue
        within |= {item.path for item in items}
        names = tuple(dict.fromkeys(one.name for one in charged[clause.path]))
        number = f"{len(provisions) + 1:02}"
        one = _provision(clause, items, own, names, f"{key}-{number}", taken)
        if clause.path == PREFACE and is_open(one.guess):
            skipped.append(clause.path)
            continue
        said = "\n".join(each.said for each in (clause, *items))
        provisions.append(replace(one, mentioned=_mentioned(said, names_of)))
    return Draft(key, document, tuple(provisions), tuple(skipped))


def _items(clause: Clause, own: dict[str, Knowledge]) -> tuple[Clause, ...]:
    """The clauses below one that are items of it: all of a list of conditions, else those that decide nothing by themselves."""
    if clause.path.partition("/")[0] in _SKIPPED or not clause.clauses or not is_list(clause.said):
        return ()
    if any(child.path.rpartition("/")[2].startswith("第") for child in clause.clauses):
        return ()
    below = tuple(each for child in clause.clauses if child.heading or child.clauses for each in walk((child,)))
    if holds_conditions(clause.said):
        return below
    found = [
        each for each in below if not each.clauses and is_open(kind_of(each.said, own.get(each.path, Knowledge())))
    ]
    return tuple(found) if clause.text.strip() else ()


def _unread(clauses: list[Clause]) -> frozenset[str]:
    """The parts that are not read: the opening words too, unless all the document says itself stands there."""
    own = [one.path for one in clauses if one.path.partition("/")[0] not in _SKIPPED and not one.path.startswith(ANNEX)]
    return _SKIPPED if own else _SKIPPED - {PREFACE}


def _says_nothing(clause: Clause, unread: frozenset[str]) -> bool:
    """A heading over others, the opening words, the signature."""
    if clause.path.partition("/")[0] in unread or _EMPTY.fullmatch(clause.said.strip()):
        return True
    return not clause.said.strip() or (bool(clause.clauses) and not clause.text.strip())


def _provision(
    clause: Clause,
    items: tuple[Clause, ...],
    own: dict[str, Knowledge],
    departments: tuple[str, ...],
    id_: str,
    taken: set[str],
) -> Provision:
    stated = own.get(clause.path, Knowledge())
    said, whole = clause.said, "\n".join(one.said for one in walk((clause,)))
    guess = kind_of_list(said, stated) if items else kind_of(said, stated)
    title = title_by_force(said) if guess.kind == LEFT_OUT and says_force(guess) else _title(clause, stated)
    pack, _, number = id_.rpartition("-")
    prefix = f"p{number}"
    numbers = _numbers(clause, items, own, prefix, title)
    since, until = _window(stated, whole)
    is_benefit = guess.kind == "benefit"
    opened = left_open(said) if is_benefit else None
    return Provision(
        number=id_, key=item_key(title, taken), clause=clause.path, title=title, guess=guess, numbers=numbers,
        departments=departments, since=since, until=until, fact=f"{re.sub(r'[^a-z0-9]', '_', pack)}_{prefix}",
        subjects=subjects_of(said, guess.kind), category=class_of(said, guess),
        amount=None if opened or not is_benefit else amount_of(numbers),
        opened=opened, target=_target(stated, whole) if guess.kind == TARGET else None, per_person="每人" in said,
        items=tuple(item.path for item in items),
    )  # fmt: skip


def _row(
    row: Clause, stated: Knowledge, departments: tuple[str, ...], name: str, id_: str, taken: set[str]
) -> Provision:
    """A row of a table of tasks."""
    title = name if len(name) <= _LONGEST_TITLE else _phrase(name) or row.path
    pack, _, number = id_.rpartition("-")
    since, until = _window(stated, row.said)
    return Provision(
        number=id_, key=item_key(title, taken), clause=row.path, title=title, guess=Guess(TASK, "表中的一项任务"), numbers=(),
        departments=departments, since=since, until=until, fact=f"{re.sub(r'[^a-z0-9]', '_', pack)}_p{number}",
    )  # fmt: skip


def _numbers(
    clause: Clause, items: tuple[Clause, ...], own: dict[str, Knowledge], prefix: str, title: str
) -> tuple[Number, ...]:
    """The figures of a clause and its items, each with the clause that prints it."""
    taken: set[str] = set()
    found: list[Number] = []
    for one in (clause, *items):
        text = one.said if items else "\n".join(each.said for each in walk((one,)))
        found += numbers_of(own.get(one.path, Knowledge()).quantities, text, prefix, title, one.path, taken)
    return tuple(found)


def _names_of(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The names that are long enough to mean a fact where they stand in a text."""
    return {name: fact for fact in facts for name in (fact.label, *fact.aliases) if len(name) >= _SHORTEST_NAME}


def _mentioned(text: str, names: dict[str, Fact]) -> tuple[Fact, ...]:
    """The facts a text names, the longest name first; a name within a longer one does not count."""
    plain = "".join(text.split())
    found: list[tuple[str, Fact]] = []
    for name, fact in sorted(names.items(), key=lambda item: (-len(item[0]), item[0])):
        if name in plain and not any(name in other for other, _ in found):
            found.append((name, fact))
    return tuple({fact.key: fact for _, fact in found}.values())[:_MOST_MENTIONED]


def _title(clause: Clause, stated: Knowledge) -> str:
    """The heading where it is one; else the term it defines, the first short phrase of its text, or its figures."""
    heading = NUMBERING.sub("", clause.heading.strip()).split("。")[0].rstrip("：:；;，,").strip("（）() ")
    heading = _OPENING.sub("", heading) if heading.startswith("问") else heading
    term = next((one.term.strip("“”") for one in stated.definitions if one.kind == "定义"), "")
    if 2 <= len(heading) <= _LONGEST_TITLE:
        return heading
    if term and len(term) <= _LONGEST_TITLE:
        return f"名词：{term}"
    phrase = _phrase(clause.text)
    if phrase:
        return phrase
    figures = [written(one.value, one.unit) for one in stated.quantities[:2]]
    return f"{clause.path} {'、'.join(figures)}".rstrip()


def _phrase(text: str) -> str:
    """The first of the opening phrases of a text that may name what it is about; empty where it is too long, or speaks of days."""
    for part in re.split(r"[，。；：:;,（(\n\t《]", text.strip())[:_FIRST_PHRASES]:
        phrase = _OPENING.sub("", part).removesuffix("的").strip("“” ")
        if _SHORTEST_TITLE <= len(phrase) <= _LONGEST_PHRASE and not _UNNAMING.search(phrase):
            return phrase
    return ""


def _window(stated: Knowledge, text: str) -> tuple[date | None, date | None]:
    """The days of a clause that are printed as such; none where there are several that may be meant."""
    days = [one for one in stated.deadlines if one.kind in {"until", "from", "window"}]
    if len(days) != 1:
        return None, None
    first, last = days[0].first, days[0].last
    since = first if first and prints(text, first.isoformat()) else None
    until = last if last and prints(text, last.isoformat()) else None
    return since, until


def _target(stated: Knowledge, text: str) -> Target | None:
    """The one figure that a clause sets out to reach."""
    for one in _aimed(stated):
        said = written(one.value, one.unit)
        if quantity(said) is not None and prints(text, said) and one.measures:
            return Target(one.measures[:_LONGEST_TITLE], operator_of(one), said)
    return None


def _aimed(stated: Knowledge) -> Iterator[Quantity]:
    for aim in stated.aims:
        if aim.kind == "指标":
            yield from aim.quantities
