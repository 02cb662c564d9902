"""The portal as an application: its pages, its JSON, its errors, its limits."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from huice import __version__
from huice.problems import Problems
from huice.rules.library import Library
from huice.web import advice, api, assessment, comparison, documents, home, measures, search, track
from huice.web.site import Site

MOST_BODY = 2 * 1024 * 1024
MOST_ADDRESS = 32 * 1024
SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SAID = {
    404: "没有这一页。地址可能写错了，或者内容已经移走。",
    405: "这个地址不接受这种请求。",
    413: "提交的内容太大。企业资料不超过 2 MB；大的汇编在命令行里用 huice ingest 导入。",
    414: "地址太长。请改用上传企业资料。",
    422: "提交的内容读不懂。问题和改法列在下面。",
}


def create_app(library: Library, home_folder: Path) -> FastAPI:
    """The portal over a library and a data directory."""
    app = FastAPI(
        title="惠策 huice", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="惠企政策汇编：事项、文件、政策体检。",
    )  # fmt: skip
    app.state.site = Site(library, home_folder)
    for pages in (home, search, measures, track, documents, comparison, assessment, advice):
        app.include_router(pages.router, include_in_schema=False)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(packages=[("huice.web", "static")]), name="static")

    @app.middleware("http")
    async def guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        length = request.headers.get("content-length", "0")
        most = comparison.MOST_BODY if request.url.path == "/compare" else MOST_BODY
        if not length.isdigit() or int(length) > most or "chunked" in request.headers.get("transfer-encoding", ""):
            response: Response = _error(request, 413)
        elif len(request.scope.get("query_string", b"")) > MOST_ADDRESS:
            response = _error(request, 414)
        else:
            response = await call(request)
        response.headers.update(SAFETY)
        return response

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return _error(request, error.status_code)

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, error: RequestValidationError) -> Response:
        return _error(request, 422)

    @app.exception_handler(Problems)
    async def wrong(request: Request, error: Problems) -> Response:
        return _error(request, 422, [problem.as_json() | {"said": str(problem)} for problem in error.found])

    return app


def _error(request: Request, status: int, problems: list[dict[str, str | int]] | None = None) -> Response:
    said = _SAID.get(status, "出错了。")
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": said, "problems": problems or []}, status)
    found: Site = request.app.state.site
    return found.render("error.html", status, status=status, said=said, problems=problems or [])
