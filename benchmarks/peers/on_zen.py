"""zen-engine: the rules as one expression node, worked out firm by firm."""

from typing import Any

import numpy as np
import zen
from rules import AMOUNTS, AS_OF, OUTPUTS, WINDOW, Columns, rows

EXPRESSIONS = {
    "r1_eligible": "layoff_rate <= 0.055 or (headcount <= 30 and layoff_rate <= 0.2)",
    "r1_amount": "$.r1_eligible ? ui_paid_last_year * (size < 3 ? 0.6 : 0.3) : 0",
    "pool": f"on_ic_list and d(as_of) >= d('{WINDOW[0]}') and d(as_of) <= d('{WINDOW[1]}')"
    " ? 0.15 * creditable_input_vat + ic_carried : 0",
    "r2_used": "min([$.pool, vat_payable_before])",
    "r2_carry": "$.pool - $.r2_used",
    "r3_tax": "taxable_income <= 3000000"
    " ? min([taxable_income, 1000000]) * (0.25 * 0.20) + max([taxable_income - 1000000, 0]) * (0.25 * 0.20)"
    " : taxable_income * 0.25",
    "r4_amount": "eligible_hires * local_amount",
}
CHUNK = 10_000


def _node(kind: str, place: int, **content: Any) -> dict:
    return {"id": kind, "type": f"{kind}Node", "name": kind, "position": {"x": place, "y": 0}, **content}


def load() -> Any:
    """The graph, compiled once."""
    said = [{"id": key, "key": key, "value": text} for key, text in EXPRESSIONS.items()]
    graph = {
        "nodes": [_node("input", 0), _node("expression", 1, content={"expressions": said}), _node("output", 2)],
        "edges": [
            {"id": "a", "type": "edge", "sourceId": "input", "targetId": "expression"},
            {"id": "b", "type": "edge", "sourceId": "expression", "targetId": "output"},
        ],
    }
    return zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph}}})


def batch(engine: Any, c: Columns) -> Columns:
    """A chunk of firms at a time, so that only one chunk is ever held as objects."""
    found = {name: np.empty(len(c["size"])) for name in OUTPUTS}
    for start in range(0, len(c["size"]), CHUNK):
        here = slice(start, start + CHUNK)
        asked = [
            {"key": "rules", "context": row | {"as_of": str(AS_OF)}}
            for row in rows({name: cells[here] for name, cells in c.items()})
        ]
        answers = [answer["data"]["result"] for answer in engine.evaluate_batch(asked, None)]
        for name in OUTPUTS:
            found[name][here] = [answer[name] for answer in answers]
    return found


def single(engine: Any, row: dict) -> dict:
    found: dict = engine.evaluate("rules", row | {"as_of": str(AS_OF)})["result"]
    return found


def batch_unknown(engine: Any, c: Columns, hidden: Columns) -> Columns:
    """What is not known is left out; a firm for which that is an error gets no answer."""
    verdicts = np.full(len(c["size"]), -1, dtype=np.int8)
    amounts = {name: np.full(len(c["size"]), np.nan) for name in AMOUNTS}
    for place, (row, without) in enumerate(zip(rows(c), rows(hidden), strict=True)):
        try:
            answer = single(engine, {name: cell for name, cell in row.items() if not without[name]})
        except Exception:  # the engine raises for what it cannot compare
            continue
        told = {name: answer.get(name) for name in OUTPUTS}
        verdicts[place] = -1 if told["r1_eligible"] is None else int(told["r1_eligible"])
        for name in AMOUNTS:
            amounts[name][place] = np.nan if told[name] is None else told[name]
    return {"r1_eligible": verdicts, **amounts}
