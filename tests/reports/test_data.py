"""The JSON of an assessment is a contract: the keys, and what stands in them."""

import json
import re
from datetime import date
from typing import Any

import pytest

from huice.engine import assess
from huice.registry.profile import read_profile
from huice.reports.data import as_data
from huice.rules.library import Library, shipped

FIRMS = sorted((shipped() / "firms").glob("*.yaml"))
FINDING = {
    "measure", "title", "kind", "verdict", "window", "amount", "complies", "because", "missing", "not_modelled",
    "cites", "ledger",
}  # fmt: skip
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture(params=FIRMS, ids=[path.stem for path in FIRMS])
def said(request: pytest.FixtureRequest, library: Library) -> Any:
    profile = read_profile(request.param, library)
    found = assess(library, profile.subject, profile.as_of or date(2023, 6, 30))
    return json.loads(json.dumps(as_data(found, library), ensure_ascii=False))


def test_the_head(said: Any) -> None:
    assert set(said) == {"subject", "as_of", "library", "findings", "next_questions"}
    assert date.fromisoformat(said["as_of"])
    assert set(said["library"]) == {"version", "digest"}
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", said["library"]["digest"])
    for question in said["next_questions"]:
        assert {"fact", "ask", "settles"} <= set(question)


def test_every_finding(said: Any) -> None:
    for finding in said["findings"]:
        assert set(finding) >= FINDING
        assert finding["verdict"] in {"yes", "no", "open"}
        assert finding["complies"] in {None, "yes", "no", "open"}
        assert finding["kind"] in {"benefit", "support", "obligation", "prohibition", "deadline", "procedure"}
        assert set(finding["window"]) == {"from", "until", "state"}
        assert finding["window"]["state"] in {"upcoming", "open", "closed", "unlimited"}
        assert finding["cites"]
        assert all(set(cite) == {"document", "clause"} for cite in finding["cites"])
        assert all({"fact", "label", "ask"} <= set(gap) for gap in finding["missing"])


def test_every_amount_and_ledger(said: Any) -> None:
    for finding in said["findings"]:
        if finding["amount"] is not None:
            assert set(finding["amount"]) == {"value", "low", "high", "bound", "unit"}
            assert finding["amount"]["bound"] in {"exact", "up_to", "range"}
            for name in ("value", "low", "high"):
                assert finding["amount"][name] is None or NUMBER.fullmatch(finding["amount"][name])
        for entry in finding["ledger"] or ():
            assert {"period", "opening", "accrued", "adjusted", "used", "closing"} <= set(entry)


def test_every_reason(said: Any) -> None:
    waiting = [reason for finding in said["findings"] for reason in finding["because"]]
    assert waiting
    while waiting:
        reason = waiting.pop()
        assert {"label", "holds", "facts", "cite"} <= set(reason) <= {"label", "holds", "facts", "cite", "of"}
        assert reason["holds"] in {True, False, None}
        assert set(reason["cite"]) == {"document", "clause"}
        waiting += reason.get("of", [])
