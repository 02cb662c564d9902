"""What is read out of the clauses, against the catalogue of the shared material: recall, precision, time.

    PYTHONPATH=src python benchmarks/knowledge.py

The catalogue lists what matters of a provision, not all that is printed, and concludes some of it (a rate of 0 for 免费), so
recall has a ceiling below 1, and precision by clause is how many of the records lie where the catalogue has one of that kind.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from huice.corpus import Clause, Document, read_documents, walk
from huice.corpus.knowledge import Knowledge, knowledge
from huice.corpus.knowledge.departments import responsible
from huice.corpus.knowledge.numerals import magnitude
from huice.corpus.knowledge.quantities import Quantity
from huice.corpus.knowledge.units import normal

SHARED = Path(__file__).parent.parent.parent / "shared"
TOLD = {"task", "target", "obligation", "prohibition", "system_spec", "benefit_discretionary", "benefit_parametric"}


def main() -> int:
    text = SHARED / "corpus" / "compendium-2023q2.txt"
    if not text.exists():
        print(f"没有 {text}", file=sys.stderr)
        return 2
    documents = read_documents(text.read_bytes(), text.name)
    knowledge.cache_clear()
    start = time.perf_counter()
    stated = [knowledge(document) for document in documents]
    took = time.perf_counter() - start
    rows: dict[str, list[bool]] = {}
    for at, (document, found) in enumerate(zip(documents, stated, strict=True), 1):
        entry = json.loads((SHARED / "catalogue" / f"{at:02}.json").read_text("utf-8"))
        for name, right in judged(document, found, entry):
            rows.setdefault(name, []).append(right)
    for name, rights in rows.items():
        print(f"{name:<12}{sum(rights):>6} / {len(rights):<6}{sum(rights) / len(rights):.3f}")
    print(f"{len(documents)} documents in {took:.2f} s")
    return 0


def judged(document: Document, found: Knowledge, entry: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each thing of the catalogue with whether it was found, and each target and task with whether it lies by one."""
    clauses = {clause.path: clause for clause in walk(document.clauses)}
    charged = responsible(found.departments, list(clauses))
    for provision in entry["provisions"]:
        here = [path for path, clause in clauses.items() if _holds(clause, provision["line"])]
        for quantity in provision["quantities"]:
            wanted = _value(quantity)
            if wanted:
                same = [one for one in found.quantities if _is(one, wanted) and one.clause in here]
                yield "figures", bool(same)
                if same:
                    yield "comparisons", any(_compares(one, quantity["op"]) for one in same)
        for day in _days(provision, document):
            yield "days", any(day in (one.first, one.last) for one in found.deadlines)
        names = {one.name for path in here for one in charged[path]}
        for name in provision["departments"]:
            yield "departments", any(name in one or one in name for one in names)
        for kind, word in (("target", "指标"), ("task", "任务")):
            if provision["kind"] == kind:
                yield f"{kind}s", any(one.clause in here and one.kind == word for one in found.aims)
    for one in found.aims:
        wanted_kinds = {"target"} if one.kind == "指标" else TOLD
        lines = [each["line"] for each in entry["provisions"] if each["kind"] in wanted_kinds]
        name = "targets, p" if one.kind == "指标" else "tasks, p"
        yield name, any(_holds(clauses[one.clause], line) for line in lines)
    yield "repeals", len(found.repeals) == len(entry["repeals"])


def _holds(clause: Clause, line: int) -> bool:
    return clause.lines[0] <= line <= clause.lines[1]


def _value(quantity: dict[str, Any]) -> tuple[Decimal, str] | None:
    """The value in our unit; None where it is no figure (a day, a year, a note)."""
    times, unit = re.fullmatch(r"([百千万亿]*)(.*)", quantity["unit"] or "").groups()  # type: ignore[union-attr]
    try:
        name, factor = normal(unit.split("/")[0])
        value = Decimal(str(quantity["value"])) * magnitude(times) * factor
    except (KeyError, InvalidOperation):
        return None
    return None if name == "年" and 1900 < value < 2100 else (value, name)


def _is(one: Quantity, wanted: tuple[Decimal, str]) -> bool:
    return one.unit == wanted[1] and wanted[0] in (one.value, one.upper)


def _compares(one: Quantity, op: str) -> bool:
    return one.comparison == op or (one.comparison == "-" and op in {">=", "<=", "范围"})


def _days(provision: dict[str, Any], document: Document) -> Iterator[date]:
    """The days of a window, without those of the whole document, which its metadata tells."""
    for side in ("from", "to"):
        day = (provision["window"] or {}).get(side)
        if day and date.fromisoformat(day) not in (document.in_force_from, document.in_force_until):
            yield date.fromisoformat(day)


if __name__ == "__main__":
    raise SystemExit(main())
