"""What takes the place of what: documents by `replaces`, measures by `continues` or by their name in the new document."""

from collections.abc import Iterator
from datetime import date

from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.packs import Pack


def replaced(pack: Pack, library: Library) -> Iterator[Pack]:
    """The packs of the library whose document this one replaces."""
    for name in pack.source.replaces:
        for other in library.packs.values():
            if name in {other.key, other.source.number} and other is not pack:
                yield other


def successions(library: Library) -> Iterator[tuple[Measure, Measure]]:
    """Pairs of a measure and the one that takes over from it."""
    seen: set[tuple[str, str]] = set()
    for later in library.measures.values():
        pack = library.packs[later.pack]
        earlier = [library.measures[later.continues]] if later.continues in library.measures else []
        for old in replaced(pack, library):
            earlier += [one for one in old.measures.values() if later.key == one.key or later.title == one.title]
        for one in earlier:
            if (one.id, later.id) not in seen:
                seen.add((one.id, later.id))
                yield one, later


def days(measure: Measure, library: Library) -> tuple[date | None, date | None]:
    """The first and the last day of a measure: its window, else the days its document is in force."""
    source = library.packs[measure.pack].source
    return measure.window.since or source.in_force_from, measure.window.until or source.in_force_until
