"""The library accounts for every provision that careful readers found in its documents, and for nothing else."""

import json

from huice.rules.coverage import coverage
from huice.rules.library import Library
from tests.shared_material import shared_path

CHECKED = {
    "benefit_computable", "benefit_parametric", "benefit_discretionary", "obligation", "prohibition", "reporting_deadline",
}  # fmt: skip


def _numbers(library: Library) -> list[str]:
    found = {entry.provision.partition("-")[0] for pack in coverage(library) for entry in pack.entries}
    return sorted(found)


def test_the_documents_that_are_whole(library: Library) -> None:
    assert _numbers(library) == [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
        "30",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "38",
        "39",
        "40",
        "41",
    ]


def test_every_provision_of_the_catalogue_is_accounted_for(library: Library) -> None:
    known = {entry.provision: entry for pack in coverage(library) for entry in pack.entries}
    for number in _numbers(library):
        listed = json.loads(shared_path(f"catalogue/{number}.json").read_text("utf-8"))["provisions"]
        ids = {item["id"] for item in listed}
        assert ids == {id_ for id_ in known if id_.startswith(f"{number}-")}


def test_what_can_be_checked_is_a_measure_or_says_why_not(library: Library) -> None:
    entries = [entry for pack in coverage(library) for entry in pack.entries]
    modelled = {entry.provision for entry in entries if entry.state == "modelled"}
    reasoned = {entry.provision for entry in entries if entry.state == "left_out" and entry.reason}
    for number in _numbers(library):
        for item in json.loads(shared_path(f"catalogue/{number}.json").read_text("utf-8"))["provisions"]:
            if item["kind"] in CHECKED:
                assert item["id"] in modelled | reasoned, item["id"]


def test_the_documents_are_those_of_the_catalogue(library: Library) -> None:
    for pack in library.packs.values():
        number = next(iter(pack.measures.values())).provisions[0].partition("-")[0]
        listed = json.loads(shared_path(f"catalogue/{number}.json").read_text("utf-8"))
        assert pack.source.number == (listed["doc_number"] or "")
        assert (pack.source.issued.isoformat() if pack.source.issued else None) == listed["issued"]


def test_counts_add_up(library: Library) -> None:
    for pack in coverage(library):
        said = pack.as_json()
        parts = [said[name] for name in ("modelled", "tracked", "left_out")]
        assert said["provisions"] == sum(part for part in parts if isinstance(part, int))
        assert pack.count("modelled") > 0
