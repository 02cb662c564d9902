"""The cases of a pack reach its edges: a rule changed at any edge is noticed by a case that stands beside it.

Nothing here knows a document. Each comparison of order is changed in turn (inclusive for exclusive, always true,
always false), each condition settled either way, each end of a window moved by a day; and each measure is asked
for a case with a fact missing. One document: `-k caishui-2023-17`.
"""

import pytest

from huice.registry.reach import untested
from huice.rules.analysis import remarks, weigh
from huice.rules.cases import Case, cases_beside, read_cases
from huice.rules.library import Library, shipped
from huice.rules.source import Findings

PACKS = sorted(path.stem for path in (shipped() / "documents").rglob("*.yaml") if not path.name.endswith(".cases.yaml"))


def cases(library: Library, pack: str) -> list[Case]:
    """The cases beside a pack."""
    found = Findings()
    read = read_cases(cases_beside(library.packs[pack].file), pack, found)
    assert not found
    return list(read)


@pytest.mark.parametrize("pack", PACKS)
def test_the_cases_of_a_pack_reach_its_edges(pack: str, library: Library) -> None:
    found = weigh(untested(library, [pack], cases(library, pack)), library)
    assert not [str(remark.problem) for remark in found.remarks if remark.kind == "untested"]
    allowed = {item.key for item in library.accepted if item.kind == "untested" and item.key.startswith(f"{pack}/")}
    assert found.accepted == len(allowed)


def test_the_library_has_no_remark_left(library: Library) -> None:
    found = weigh(remarks(library), library).remarks
    waived = {item.key for item in library.accepted if item.kind == "untested"}
    assert not [str(remark.problem) for remark in found if remark.key not in waived]


def test_an_edge_without_a_case_is_found_and_one_with_a_case_is_not(demo_library: Library) -> None:
    pack = "shili-2024-1"
    found = {remark.key for remark in untested(demo_library, [pack], cases(demo_library, pack))}
    both = f"{pack}/refund: staff <= small_staff and leaving_rate <= small_cap"
    assert f"{pack}/keep_rate: leaving_rate <= small_cap：含与不含互换" in found
    assert not {f"{both} #1：含与不含互换", f"{both} #2：含与不含互换"} & found
    assert f"{pack}/refund: window：截止日为 2025-01-01" in found
    assert f"{pack}/keep_rate: missing" in found
    assert f"{pack}/stepped: missing" not in found
