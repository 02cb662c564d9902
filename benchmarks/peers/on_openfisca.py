"""OpenFisca-Core: the rules as Variable classes over a tree of parameters."""

from typing import Any

import fisca
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from rules import Columns


def load() -> Any:
    return fisca.system(Variable, build_entity, DateUnit.MONTH, TaxBenefitSystem)


def batch(made: Any, c: Columns) -> Columns:
    return fisca.batch(made, SimulationBuilder, c)


def single(made: Any, row: dict) -> dict:
    return fisca.single(made, SimulationBuilder, row)


def batch_unknown(made: Any, c: Columns, hidden: Columns) -> Columns:
    return fisca.batch(made, SimulationBuilder, fisca.without(c, hidden))
