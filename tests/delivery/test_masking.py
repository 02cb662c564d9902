"""What a public notice shows of an identifier."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from huice.delivery.masking import masked_code, masked_name, personal


def mask(subject: str, name: str, kind: str | None) -> tuple[str, str]:
    frame = pl.DataFrame({"s": [subject], "n": [name], "k": [kind]}, schema_overrides={"k": pl.String})
    person = personal(pl.col("k"), pl.col("s"))
    return frame.select(masked_name(pl.col("n"), person).alias("n"), masked_code(pl.col("s"), person).alias("c")).row(0)


def test_a_firm_s_name_is_public_its_code_is_not_whole() -> None:
    assert mask("91350100M000100Y43", "示例科技有限公司", "enterprise") == ("示例科技有限公司", "913501******100Y43")


def test_a_person_is_known_by_the_kind_or_by_the_card() -> None:
    assert mask("P0001", "张三", "person") == ("张*", "P****")
    assert mask("110101199001010018", "欧阳小五", None) == ("欧**五", "110*************18")
    assert mask("P0001", "张三", None)[0] == "张三"


@given(st.text("0123456789ABCXY", min_size=2, max_size=24), st.sampled_from(["person", "enterprise"]))
def test_something_is_always_hidden(code: str, kind: str) -> None:
    shown = mask(code, "甲", kind)[1]
    kept = len(shown.replace("*", ""))
    assert code not in shown
    assert kept < len(code)
    assert len(shown) == len(code)
    if kind == "person":
        assert kept <= max(1, len(code) // 2)


@given(st.dates(date(1900, 1, 1)).map(lambda day: f"{day:%Y%m%d}"), st.text("0123456789", min_size=6, max_size=6))
def test_the_day_of_birth_never_shows(birth: str, area: str) -> None:
    shown = mask(f"{area}{birth}0018", "某某", "person")[1]
    assert shown[6:14] == "********"


@given(st.text("甲乙丙丁戊", min_size=1, max_size=8))
def test_a_person_s_name_is_never_whole(name: str) -> None:
    shown = mask("P1", name, "person")[0]
    assert shown != name
    assert len(shown.replace("*", "")) <= 2
