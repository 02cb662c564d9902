"""The page that compares: two stored documents, or two editions as files."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from huice.corpus import Comparison, Document, compare, read_edition
from huice.corpus.comparison import compare_versions
from huice.problems import Problems
from huice.registry.impact import impact
from huice.reports import comparison as words
from huice.web.site import Site, site

router = APIRouter()
MOST_BODY = 32 * 1024 * 1024
"""How many bytes two editions may have together."""


@router.get("/compare")
def chosen(request: Request, a: str = "", b: str = "") -> HTMLResponse:
    """Two stored documents side by side, or the form to choose."""
    found = site(request)
    if not (a and b):
        return _page(found)
    old, new = (found.store().document(name) for name in (a, b))
    return _page(found, compare_versions(old, new), (old.number or old.title, new.number or new.title), (a, b))


@router.post("/compare")
async def uploaded(request: Request) -> HTMLResponse:
    """Two files, or one against what is stored."""
    found = site(request)
    async with request.form(max_files=2, max_part_size=MOST_BODY) as form:
        files = [form.get("before"), form.get("after")]
        before, after = [await _read(file) for file in files]
    if after is None:
        raise Problems.one("没有选新的一版", "选一个文件：txt、md、html、docx 或 pdf")
    old = list(_documents(before)) if before else list(found.store().documents())
    names = before[0] if before else "已导入的文件", after[0]
    return _page(found, compare(old, list(_documents(after))), names)


async def _read(file: UploadFile | str | None) -> tuple[str, bytes] | None:
    """Name and bytes of a file that was sent; None where none was chosen."""
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return file.filename, await file.read()


def _documents(file: tuple[str, bytes]) -> tuple[Document, ...]:
    name, data = file
    return read_edition(data, name).documents


def _page(
    found: Site,
    comparison: Comparison | None = None,
    names: tuple[str, str] = ("", ""),
    chosen: tuple[str, str] = ("", ""),
) -> HTMLResponse:
    return found.render(
        "compare.html",
        comparison=comparison,
        names=names,
        touched=impact(found.library, comparison) if comparison else (),
        documents=found.documents(),
        words=words,
        chosen=chosen,
    )
