"""The repository keeps its promises: documented verbs, a guide that works, a whole wheel, no sentence of the sources."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer.main

from huice.cli import app
from huice.rules.library import Library, load, shipped
from tests.shared_material import shared_path
from tests.test_cli import huice

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")


def _options() -> dict[str, list[str]]:
    """Every verb with its options."""
    commands = typer.main.get_group(app).commands
    return {
        name: [opt for item in command.params for opt in item.opts if opt.startswith("--")]
        for name, command in commands.items()
    }


@pytest.mark.parametrize("readme", READMES)
def test_every_verb_and_option_is_documented(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    missing = [verb for verb in _options() if f"huice {verb}" not in text]
    missing += [
        f"{verb} {opt}" for verb, opts in _options().items() for opt in opts if opt not in text and opt != "--help"
    ]
    assert not missing


@pytest.mark.parametrize("readme", READMES)
def test_links_and_make_targets_exist(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link
    made = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^    make (\w+)", text, re.M):
        assert re.search(rf"^{target}:", made, re.M)


def test_an_added_pack_with_an_error_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "document: {number: 甲, title: 乙, region: 江苏}\nmeasures: {a: {title: 丙}}\n", "utf-8"
    )
    done = huice("lint", "--library", str(tmp_path), home=tmp_path)
    assert done.returncode == 1
    assert "mine.yaml:2" in done.stderr


def test_the_wheel_carries_data_pages_and_migrations(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(tmp_path), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    for path in [
        *shipped().rglob("*.yaml"),
        *(shipped().parent / "web").rglob("*.html"),
        *(shipped().parent / "web/static").iterdir(),
    ]:
        assert f"huice/{path.relative_to(shipped().parent).as_posix()}" in names
    assert any("migrations" in name and name.endswith(".py") for name in names)


def test_no_sentence_of_the_sources_is_here() -> None:
    tool = shared_path("tools/source_sentences.py")
    done = subprocess.run([sys.executable, str(tool), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_the_library_loads_the_same_from_anywhere(library: Library, tmp_path: Path) -> None:
    assert load(shipped(), cache=tmp_path).digest == library.digest
