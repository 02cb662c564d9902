"""The four rules as Variable classes, once for OpenFisca-Core and its fork PolicyEngine-Core.

Both have the same class interface, so the base class, the entity and the month are handed in.
"""

from pathlib import Path
from typing import Any

import numpy as np
from rules import AS_OF, INPUTS, LARGE, OUTPUTS, Columns

PERIOD = f"{AS_OF:%Y-%m}"
PARAMETERS = Path(__file__).parent / "parameters"
TYPES = {"headcount": int, "size": int, "on_ic_list": bool, "eligible_hires": int}


def refund_due(firm: Any, period: Any, parameters: Any) -> Any:
    p = parameters(period).stability_refund
    small = firm("headcount", period) <= p.small_firm_headcount
    rate = firm("layoff_rate", period)
    return (rate <= p.max_layoff_rate) + small * (rate <= p.max_layoff_rate_small_firm)


def refund(firm: Any, period: Any, parameters: Any) -> Any:
    p = parameters(period).stability_refund
    share = np.where(firm("size", period) < LARGE, p.rate_sme, p.rate_large)
    return firm("r1_eligible", period) * firm("ui_paid_last_year", period) * share


def pool(firm: Any, period: Any, parameters: Any) -> Any:
    accrued = parameters(period).ic_vat.accrual_rate * firm("creditable_input_vat", period)
    return firm("on_ic_list", period) * (accrued + firm("ic_carried", period))


def used(firm: Any, period: Any) -> Any:
    return np.minimum(firm("ic_pool", period), firm("vat_payable_before", period))


def carry(firm: Any, period: Any) -> Any:
    return firm("ic_pool", period) - firm("r2_used", period)


def tax(firm: Any, period: Any, parameters: Any) -> Any:
    p = parameters(period).cit_small
    income = firm("taxable_income", period)
    return np.where(income <= p.ceiling, p.scale.calc(income), income * p.standard_rate)


def subsidy(firm: Any, period: Any) -> Any:
    return firm("eligible_hires", period) * firm("local_amount", period)


FORMULAS: dict[str, dict[str, Any]] = {
    "r1_eligible": {"value_type": bool, "formula": refund_due},
    "r1_amount": {"formula": refund},
    "ic_pool": {"formula_2023_01": pool, "end": "2027-12-31"},
    "r2_used": {"formula": used},
    "r2_carry": {"formula": carry},
    "r3_tax": {"formula": tax},
    "r4_amount": {"formula": subsidy},
}


def system(base: type, build_entity: Any, month: Any, tax_benefit_system: type) -> Any:
    """The entity, the parameters and the variables of one of the two."""
    entity = build_entity("enterprise", "enterprises", "Enterprise", is_person=True)
    made = tax_benefit_system([entity])
    made.load_parameters(str(PARAMETERS))
    for name in INPUTS:
        _add(made, base, entity, month, name, {"value_type": TYPES.get(name, float)})
    for name, body in FORMULAS.items():
        _add(made, base, entity, month, name, {"value_type": float, **body})
    return made


def _add(made: Any, base: type, entity: Any, month: Any, name: str, body: dict[str, Any]) -> None:
    made.add_variable(type(name, (base,), {"entity": entity, "definition_period": month, "label": name, **body}))


def batch(made: Any, builder: type, c: Columns) -> Columns:
    """One simulation of all firms: a column an input, a calculation an output."""
    simulation = builder().build_default_simulation(made, count=len(c["size"]))
    for name in INPUTS:
        simulation.set_input(name, PERIOD, c[name])
    return {name: np.asarray(simulation.calculate(name, PERIOD)) for name in OUTPUTS}


def single(made: Any, builder: type, row: dict) -> dict:
    """One firm as the web interface of either takes it."""
    situation = {"enterprises": {"e": {name: {PERIOD: cell} for name, cell in row.items()}}}
    simulation = builder().build_from_entities(made, situation)
    return {name: np.asarray(simulation.calculate(name, PERIOD))[0].item() for name in OUTPUTS}


def without(c: Columns, hidden: Columns) -> Columns:
    """What is not known takes the default, 0."""
    return {name: np.where(hidden[name], 0, cells).astype(cells.dtype) for name, cells in c.items()}
