"""Chinese in a terminal: no line too wide, none that opens with a closing mark, nothing lost."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding

from huice.reports.prose import Prose


def lines(text: str, width: int) -> list[str]:
    """The lines of a text as a terminal of so many columns shows them."""
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(Padding(Prose(text), 0))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_space_is_no_better_place_to_break_than_another() -> None:
    first, *_ = lines("国家发展改革委 国家能源局关于加快推进充电基础设施建设的实施意见", 30)
    assert first == "国家发展改革委 国家能源局关于"


def test_marks_and_numbers_stay_with_what_they_belong_to() -> None:
    assert lines("一二三四五，六", 10) == ["一二三四", "五，六"]
    assert lines("一二三（四）五", 10) == ["一二三", "（四）五"]
    assert lines("不超过 1,234.50 元", 12) == ["不超过", "1,234.50 元"]


@given(st.text(st.sampled_from("企业30%，。（）《》 元a.1/“”"), max_size=120), st.integers(8, 60))
def test_every_character_is_shown_and_no_line_is_too_wide(text: str, width: int) -> None:
    shown = lines(text, width)
    assert "".join(shown).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in shown)
