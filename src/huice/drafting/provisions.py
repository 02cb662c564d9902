"""The provisions of a document, one a clause that states something, each with its guesses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from huice.corpus.knowledge import Knowledge, knowledge
from huice.corpus.knowledge.departments import responsible
from huice.corpus.knowledge.quantities import Quantity
from huice.corpus.model import Clause, Document, walk
from huice.corpus.structure import SIGNATURE
from huice.drafting.keys import item_key
from huice.drafting.kinds import (
    MEASURES,
    TARGET,
    Guess,
    class_of,
    kind_of,
    left_open,
    subjects_of,
)
from huice.drafting.numbers import Number, amount_of, numbers_of, operator_of, written
from huice.rules.facts import Fact
from huice.rules.figures import prints
from huice.rules.quantities import quantity

_SKIPPED = {SIGNATURE, "前言", "引言", "题注", "标题", "文号", "主送"}
_NUMBERING = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[章节条款项]|[（(]?[一二三四五六七八九十\d]+[）)、.．])\s*")
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
    already whose names stand in its text.
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
    for clause in clauses:
        if _says_nothing(clause):
            skipped += [clause.path] if clause.said.strip() and not clause.clauses else []
            continue
        names = tuple(dict.fromkeys(one.name for one in charged[clause.path]))
        number = f"{len(provisions) + 1:02}"
        one = _provision(clause, own.get(clause.path, Knowledge()), names, f"{key}-{number}", taken)
        provisions.append(replace(one, mentioned=_mentioned(clause.said, names_of)))
    return Draft(key, document, tuple(provisions), tuple(skipped))


def _says_nothing(clause: Clause) -> bool:
    """A heading over others, the opening words, the signature."""
    if clause.path.partition("/")[0] in _SKIPPED:
        return True
    return not clause.said.strip() or (bool(clause.clauses) and not clause.text.strip())


def _provision(clause: Clause, stated: Knowledge, departments: tuple[str, ...], id_: str, taken: set[str]) -> Provision:
    said, whole = clause.said, "\n".join(one.said for one in walk((clause,)))
    guess = kind_of(said, stated)
    title = _title(clause, stated)
    pack, _, number = id_.rpartition("-")
    prefix = f"p{number}"
    numbers = numbers_of(stated.quantities, whole, prefix, title)
    since, until = _window(stated, whole)
    is_benefit = guess.kind == "benefit"
    opened = left_open(said) if is_benefit else None
    return Provision(
        number=id_, key=item_key(title, taken), clause=clause.path, title=title, guess=guess, numbers=numbers,
        departments=departments, since=since, until=until, fact=f"{re.sub(r'[^a-z0-9]', '_', pack)}_{prefix}",
        subjects=subjects_of(said, guess.kind), category=class_of(said),
        amount=None if opened or not is_benefit else amount_of(numbers),
        opened=opened, target=_target(stated, whole) if guess.kind == TARGET else None, per_person="每人" in said,
    )  # fmt: skip


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
    """The heading where it is one; else what the clause is about, in figures."""
    heading = _NUMBERING.sub("", clause.heading.strip()).split("。")[0].rstrip("：:；;，,")
    term = next((one.term.strip("“”") for one in stated.definitions if one.kind == "定义"), "")
    if 2 <= len(heading) <= _LONGEST_TITLE:
        return heading
    if term and len(term) <= _LONGEST_TITLE:
        return f"名词：{term}"
    figures = [written(one.value, one.unit) for one in stated.quantities[:2]]
    return f"{clause.path} {'、'.join(figures)}".rstrip()


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
