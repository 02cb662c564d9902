"""The verb that finds clauses."""

from typing import Annotated

import typer

from huice.cli.app import AsJson, app, load_library, open_store, print_json, read_day


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要找的话，或发文字号")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="最多几条")] = 10,
    region: Annotated[str, typer.Option("--region", help="地区，如 江苏")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="发文机关的名称或其中几个字")] = "",
    since: Annotated[str | None, typer.Option("--since", help="成文日期不早于，如 2023-04-01")] = None,
    until: Annotated[str | None, typer.Option("--until", help="成文日期不晚于")] = None,
    status: Annotated[str, typer.Option("--status", help="效力：施行中、未施行、已失效、已废止、不详")] = "",
    as_of: Annotated[str | None, typer.Option("--as-of", help="效力按哪一天算，默认今天")] = None,
    theme: Annotated[str, typer.Option("--theme", help="主题，如 财税")] = "",
    kind: Annotated[str, typer.Option("--kind", help="条款说的是什么，如 有期限、优惠扶持")] = "",
    audience: Annotated[str, typer.Option("--audience", help="条款说到谁，如 企业、个体工商户")] = "",
    synonyms: Annotated[bool, typer.Option("--synonyms/--no-synonyms", help="也找书面语里的说法")] = True,
    as_json: AsJson = False,
) -> None:
    """在已导入的条款里找：命中的条款、出处和原文片段，以及以它们为依据的事项。"""
    from huice.search import Filters, answer
    from huice.search.librarian import words_of

    filters = Filters(
        region=region,
        issuer=issuer,
        since=read_day(since, "--since"),
        until=read_day(until, "--until"),
        status=status,
        as_of=read_day(as_of),
        theme=theme,
        kind=kind,
        audience=audience,
    )
    words = words_of(load_library())
    found = answer(open_store(), query, limit, filters, synonyms=synonyms, words=words)
    if as_json:
        print_json(found.as_json() | {"filters": filters.as_json()})
        return
    from huice.reports.listing import print_answer

    print_answer(found)
