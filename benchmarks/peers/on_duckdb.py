"""DuckDB: the rules as one SELECT over an Arrow table."""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from rules import AS_OF, OUTPUTS, WINDOW, Columns

SELECT = f"""
with judged as (
  select *,
    layoff_rate <= 0.055 or (headcount <= 30 and layoff_rate <= 0.2) as r1_eligible,
    case when on_ic_list and date '{AS_OF}' between date '{WINDOW[0]}' and date '{WINDOW[1]}'
         then 0.15 * creditable_input_vat + ic_carried else 0 end as pool
  from firms
)
select
  r1_eligible,
  case when r1_eligible then ui_paid_last_year * (case when size < 3 then 0.6 else 0.3 end) else 0 end as r1_amount,
  least(pool, vat_payable_before) as r2_used,
  pool - least(pool, vat_payable_before) as r2_carry,
  case when taxable_income <= 3e6
       then least(taxable_income, 1e6) * (0.25 * 0.20) + greatest(taxable_income - 1e6, 0) * (0.25 * 0.20)
       else taxable_income * 0.25 end as r3_tax,
  eligible_hires * local_amount as r4_amount
from judged
"""


def load() -> Any:
    return duckdb.connect()


def batch(connection: Any, c: Columns) -> Columns:
    connection.register("firms", pa.table(c))
    found = connection.execute(SELECT).fetchnumpy()
    return {name: found[name] for name in OUTPUTS}


def single(connection: Any, row: dict) -> dict:
    connection.register("firms", pa.table({name: [cell] for name, cell in row.items()}))
    return dict(zip(OUTPUTS, connection.execute(SELECT).fetchall()[0], strict=True))


def batch_unknown(connection: Any, c: Columns, hidden: Columns) -> Columns:
    """Nulls for what is not known."""
    connection.register("firms", pa.table({name: pa.array(cells, mask=hidden[name]) for name, cells in c.items()}))
    found = connection.execute(SELECT).fetchnumpy()
    verdicts = np.ma.filled(np.ma.asarray(found["r1_eligible"]).astype(np.int8), -1)
    amounts = {name: np.ma.filled(np.ma.asarray(found[name], dtype=np.float64), np.nan) for name in OUTPUTS[1:]}
    return {"r1_eligible": verdicts, **amounts}
