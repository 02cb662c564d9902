"""Zip archives: every member read, or said why not."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping

import pytest

from huice.problems import Problems
from huice.readers import archive
from huice.readers.archive import members
from tests.readers.rendering_docx import zipped


def outcomes(data: bytes) -> dict[str, bytes | str]:
    """By path, the bytes or what was said."""
    return {path: said if isinstance(said, bytes) else said.found[0].what for path, said in members(data, "a.zip")}


def renamed(files: Mapping[bytes, bytes]) -> bytes:
    """An archive whose names are these bytes, as makers write them who know no Unicode flag."""
    data = zipped({f"{at:0{len(name)}d}": content for at, (name, content) in enumerate(files.items())})
    for at, name in enumerate(files):
        data = data.replace(f"{at:0{len(name)}d}".encode(), name)
    return data


def test_members_come_in_order_and_what_systems_leave_behind_is_passed_over() -> None:
    files = {"乙/甲.txt": b"1", "__MACOSX/._a": b"", "b/": b"", "b/.DS_Store": b"", "b/Thumbs.db": b"", "b/c.txt": b"2"}
    assert outcomes(zipped(files)) == {"乙/甲.txt": b"1", "b/c.txt": b"2"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_are_not_marked_as_unicode_are_read_as_what_they_are(encoding: str) -> None:
    assert outcomes(renamed({"惠企政策汇编.txt".encode(encoding): b"1"})) == {"惠企政策汇编.txt": b"1"}


@pytest.mark.parametrize("path", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "C:/a.txt", "..\\a.txt", "\\a.txt"])
def test_paths_that_lead_outside_are_not_read(path: str) -> None:
    said = outcomes(zipped({path: b"1", "b.txt": b"2"}))
    assert said["b.txt"] == b"2"
    assert "之外" in str(said[path])


def test_an_archive_in_an_archive_is_not_opened() -> None:
    assert "压缩包里又有压缩包" in str(outcomes(zipped({"甲.zip": zipped({"a": b"1"})}))["甲.zip"])


def test_members_with_one_name_are_both_kept() -> None:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as made:
        warnings.simplefilter("ignore")
        made.writestr("a.txt", b"1")
        made.writestr("a.txt", b"2")
    assert list(members(target.getvalue(), "a.zip")) == [("a.txt", b"1"), ("a.txt", b"2")]


def test_an_encrypted_member_is_said_to_be() -> None:
    data = bytearray(zipped({"a.txt": b"1"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    assert "密码" in str(outcomes(bytes(data))["a.txt"])


def test_a_bomb_is_not_unpacked_whatever_its_header_says() -> None:
    data = bytearray(zipped({"a.txt": b"\0" * 20_000_000, "b.txt": b"2"}))
    said = outcomes(bytes(data))
    assert ("压缩比" in str(said["a.txt"]), said["b.txt"]) == (True, b"2")
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 100)
    assert isinstance(outcomes(bytes(data))["a.txt"], str)


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TOTAL", 10)
    said = outcomes(zipped({"a": b"1" * 10, "b": b"2"}))
    assert (said["a"], "一共超过" in str(said["b"])) == (b"1" * 10, True)


def test_a_damaged_member_does_not_hide_the_others() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("a.txt", b"first")
        made.writestr("b.txt", b"2")
    said = outcomes(target.getvalue().replace(b"first", b"third"))
    assert ("损坏" in str(said["a.txt"]), said["b.txt"]) == (True, b"2")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04", "损坏"),
        (zipped({"a.txt": b"1"})[:-30], "损坏"),
        (zipped({}), "没有文件"),
        (zipped({"a/": b""}), "没有文件"),
        (zipped({f"{at}.txt": b"" for at in range(2001)}), "超过"),
        (b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 9, 9, 60_000_000, 0, 0), "太多"),
    ],
    ids=["damaged", "cut", "empty", "folders", "many", "directory"],
)
def test_an_archive_that_cannot_be_read_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(Problems) as caught:
        list(members(data, "a.zip"))
    (problem,) = caught.value.found
    assert (word in problem.what, bool(problem.remedy)) == (True, True)
