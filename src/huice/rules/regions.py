"""Regions (GB/T 2260): which lies within which, and which one a name, an address or a code means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huice.rules.source import Section
from huice.rules.values import normal

NATION = "全国"
_CODE = re.compile(r"(\d{6})(?:\d{3}){0,2}(?:\.0+)?")
_LEAD = re.compile(r"^(?:中华人民共和国|中国)+")
_STREET = "路街巷道弄镇乡村"
_REMEMBERED = 100_000

Reading = tuple[str | None, str]
"""The region that is meant (None: not told) and what is wrong with the text (empty where nothing is)."""


@dataclass(frozen=True, slots=True)
class Regions:
    """`within` maps a region to the one around it, `names` every spelling to the regions it may mean, `codes` a code to its region.

    The full names of counties count anywhere in an address, short ones (昆山) only where a name is due.
    """

    within: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    full: frozenset[str] = frozenset()
    _read: dict[str, Reading] = field(default_factory=dict, compare=False, repr=False)

    def find(self, text: str) -> str | None:
        """The most specific region that a text surely means (`苏州市昆山市`, `昆山`, `320583`), or None."""
        return self.read(text)[0]

    def read(self, text: str) -> Reading:
        """The region of a text; where it may be several, the one around them and what to write."""
        found = self._read.get(text)
        if found is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            found = self._read[text] = self._resolve(_LEAD.sub("", re.sub(r"\s+", "", normal(text))))
        return found

    def chain(self, region: str | None) -> tuple[str, ...]:
        """The region and all around it, widest first; only the nation where it is not known."""
        steps: list[str] = []
        while region and region != NATION and region not in steps:
            steps.append(region)
            region = self.within.get(region)
        return (NATION, *reversed(steps))

    def joined(self, other: "Regions") -> "Regions":
        """These and those of another file."""
        names = {
            name: tuple(dict.fromkeys((*self.names.get(name, ()), *other.names.get(name, ()))))
            for name in (*self.names, *other.names)
        }
        return Regions(self.within | other.within, names, self.codes | other.codes, self.full | other.full)

    def _resolve(self, text: str) -> Reading:
        if _CODE.fullmatch(text):
            return self._coded(text[:6])
        found: str | None = None
        at = 0
        while (hit := self._next(text, at, found)) is not None:
            start, name, meant = hit
            if len(meant) > 1:
                said = "、".join(f"{self.within[one]}{name}" for one in meant)
                return found, f"“{name}”不止一个：{said}。写上是哪个市的"
            found, at = meant[0], start + len(name)
        return found, ""

    def _coded(self, code: str) -> Reading:
        if code in self.codes:
            return self.codes[code], ""
        near = next((self.codes[up] for up in (f"{code[:4]}00", f"{code[:2]}0000") if up in self.codes), None)
        inside = [f"{number} {name}" for number, name in self.codes.items() if near and self.within.get(name) == near]
        guess = f"{near}有：{'、'.join(inside[:14])}" if inside else f"所在的{near}没有列到这一级" if near else ""
        return near, f"没有区划代码“{code}”。{guess or '按 GB/T 2260 写 6 位代码，或写名称'}"

    def _next(self, text: str, at: int, around: str | None) -> tuple[int, str, tuple[str, ...]] | None:
        """The first name at or behind a place that means regions inside `around`: where, the name, the regions."""
        best: tuple[int, int, str, tuple[str, ...]] | None = None
        for name, regions in self.names.items():
            start = text.find(name, at)
            if start < 0 or not self._is_due(text, start, name, at, around):
                continue
            meant = tuple(one for one in regions if around is None or (one != around and around in self.chain(one)))
            if meant and (best is None or (start, -len(name)) < best[:2]):
                best = start, -len(name), name, meant
        return (best[0], best[2], best[3]) if best else None

    def _is_due(self, text: str, start: int, name: str, at: int, around: str | None) -> bool:
        """Whether a name in an address is that of a region: not that of a street, and a short one where a name is due."""
        if name in self.full:
            return True
        return text[start + len(name) : start + len(name) + 1] not in tuple(_STREET) and (around is None or start == at)


def read_regions(root: Section) -> Regions:
    """Read regions.yaml."""
    read = list(_regions(root))
    root.close()
    spoken: dict[str, list[str]] = {}
    for _, name, _, _ in read:
        spoken.setdefault(name, []).append(name)
    within: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {NATION: (NATION,)}
    codes: dict[str, str] = {}
    full: set[str] = {NATION}
    short: dict[str, list[str]] = {}
    for around, name, code, aliases in read:
        region = name if len(spoken[name]) == 1 else f"{around}{name}"
        within[region] = around
        for spelling in (name, *aliases):
            names[spelling] = (*names.get(spelling, ()), region)
            if spelling[-1] in "省市区县":
                full.add(spelling)
        if code:
            codes[code] = region
        brief = re.sub(r"[市区县]$", "", name)
        if brief != name and len(brief) > 1:
            short.setdefault(brief, []).append(region)
    for brief, regions in short.items():
        if brief not in names:
            widest = [one for one in regions if one.endswith("市") and within.get(within[one]) == NATION]
            names[brief] = tuple(widest or regions)
    return Regions(within, names, codes, frozenset(full))


def _regions(root: Section) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Around, name, code and other names of each region, those around before those inside."""
    for name, item in root.sections("regions", "地区"):
        yield item.text("within", NATION), name, item.text("code"), item.texts("aliases")
        parts = item.section("parts")
        for part in parts.node.items if parts is not None else ():
            assert parts is not None
            yield name, part, parts.text(part), ()
        if parts is not None:
            parts.close()
        item.close()
