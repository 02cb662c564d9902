"""What a pack acknowledges: remarks of the analysis that are intended, each with the reason."""

from dataclasses import dataclass

from huice.rules.source import Place, Scalar, Section


@dataclass(frozen=True, slots=True)
class Accepted:
    """A remark, by kind and key as `huice lint` prints them, and why it stands."""

    kind: str
    key: str
    reason: str
    place: Place = Place("", 0, 0)


def read_accepted(root: Section) -> tuple[Accepted, ...]:
    """The `accepted` list of one file of the library."""
    items: list[Accepted] = []
    for node in root.nodes("accepted"):
        if isinstance(node, Scalar):
            root.found.add(node.place, "accepted 的每一项要写成映射", "{kind: …, key: …, reason: …}")
            continue
        section = Section(node, root.found, "确认")
        items.append(
            Accepted(
                section.text("kind", required=True),
                section.text("key", required=True),
                section.text("reason", required=True),
                section.place,
            )
        )
        section.close()
    return tuple(items)
