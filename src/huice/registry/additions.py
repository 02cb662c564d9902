"""What a user has added to the library: packs (folders) and local standards (files), kept in the data folder."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from huice.problems import Problem, Problems, refusal
from huice.rules.library import Library, load, shipped
from huice.rules.source import Mapping, read

FOLDER = "library"
_MOST_FILES = 2_000
_REMEDY = "改好后重新 huice library add，或 huice library remove {}"


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that was added: a pack folder or a file of standards, by name, and where it is kept."""

    name: str
    kind: Literal["packs", "standards"]
    path: Path


def additions(home: Path) -> tuple[Addition, ...]:
    """What was added in a data folder, by name."""
    root = home / FOLDER
    packs = (path for path in (root / "packs").glob("*") if path.is_dir() and not path.name.startswith("."))
    found = [Addition(path.name, "packs", path) for path in packs]
    found += [Addition(path.stem, "standards", path) for path in (root / "standards").glob("*.yaml")]
    return tuple(sorted(found, key=lambda one: (one.kind, one.name)))


def load_with(home: Path, folders: Iterable[Path] = (), cache: Path | None = None) -> Library:
    """The shipped library, what was added, and further folders. Raises Problems, which name an addition at fault."""
    added = additions(home)
    try:
        return load(shipped(), *(one.path for one in added), *folders, cache=cache)
    except Problems as wrong:
        faulty = [one for one in added if any(_lies_in(problem.file, one.path) for problem in wrong.found)]
        told = [
            Problem(str(one.path), 0, 0, f"加进规则库的“{one.name}”通不过检查", _REMEDY.format(one.name))
            for one in faulty
        ]
        raise Problems([*wrong.found, *told]) from None


def _lies_in(file: str, path: Path) -> bool:
    return bool(file) and (Path(file) == path or path in Path(file).parents)


def add(path: Path, home: Path) -> tuple[Addition, Library]:
    """Check a pack folder or a file of standards with all that is there, and keep it; one of the same name is replaced.

    Returns it and the library with it. Raises Problems; then nothing has changed.
    """
    kind: Literal["packs", "standards"] = "packs" if path.is_dir() else "standards"
    if kind == "packs" and not any(path.glob("documents/**/*.yaml")):
        raise Problems.one("这个文件夹里没有文件包", "文件包在 documents/<地区>/<键>.yaml", file=str(path))
    if kind == "standards":
        _refuse_other(path)
    name = path.resolve().name if kind == "packs" else path.stem
    kept = home / FOLDER / kind / (name if kind == "packs" else f"{name}.yaml")
    others = [one for one in additions(home) if one.path != kept]
    clash = next((one for one in others if one.name == name), None)
    if clash is not None:
        raise Problems.one(f"已加过另一个叫“{name}”的", "改名，或先移走那一个", file=str(path))
    library = load(shipped(), *(one.path for one in others), path)
    _keep(path, kept)
    return Addition(name, kind, kept), library


def _refuse_other(path: Path) -> None:
    """Raise Problems where a file is no file of standards."""
    try:
        root = read(path.read_text("utf-8"), str(path))
    except OSError as error:
        raise Problems.one(f"读不了：{refusal(error)}", "检查路径和权限", file=str(path)) from None
    except UnicodeDecodeError:
        raise Problems.one("不是 UTF-8 文本", "另存为 UTF-8", file=str(path)) from None
    if not isinstance(root, Mapping) or "standards" not in root.items:
        what, remedy = "这不是一份地方标准", "标准的文件以 standards: 开头；文件包要给整个文件夹"
        raise Problems.one(what, remedy, file=str(path), line=1)


def _keep(path: Path, kept: Path) -> None:
    """Copy beside, then into place: an addition is there whole or not at all."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=kept.parent) as beside:
            copy = Path(beside) / kept.name
            if path.is_dir():
                _copy_pack(path, copy)
            else:
                shutil.copyfile(path, copy)
            if kept.is_dir():
                kept.replace(Path(beside) / "old")
            copy.replace(kept)
    except OSError as error:
        raise Problems.one(f"写不了文件：{refusal(error)}", "检查路径和权限", file=str(kept)) from None


def _copy_pack(path: Path, copy: Path) -> None:
    """The YAML files of a pack; whatever else lies in the folder stays where it is."""
    files = sorted(path.rglob("*.yaml"))
    if len(files) > _MOST_FILES:
        raise Problems.one(f"文件夹里有 {len(files)} 个 YAML 文件", f"最多 {_MOST_FILES} 个", file=str(path))
    for file in files:
        to = copy / file.relative_to(path)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, to)


def remove(name: str, home: Path) -> Addition:
    """Take an addition away. Raises Problems where there is none of that name."""
    found = next((one for one in additions(home) if one.name == name), None)
    if found is None:
        there = "、".join(one.name for one in additions(home))
        raise Problems.one(f"没有加过“{name}”", f"加过的：{there}" if there else "还什么都没有加过")
    try:
        shutil.rmtree(found.path) if found.path.is_dir() else found.path.unlink()
    except OSError as error:
        raise Problems.one(f"移不走：{refusal(error)}", "检查权限", file=str(found.path)) from None
    return found
