"""Numbers as Word and HTML write them in front of a list's items."""

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def chinese(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一; decimal digits from 10000 on and below 0."""
    if not 0 <= number < 10_000:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(said) and not digit
        if not number:
            break
    return said[1:] if said.startswith("一十") else said


def digital(number: int) -> str:
    """Its decimal digits in Chinese: 一〇, 二三."""
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(max(number, 0)))


def letters(number: int) -> str:
    """Letters from a to z, then aa, bb, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else str(number)


def roman(number: int) -> str:
    """i, ii, iii, iv; decimal digits where Romans had no number."""
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        said += sign * times
    return said


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else _ENGLISH_ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _series(signs: str) -> Callable[[int], str]:
    """Signs that are counted through; beyond them, decimal digits."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _characters(first: str, count: int) -> str:
    return "".join(chr(ord(first) + at) for at in range(count))


_CIRCLES = _characters("①", 20) + _characters("㉑", 15) + _characters("㊱", 15)

FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "ordinal": _ordinal,
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "koreanCounting",
        ),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), digital),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: chinese(number).translate(_LEGAL),
    ),
    "ideographTraditional": _series(_STEMS),
    "ideographZodiac": _series(_BRANCHES),
    "ideographEnclosedCircle": _series(_characters("㊀", 10)),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _series(_CIRCLES)),
    "decimalEnclosedFullstop": _series(_characters("⒈", 20)),
    "decimalEnclosedParen": _series(_characters("⑴", 20)),
    "numberInDash": lambda number: f"- {number} -",
}  # fmt: skip
"""By the name of a number format in WordprocessingML; a format that is not here is decimal."""


def numeral(number: int, form: str) -> str:
    """A number in a number format of WordprocessingML."""
    return FORMATS.get(form, str)(number)
