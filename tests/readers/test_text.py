"""Which bytes are read as which text, and which are refused."""

import codecs

import pytest

from huice.problems import Problems
from huice.readers import MOST_BYTES, check_size, read

TEXT = "示例市人民政府关于支持小微企业的意见\n\n一、总体要求\n为支持小微企业发展，提出如下意见。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16 bom", "utf-16-be bom", "utf-16-le", "utf-16-be", "gb18030", "gbk"],
)
def test_every_usual_encoding_reads_the_same(data: bytes) -> None:
    assert read(data, "a.txt").text == TEXT


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b" \n\r\n", "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\x89PNG\r\n", "图片"),
        (bytes(range(256)) * 20, ""),
        (b"a\x00b\x01c\x02" * 50, ""),
    ],
    ids=["empty", "blank", "pdf", "docx", "png", "binary", "control"],
)
def test_what_is_no_text_is_refused_with_its_name_and_a_remedy(data: bytes, word: str) -> None:
    with pytest.raises(Problems) as caught:
        read(data, "汇编.bin")
    (problem,) = caught.value.found
    assert problem.file == "汇编.bin"
    assert word in problem.what
    assert problem.remedy


def test_a_file_cut_inside_a_character_says_where() -> None:
    data = (TEXT * 20).encode().rstrip()
    with pytest.raises(Problems) as caught:
        read(data[:-1], "a.txt")
    (problem,) = caught.value.found
    assert problem.line == (TEXT * 20).rstrip().count("\n") + 1
    assert "断" in problem.what


def test_a_damaged_byte_says_its_line() -> None:
    data = (TEXT * 20).encode()
    at = data.index("总体".encode(), len(data) // 2)
    with pytest.raises(Problems) as caught:
        read(data[:at] + b"\xff" + data[at:], "a.txt")
    assert caught.value.found[0].line == data.count(b"\n", 0, at) + 1


def test_the_size_limit_is_inclusive() -> None:
    check_size(MOST_BYTES, "a.txt")
    with pytest.raises(Problems, match="超过 64 MB"):
        check_size(MOST_BYTES + 1, "a.txt")
