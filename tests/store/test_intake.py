"""Files into a store: one by one, each with its outcome, and on from where a killed run stopped."""

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from huice.problems import Problems
from huice.store import Store
from huice.store.intake import Outcome, intake, read_all, sources

NOTICE = "示例市关于第{0}项补助的通知\n示财〔2024〕{0}号\n各单位：\n一、补助标准为{0}万元。\n二、按季申报。\n示例市财政局\n2024年5月1日\n"
MANY = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "季度汇编"
    (made / "市级").mkdir(parents=True)
    (made / "1.txt").write_text(NOTICE.format(1), "utf-8")
    (made / "市级" / "2.txt").write_bytes(NOTICE.format(2).encode("gb18030"))
    (made / "坏的.txt").write_bytes(b"\x00\x01\x02" * 50)
    (made / "图.png").write_bytes(b"\x89PNG")
    (made / ".隐藏.txt").write_text("不读", "utf-8")
    return made


def run(store: Store, path: Path) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in intake(store, sources(path))}


def test_a_bad_file_does_not_stop_the_rest(folder: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    outcomes = run(store, folder)
    assert set(outcomes) == {"1.txt", "市级/2.txt", "坏的.txt"}
    assert outcomes["坏的.txt"].problems[0].file == "坏的.txt"
    assert [document.number for document in store.documents()] == ["示财〔2024〕1号", "示财〔2024〕2号"]
    assert [document.number for document in outcomes["市级/2.txt"].documents(store)] == ["示财〔2024〕2号"]


def test_what_was_read_is_not_read_again_and_what_changed_is(folder: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    run(store, folder)
    again = run(store, folder)
    assert all(outcome.counts.added == outcome.counts.changed == 0 for outcome in again.values())
    assert again["1.txt"].counts.unchanged == 1
    (folder / "1.txt").write_text(NOTICE.format(1).replace("按季", "按月"), "utf-8")
    assert run(store, folder)["1.txt"].counts.changed == 1
    assert store.clause("示财〔2024〕1号", "二").text == "按月申报。"


def test_an_archive_reads_like_the_folder(folder: Path, tmp_path: Path) -> None:
    one, other = Store(tmp_path / "a"), Store(tmp_path / "b")
    run(one, folder)
    run(other, packed(folder))
    assert one.documents() == other.documents()


def test_a_folder_without_a_readable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    with pytest.raises(Problems):
        sources(tmp_path)


def test_reading_for_a_comparison_tells_of_every_bad_file(folder: Path) -> None:
    (folder / "也坏.txt").write_text("没有标题的一句话。", "utf-8")
    with pytest.raises(Problems) as caught:
        read_all(folder)
    assert {problem.file for problem in caught.value.found} == {"坏的.txt", "也坏.txt"}


def packed(folder: Path) -> Path:
    """The files of a folder in an archive beside it."""
    made = folder.with_suffix(".zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*.txt")):
            archive.write(path, path.relative_to(folder).as_posix())
    return made


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_run_that_was_killed_goes_on(tmp_path: Path, form: str, options: tuple[str, ...]) -> None:
    """Killed twice, then let finish: what is stored, and what the last run says, is as of a run nobody killed."""
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(1, MANY + 1):
        (folder / f"{at:03}.txt").write_text(NOTICE.format(at), "utf-8")
    path = packed(folder) if form == "zip" else folder
    home = tmp_path / "home"
    command = [sys.executable, "-m", "huice.cli", "--home", str(home), "ingest", str(path), *options]
    kept: list[int] = []
    for enough in (20, 90):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(1200):
            if running.poll() is not None or ((home / "huice.db").exists() and len(stored(home)) > enough):
                break
            time.sleep(0.02)
        running.kill()
        said, _ = running.communicate()
        kept.append(len(stored(home)))
        assert running.returncode == -signal.SIGKILL, "it was done before it could be killed"
        assert said == b"", "half an answer"
    assert 20 < kept[0] < kept[1] < MANY
    done = subprocess.run(command, capture_output=True, check=True)
    if options:
        told = json.loads(done.stdout)
        assert [one["unchanged"] for one in told["files"]] == [1] * kept[1] + [0] * (MANY - kept[1])
        assert [one["number"] for one in told["documents"]] == [f"示财〔2024〕{at}号" for at in range(1, MANY + 1)]
    else:
        assert f"{MANY} 个文件，{MANY} 个导入，0 个没有。" in done.stdout.decode()
    whole = Store(tmp_path / "whole")
    assert sum(one.counts.added for one in run(whole, path).values()) == MANY
    assert Store(home).documents() == whole.documents()


def stored(home: Path) -> tuple[object, ...]:
    try:
        return Store(home).entries()
    except Problems:
        return ()
