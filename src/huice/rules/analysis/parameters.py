"""Parameters that are defined twice: in one document, beside a shared one, or left open to the same body in two."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from huice.rules.analysis.remarks import Remark
from huice.rules.library import SHARED, Library
from huice.rules.parameters import Parameter

ALIKE = 0.7
"""How much of two names must be the same for them to be taken as one."""
_MERGE = "合并成一个参数；确是两个数的，改名分清，或在 accepted 里写明理由"


def duplicates(library: Library) -> Iterator[Remark]:
    """Later definitions of the same number, each with the earlier one."""
    yield from _in_one_document(library)
    yield from _beside_shared(library)
    yield from _left_open(library)


def _in_one_document(library: Library) -> Iterator[Remark]:
    """Two numbers of one name, or of one clause and value with names nearly the same, in one document."""
    for pack in library.packs.values():
        by_name: dict[object, Parameter] = {}
        by_worth: dict[object, Parameter] = {}
        for item in pack.parameters.values():
            earlier = by_name.setdefault(item.label, item)
            if earlier is item and not item.is_open:
                worth = (item.clause, item.source, item.values, _frozen(item.keyed), _frozen(item.regions), item.unit)
                like = by_worth.setdefault(worth, item)
                earlier = like if SequenceMatcher(None, like.label, item.label).ratio() >= ALIKE else item
            if earlier is not item:
                yield _remark(item, earlier)


def _beside_shared(library: Library) -> Iterator[Remark]:
    """A number of a document that bears the name of one that belongs to none."""
    shared = {item.label: item for item in library.parameters.values() if item.id.startswith(f"{SHARED}/")}
    for item in library.parameters.values():
        other = shared.get(item.label)
        if other is not None and other is not item:
            yield _remark(item, other)


def _left_open(library: Library) -> Iterator[Remark]:
    """Local standards of one name that the same body sets for two documents: they would be asked for twice."""
    known: dict[tuple[str, str], list[Parameter]] = defaultdict(list)
    for item in library.parameters.values():
        if item.is_open:
            known[item.label, item.set_by].append(item)
    for items in known.values():
        for item in items[1:]:
            if item.id.partition("/")[0] != items[0].id.partition("/")[0]:
                yield _remark(item, items[0])


def _frozen(values: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(values.items()))


def _remark(item: Parameter, earlier: Parameter) -> Remark:
    what = f"“{item.label}”（{item.id}）与“{earlier.label}”（{earlier.id}，{earlier.place.file.rpartition('/')[2]}:{earlier.place.line}）是同一个数"
    return Remark("twice", f"{earlier.id} = {item.id}", item.place, what, _MERGE)
