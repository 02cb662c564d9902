"""What is known of each document without its text — region, issuers, dates, theme, status — and filters over it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from huice.corpus.knowledge.status import STATES, statuses
from huice.corpus.knowledge.themes import themes
from huice.problems import Problems
from huice.search.statements import AUDIENCES, KINDS, States
from huice.store.database import Store

TITLES = {
    "region": "地区",
    "issuer": "发文机关",
    "status": "效力",
    "theme": "主题",
    "kind": "陈述类型",
    "audience": "对象",
}
"""What users call the filters that have facets."""


@dataclass(frozen=True, slots=True)
class Card:
    """A document in the catalogue; `state` is its 效力 on the day that was asked for."""

    region: str
    issuers: tuple[str, ...]
    issued: date | None
    themes: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is kept to; an empty field keeps nothing out. `as_of` is the day of `status`, today by default.

    `since` and `until` are days of 成文日期, both included. `kind` and `audience` are names of `KINDS` and `AUDIENCES`.
    """

    region: str = ""
    issuer: str = ""
    since: date | None = None
    until: date | None = None
    status: str = ""
    as_of: date | None = None
    theme: str = ""
    kind: str = ""
    audience: str = ""

    @property
    def of_documents(self) -> bool:
        """Whether any filter speaks of documents."""
        return bool(self.region or self.issuer or self.since or self.until or self.status or self.theme)

    @property
    def states(self) -> States:
        """What clauses must state. Raises Problems for a name that is none."""
        return _state("陈述类型", self.kind, KINDS) | _state("对象", self.audience, AUDIENCES)

    def as_json(self) -> dict[str, str]:
        """The filters that are set."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value
        }

    def keeps(self, card: Card) -> bool:
        """Whether a document stays."""
        return (
            (not self.region or self.region in card.region)
            and (not self.issuer or any(self.issuer in issuer for issuer in card.issuers))
            and (self.since is None or (card.issued is not None and card.issued >= self.since))
            and (self.until is None or (card.issued is not None and card.issued <= self.until))
            and (not self.status or self.status == card.state)
            and (not self.theme or self.theme in card.themes)
        )


def checked(filters: Filters) -> Filters:
    """The filters, where their words are known ones; Problems else."""
    if filters.status and filters.status not in STATES:
        raise Problems.one(f"没有效力“{filters.status}”", f"有：{'、'.join(STATES)}")
    if filters.since and filters.until and filters.since > filters.until:
        raise Problems.one("起始日期晚于截止日期", "把两个日期对调")
    assert filters.states >= 0
    return filters


def catalogue(store: Store, day: date) -> Mapping[int, Card]:
    """The cards of all documents by their row, their status that of a day; read again when the store was touched."""
    return _catalogue(store, store.stamp(), day)


@lru_cache(maxsize=4)
def _catalogue(store: Store, _: str, day: date) -> Mapping[int, Card]:
    rows = [entry.id for entry in store.entries()]
    documents = store.documents()
    states = statuses(documents, day)
    return {
        row: Card(
            document.region,
            document.issuers,
            document.issued,
            tuple(theme.name for theme in themes(document)),
            status.state,
        )
        for row, document, status in zip(rows, documents, states, strict=True)
    }


def _state(title: str, name: str, names: Mapping[States, str]) -> States:
    if not name:
        return States.NOTHING
    for state, own in names.items():
        if own == name:
            return state
    raise Problems.one(f"没有{title}“{name}”", f"有：{'、'.join(names.values())}")
