"""PolicyEngine-Core: the rules as Variable classes over a tree of parameters."""

from typing import Any

import fisca
from policyengine_core.entities import build_entity
from policyengine_core.periods import MONTH
from policyengine_core.simulations import SimulationBuilder
from policyengine_core.taxbenefitsystems import TaxBenefitSystem
from policyengine_core.variables import Variable
from rules import Columns


def load() -> Any:
    return fisca.system(Variable, build_entity, MONTH, TaxBenefitSystem)


def batch(made: Any, c: Columns) -> Columns:
    return fisca.batch(made, SimulationBuilder, c)


def single(made: Any, row: dict) -> dict:
    return fisca.single(made, SimulationBuilder, row)


def batch_unknown(made: Any, c: Columns, hidden: Columns) -> Columns:
    return fisca.batch(made, SimulationBuilder, fisca.without(c, hidden))
