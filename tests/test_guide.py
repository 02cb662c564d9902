"""docs/adding-a-document.md, followed to the letter: every command runs, every block goes where it says, and the pack passes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/adding-a-document.md").read_text("utf-8")
EXAMPLES = ROOT / "docs/examples"
PACK = "documents/星河区/xingzhenggui-2024-2"
FINISHED = "[examples/xinghe](examples/xinghe)"

Step = tuple[str, str]
"""`run` with a command, `write` with a block, `finish`."""


def steps() -> Iterator[Step]:
    """What the guide says to do, in its order."""
    for found in re.finditer(r"^```yaml\n(.*?)^```$|^    (huice [^\n]*)$|" + re.escape(FINISHED), GUIDE, re.M | re.S):
        if found[1]:
            yield "write", found[1]
        elif found[2]:
            yield "run", found[2]
        else:
            yield "finish", ""


def follow(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of the guide as a person types it."""
    places = {"HUICE_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}
    words = [sys.executable, "-m", "huice.cli", *command.split()[1:]]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=120, check=False, env=os.environ | places
    )
    assert "Traceback" not in done.stderr
    return done


def write(block: str, folder: Path) -> None:
    """Put a block in place of what the draft says under the same keys; what is new goes to the end of its section."""
    first, _, body = block.partition("\n")
    path = folder / "xinghe" / first.removeprefix("# 文件：")
    text = path.read_text("utf-8")
    path.write_text(replaced_cases(text, body) if body.startswith("- ") else replaced_keys(text, body), "utf-8")


def replaced_keys(text: str, body: str) -> str:
    for section, entries in re.findall(r"^(\w+):\n((?:  .*\n)+)", body, re.M):
        for key, entry in re.findall(r"^  ([\w-]+):((?:.*\n)(?:    .*\n)*)", entries, re.M):
            old = re.compile(rf"^  {key}:.*\n(?:    .*\n)*", re.M)
            new = f"  {key}:{entry}"
            if not old.search(text):
                old, new = re.compile(rf"^{section}:\n", re.M), f"{section}:\n{new}"
            text = old.sub(new.replace("\\", r"\\"), text)
    return text


def replaced_cases(text: str, body: str) -> str:
    for measure in set(re.findall(r"^- measure: (\S+)$", body, re.M)):
        text = re.sub(rf"^- measure: {measure}\n(?:  .*\n)*", "", text, flags=re.M)
    return text + body


def test_the_guide_leads_from_the_text_to_a_pack_that_passes(tmp_path: Path) -> None:
    for path in EXAMPLES.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    done: list[tuple[str, str]] = []
    for kind, what in steps():
        if kind == "write":
            write(what, tmp_path)
        elif kind == "finish":
            shutil.rmtree(tmp_path / "xinghe")
            shutil.copytree(EXAMPLES / "xinghe", tmp_path / "xinghe")
        else:
            ran = follow(what, tmp_path)
            assert ran.returncode == 0, f"{what}\n{ran.stdout}{ran.stderr}"
            done.append((what, "".join(ran.stdout.split())))
    said = [out for command, out in done if command == "huice lint xinghe"]
    assert len(said) == 3
    assert "还有" in said[0]
    assert "还有" not in said[2]
    first, last = (out for command, out in done if command.startswith("huice assess"))
    assert "还差：招才补贴每人标准（区人力资源社会保障局）" in first
    assert "¥6,000.00" in last
    assert "标准：招才补贴每人标准3000元/人：星河区人力资源社会保障局星人社发〔2024〕9号" in last
    assert any("31个案例全部相符" in out for _, out in done)


@pytest.mark.parametrize("block", [what for kind, what in steps() if kind == "write"])
def test_every_block_stands_in_the_finished_pack(block: str) -> None:
    first, _, body = block.partition("\n")
    finished = (EXAMPLES / "xinghe" / first.removeprefix("# 文件：")).read_text("utf-8")
    for line in body.splitlines():
        assert f"{line}\n" in finished, line


def test_the_guide_tells_every_file_of_the_draft() -> None:
    for path in (f"{PACK}.yaml", f"{PACK}.cases.yaml", "facts/xingzhenggui-2024-2.yaml"):
        assert f"`{path}`" in GUIDE
