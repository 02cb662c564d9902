"""Industries (GB/T 4754-2017): sections by letter, divisions and groups by number, and the class of the size standard."""

import re
from dataclasses import dataclass, field

from huice.rules.source import Section
from huice.rules.values import normal

_CODE = re.compile(r"([A-Z])?(\d{1,4})?(?:\.0+)?")
_NOT_SIZED = "大中小微的划分办法不含这个行业，直接填企业规模"


@dataclass(frozen=True, slots=True)
class Industry:
    """行业: a section, division or group. `size` is its option in the size standard; empty where it has none or several."""

    code: str
    title: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Industries:
    """`sections` by letter, `parts` (divisions and groups the size standard tells apart) by number, `letters` by division."""

    sections: dict[str, Industry] = field(default_factory=dict)
    parts: dict[str, Industry] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)

    def read(self, text: str) -> tuple[str | None, str]:
        """The option of the size standard that a code or title means (`C26`, `2613`, `62`, `批发业`), and what is wrong.

        (None, "") where the text is no code or title of the classification.
        """
        word = normal(text).upper().replace(" ", "")
        named = [one for one in (*self.sections.values(), *self.parts.values()) if normal(one.title) == word]
        if named:
            return self._option(named[0])
        match = _CODE.fullmatch(word)
        if match is None or not (match[1] or match[2]):
            return None, ""
        letter, number = match[1] or "", (match[2] or "").rjust(2, "0") if match[2] else ""
        if not number:
            found = self.sections.get(letter)
            return self._option(found) if found else (None, f"没有行业门类“{letter}”。门类是 A 至 T")
        of = self.letters.get(int(number[:2]))
        if of is None or letter not in {"", of}:
            said = f"大类 {number[:2]} 属于门类 {of}" if of else "大类是 01 至 97"
            return None, f"没有行业代码“{text.strip()}”。{said}"
        part = next((self.parts[number[:n]] for n in (3, 2) if number[:n] in self.parts), None)
        return self._option(part or self.sections[of], number)

    def _option(self, found: Industry, number: str = "") -> tuple[str | None, str]:
        if found.size:
            return found.size, ""
        within = [one for code, one in self.parts.items() if self.letters[int(code[:2])] == found.code]
        within = [one for one in within if one.size and one.code.startswith(number[:2])]
        if not within:
            return None, f"{found.code} {found.title}：{_NOT_SIZED}"
        said = "、".join(f"{one.code} {one.title}" for one in within)
        return None, f"{found.code} {found.title}要再写细：{said}"


def read_industries(root: Section) -> Industries:
    """Read industries.yaml."""
    sections: dict[str, Industry] = {}
    parts: dict[str, Industry] = {}
    letters: dict[int, str] = {}
    for letter, item in root.sections("industries", "行业"):
        sections[letter] = Industry(letter, item.text("title", required=True), item.text("size"))
        span = item.texts("divisions")
        if len(span) == 2 and all(number.isdigit() for number in span):
            letters |= dict.fromkeys(range(int(span[0]), int(span[1]) + 1), letter)
        else:
            item.found.add(item.place, f"行业“{letter}”没有写大类的范围", "写上 divisions: [首, 末]")
        for code, part in item.sections("parts", "行业"):
            parts[code] = Industry(code, part.text("title", required=True), part.text("size"))
            part.close()
        item.close()
    root.close()
    return Industries(sections, parts, letters)
