"""Verbs on what a user adds to the library: packs of others and local standards."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huice import settings
from huice.cli.app import AsJson, _State, app, load_library, print_json
from huice.cli.help import Commands

library_app = Commands(
    name="library", help="自己的规则：加进别人写的文件包、填上本地的标准。", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(library_app)


@library_app.command()
def add(
    path: Annotated[Path, typer.Argument(help="文件包的文件夹，或一份地方标准（YAML）")], as_json: AsJson = False
) -> None:
    """检查后加进规则库，从此每个动词和网页都用它；同名的换成新的。有错时什么也不变，退出码 2。"""
    from huice.registry.additions import add as keep
    from huice.rules.selection import from_folders

    added, library = keep(path, settings.home(_State.home))
    if added.kind == "packs":
        own = from_folders(library, [path])
        counts = {"packs": len(own.packs), "measures": len(own.measures), "facts": len(own.facts)}
        said = f"{counts['packs']} 个文件，{counts['measures']} 个事项，自带 {counts['facts']} 个要素"
    else:
        own_values = [
            one for item in library.parameters.values() for one in item.standards if one.place.file == str(path)
        ]
        counts = {"standards": len(own_values)}
        said = f"{len(own_values)} 个标准，适用 {'、'.join(dict.fromkeys(one.region for one in own_values))}"
    if as_json:
        print_json({"name": added.name, "kind": added.kind, "path": str(added.path), **counts})
        return
    typer.echo(f"已加进规则库：{added.name}（{said}）。")


@library_app.command("list")
def listed(as_json: AsJson = False) -> None:
    """加进来的文件包和标准：每个标准是多少、谁定的、哪一天、适用哪里。"""
    from huice.registry.additions import additions

    home = settings.home(_State.home)
    found = additions(home)
    library = load_library() if found else None
    standards = [one for item in library.parameters.values() for one in item.standards] if library else []
    if as_json:
        rows = [{"name": one.name, "kind": one.kind, "path": str(one.path)} for one in found]
        print_json({"additions": rows, "standards": _standards_data(standards)})
        return
    if not found:
        typer.echo("还什么都没有加过。文件包和标准用 huice library add 加进来。")
        return
    from huice.reports.listing import addition_table, show_table, standard_table

    show_table(addition_table(found))
    if standards and library:
        show_table(standard_table(standards, library))


def _standards_data(standards: list[Any]) -> list[dict[str, Any]]:
    from huice.rules.values import export

    return [
        {"parameter": one.parameter, "region": one.region, "value": export(one.value), "source": one.source,
         "title": one.title, "issuer": one.issuer, "date": one.issued.isoformat(),
         "from": one.since.isoformat() if one.since else None, "until": one.until.isoformat() if one.until else None}
        for one in standards
    ]  # fmt: skip


@library_app.command()
def remove(name: Annotated[str, typer.Argument(help="名称，见 huice library list")]) -> None:
    """从规则库移走自己加的文件包或标准。"""
    from huice.registry.additions import remove as take_away

    gone = take_away(name, settings.home(_State.home))
    typer.echo(f"已移走：{gone.name}。")


@library_app.command("open")
def open_parameters(
    words: Annotated[str, typer.Argument(help="名称里有的字；不写就列出全部")] = "", as_json: AsJson = False
) -> None:
    """文件留给各地定、还没有数的参数：编号、单位、由谁定，已填的有几个标准。"""
    library = load_library()
    found = [
        item
        for item in library.parameters.values()
        if item.is_open and any(words in name for name in (item.id, item.label, item.set_by, *item.aliases))
    ]
    if as_json:
        rows = [
            {"parameter": item.id, "label": item.label, "unit": item.unit.text, "set_by": item.set_by,
             "clause": item.clause, "standards": len(item.standards)}
            for item in found
        ]  # fmt: skip
        print_json(rows)
        return
    from huice.reports.listing import open_lines

    for line in open_lines(found):
        typer.echo(line)
    typer.echo(f"共 {len(found)} 个。")
