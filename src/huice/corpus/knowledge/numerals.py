"""Numbers as documents write them: 1,500, 三百万, 1.2亿."""

from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral below 10^16 (`三百万`, `一千零五`); None where it is none (`一二三`, `万`)."""
    total = section = 0
    digit: int | None = None
    lowest = 10**5
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            unit = _SMALL[character]
            if unit >= lowest or (not digit and (unit != 10 or section % 100)):
                return None
            section += (digit or 1) * unit
            digit, lowest = None, unit
        elif character in _LARGE:
            section += digit or 0
            if not total + section or (total and total < 10**8 and character == "万"):
                return None
            total = (total + section) * _LARGE[character] if character == "亿" else total + section * 10**4
            section, digit, lowest = 0, None, 10**5
        else:
            return None
    return total + section + (digit or 0) or None


def number(text: str) -> Decimal | None:
    """The value of an Arabic (with thousand separators, a point) or Chinese numeral; None where it is none."""
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit():
        return Decimal(plain)
    value = chinese(text)
    return None if value is None else Decimal(value)


def magnitude(words: str) -> int:
    """What 百, 千, 万, 亿 after a number multiply it with (`百万` -> 1000000); 1 for none."""
    product = 1
    for character in words:
        product *= (_SMALL | _LARGE)[character]
    return product
