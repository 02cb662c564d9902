"""One pack by itself: the part of a library that comes from a folder."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from huice.rules.library import Library


def comes_from(folders: Iterable[Path]) -> Callable[[str], bool]:
    """Whether a file lies below one of some folders."""
    roots = tuple(folder.resolve() for folder in folders)

    @cache
    def lies_within(file: str) -> bool:
        return bool(file) and any(root in Path(file).resolve().parents for root in roots)

    return lies_within


def from_folders(library: Library, folders: Iterable[Path]) -> Library:
    """The library with only what the files below some folders say; its names still mean what they meant."""
    ours = comes_from(folders)
    packs = {key: pack for key, pack in library.packs.items() if ours(pack.file)}
    return replace(
        library,
        facts={key: fact for key, fact in library.facts.items() if ours(fact.place.file)},
        parameters={key: item for key, item in library.parameters.items() if ours(item.place.file)},
        measures={key: measure for key, measure in library.measures.items() if measure.pack in packs},
        packs=packs,
        accepted=tuple(item for item in library.accepted if ours(item.place.file)),
    )
