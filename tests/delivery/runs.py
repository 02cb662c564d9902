"""A small registry and a run over it, for the tests of runs and deliveries; also run in a process of its own."""

from datetime import date
from functools import cache
from pathlib import Path

from huice import settings
from huice.delivery import execution
from huice.delivery.execution import Order, run_batch
from huice.delivery.overrides import read_overrides
from huice.delivery.run import Run
from huice.rules.library import Library, load, shipped

REFUND = "guobanfa-2023-11/unemployment-insurance-refund"
SUPPOSED = ("unemployment_insured=是", "fund_reserve_years=2年", "unemployment_target=5.5%", "refund_rate=60%")
HEADERS = "企业编号,企业名称,主体类型,所在地区,企业规模,从业人员,上年度参保职工人数,上年度裁员人数,上年度企业及职工实际缴纳失业保险费（万元）"


def registry(folder: Path, firms: int = 300) -> Path:
    """A registry of firms, some laying off too many, some with a fact missing, in two cities."""
    path = folder / "登记表.csv"
    lines = [HEADERS]
    for n in range(firms):
        premiums = "" if n % 7 == 3 else f"{(n % 40) / 8 + 1:.3f}"
        city = "南京市" if n % 2 else "苏州市"
        lines.append(
            f"F{n:04},第{n}厂,企业,{city},{'大型' if n % 9 == 0 else '小型'},{n % 50 + 1},{n % 60 + 10},{n % 5},{premiums}"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@cache
def library() -> Library:
    """The shipped library."""
    return load(shipped(), cache=settings.cache())


def run(path: Path, out: Path, supposed: tuple[str, ...] = SUPPOSED, *more: str) -> Run:
    """A run of one measure (or `more`) on a day in 2023."""
    loaded = library()
    order = Order((path,), (REFUND, *more), date(2023, 6, 30), "polars", read_overrides(supposed, loaded))
    return run_batch(order, out)


def run_in_small_chunks(path: str, out: str) -> None:
    """The same, a few firms at a time: there is something to be killed in between."""
    execution.CHUNK = 20
    run(Path(path), Path(out))
