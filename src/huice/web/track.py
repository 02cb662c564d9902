"""What the documents set out to do: targets, tasks and requirements, by when, by whom, by which clause."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huice.engine.findings import Citation
from huice.reports.records import KINDS, goal, record
from huice.reports.wording import brief
from huice.rules.library import Library
from huice.rules.packs import Pack
from huice.rules.tracked import Tracked
from huice.web.facets import Filter, facets, left
from huice.web.site import site

router = APIRouter()
FOLLOWED = ("target", "task", "requirement")
PER_PAGE = 100
_NO_DAY = "没有写"


class Entry(NamedTuple):
    """A tracked provision and the pack it is of."""

    item: Tracked
    pack: Pack

    @property
    def cite(self) -> Citation:
        """Where it is written."""
        return Citation(self.pack.source.number or self.pack.source.title, self.item.clause, self.pack.key)

    @property
    def goal(self) -> str:
        """The target in words; empty where there is none."""
        return goal(self.item)


def entries(library: Library) -> list[Entry]:
    """What is followed, what is due first before the rest."""
    found = [Entry(item, pack) for pack in library.packs.values() for item in pack.tracked if item.kind in FOLLOWED]
    return sorted(found, key=lambda one: (one.item.until or date.max, FOLLOWED.index(one.item.kind)))


def filters(library: Library) -> dict[str, Filter[Entry]]:
    """What the page is filtered by."""
    documents = {key: brief(pack.source.number or pack.source.title) for key, pack in library.packs.items()}
    return {
        "kind": Filter("类别", lambda one: (one.item.kind,), KINDS),
        "due": Filter("截止", lambda one: (str(one.item.until.year) if one.item.until else _NO_DAY,)),
        "responsible": Filter("责任单位", lambda one: one.item.responsible, most=20),
        "document": Filter("文件", lambda one: (one.pack.key,), documents),
    }


@router.get("/track")
def track(request: Request, q: str = "", page: int = 1) -> HTMLResponse:
    """The page, narrowed by filters that stand in the address."""
    found = site(request)
    offered, words = filters(found.library), q.strip()[:200]
    picked = {name: request.query_params[name] for name in offered if request.query_params.get(name)}
    every = entries(found.library)
    speaking = [one for one in every if any(words in said for said in (one.item.title, *one.item.responsible))]
    seen = left(speaking, offered, picked)
    last = max(1, -(-len(seen) // PER_PAGE))
    at = min(max(page, 1), last)

    def address(number: int) -> str:
        return f"/track?{urlencode(picked | ({'q': words} if words else {}) | {'page': str(number)})}"

    return found.render(
        "track.html", seen=len(seen), total=len(every), shown=seen[(at - 1) * PER_PAGE : at * PER_PAGE],
        facets=facets("/track", speaking, offered, picked, words), picked=picked, words=words, kinds=KINDS,
        page=at, last=last, address=address,
    )  # fmt: skip


def track_data(library: Library, picked: dict[str, str]) -> list[dict[str, object]]:
    """The same as JSON objects: those that the filters leave."""
    offered = filters(library)
    wanted = {name: value for name, value in picked.items() if name in offered and value}
    return [record(one.item, one.pack) for one in left(entries(library), offered, wanted)]
