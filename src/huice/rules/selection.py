"""One pack by itself: the part of a library that comes from a folder."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from huice.rules.library import Library


def from_folders(library: Library, folders: Iterable[Path]) -> Library:
    """The library with only what the files below some folders say; its names still mean what they meant."""
    roots = tuple(folder.resolve() for folder in folders)

    def lies_within(file: str) -> bool:
        return bool(file) and any(root in Path(file).resolve().parents for root in roots)

    packs = {key: pack for key, pack in library.packs.items() if lies_within(pack.file)}
    return replace(
        library,
        facts={key: fact for key, fact in library.facts.items() if lies_within(fact.place.file)},
        parameters={key: item for key, item in library.parameters.items() if lies_within(item.place.file)},
        measures={key: measure for key, measure in library.measures.items() if measure.pack in packs},
        packs=packs,
    )
