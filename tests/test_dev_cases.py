"""The worked cases of the documents that are packs: verdict and amount as expected, or listed with the reason."""

import pytest

from huice.rules.library import Library
from tests.dev_case_expectations import differences, run, unnamed
from tests.dev_case_mapping import cases, documents, mapping, pack_of, put
from tests.shared_material import shared_path


@pytest.mark.parametrize("document", documents())
def test_every_case_of_the_document_is_mapped(document: str, library: Library) -> None:
    folder = shared_path("dev-cases")
    table = mapping(document)
    unmapped = {
        case["id"]: mapped.unmapped
        for case in cases(folder, document)
        if case["id"] not in table.get("unmappable", {})
        and (mapped := put(case, table, library, pack_of(document, library))).unmapped
    }
    assert not unmapped


@pytest.mark.parametrize("document", documents())
def test_the_engine_finds_what_the_cases_expect(document: str, library: Library) -> None:
    folder = shared_path("dev-cases")
    table = mapping(document)
    wrong: dict[str, list[str]] = {}
    for case in cases(folder, document):
        if case["id"] in table.get("unmappable", {}):
            continue
        mapped = put(case, table, library, pack_of(document, library))
        finding = run(mapped, case, library)
        said = list(differences(finding, case, mapped.rule))
        said += [f"missing {name}" for name in unnamed(finding, case, mapped, table, library)]
        if said:
            wrong[case["id"]] = said
    assert not wrong


@pytest.mark.parametrize("document", documents())
def test_few_cases_are_set_aside(document: str) -> None:
    reasons = mapping(document).get("unmappable", {})
    total = len(cases(shared_path("dev-cases"), document))
    assert len(reasons) <= total * 0.05
    assert all(len(reason) > 4 for reason in reasons.values())
