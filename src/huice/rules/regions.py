"""Regions: which lies within which."""

from dataclasses import dataclass, field

from huice.rules.source import Section

NATION = "全国"


@dataclass(frozen=True, slots=True)
class Regions:
    """`within` maps a region to the one around it, `names` every spelling to the region."""

    within: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str | None:
        """The most specific region named in a text such as `江苏省无锡市新吴区`, or None."""
        hits = [(text.rfind(name), len(name), region) for name, region in self.names.items() if name in text]
        return max(hits)[2] if hits else None

    def chain(self, region: str | None) -> tuple[str, ...]:
        """The region and all around it, widest first; only the nation where it is not known."""
        steps: list[str] = []
        while region and region != NATION and region not in steps:
            steps.append(region)
            region = self.within.get(region)
        return (NATION, *reversed(steps))


def read_regions(root: Section) -> Regions:
    """Read regions.yaml."""
    within: dict[str, str] = {}
    names = {NATION: NATION}
    for name, item in root.sections("regions", "地区"):
        within[name] = item.text("within", NATION)
        for spelling in (name, name.removesuffix("市"), *item.texts("aliases")):
            names[spelling] = name
        item.close()
    root.close()
    return Regions(within, names)
