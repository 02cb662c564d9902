"""The command line itself: the options before the verb, and how input and output are told."""

import gc
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huice import settings
from huice.cli.help import Commands
from huice.problems import Problem, Problems, refusal

if TYPE_CHECKING:
    from huice.rules.library import Library
    from huice.store import Store

app = Commands(
    name="huice",
    help="惠策：让惠企政策汇编可以引用、可以计算。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Home = Annotated[Path | None, typer.Option("--home", help="数据目录（默认按系统惯例，或 HUICE_HOME）")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
LibraryFolder = Annotated[
    list[Path] | None, typer.Option("--library", help="另外的文件包文件夹或地方标准文件，可多次给出")
]


class _State:
    """What the options before the verb said."""

    home: Path | None = None


@app.callback()
def _root(home: Home = None) -> None:
    _State.home = home


def load_library(folders: list[Path] | None = None) -> "Library":
    """The shipped library, what was added to it, and any further folders or files of standards; from the compiled cache
    where it is there.
    """
    from huice.registry.additions import load_with

    gc.disable()
    library = load_with(settings.home(_State.home), folders or (), settings.cache())
    gc.freeze()  # it lives as long as the process: looking through it again and again costs a third of a short one
    gc.enable()
    return library


def open_store() -> "Store":
    """The store in the data directory."""
    from huice.store import Store

    return Store(settings.home(_State.home))


def print_json(value: Any) -> None:
    """JSON on standard output, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_problems(found: list[Problem], *, as_json: bool = False) -> None:
    """Each problem on a line of its own, on standard error; as JSON on standard output."""
    if as_json:
        print_json({"problems": [problem.as_json() for problem in found]})
        return
    for problem in found:
        typer.echo(str(problem), err=True)


def read_day(text: str | None, option: str = "--as-of") -> date | None:
    """The day of an option. Raises Problems."""
    from huice.rules.values import read_date

    day = read_date(text) if text else None
    if isinstance(day, str):
        raise Problems.one(day.partition("，写成")[0], f"写成 {option} 2023-06-30")
    return day


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8, whole or not at all. Raises Problems."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, in a folder made where there is none. Raises Problems."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise Problems.one(f"写不了文件：{refusal(error)}", "检查路径和权限", file=str(path)) from None
