"""Small random instances: a library of random measures over a few facts whose values can all be tried.

The tests take INSTANCES of them each; HUICE_INSTANCES=1000 takes as many as the acceptance asks for.
"""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

from huice.rules.library import Library, load
from huice.rules.values import ABSENT, Value

DAY = date(2024, 6, 30)
INSTANCES = int(os.environ.get("HUICE_INSTANCES", "200"))
OTHERS = "sole_trader: 个体工商户, person: 个人, project: 项目, bank: 银行, association: 社会组织, department: 主管部门"
FACTS = f"""
topic: 小
facts:
  subject_type: {{label: 主体类型, ask: 哪一类？, type: choice, options: {{enterprise: 企业, {OTHERS}}}}}
  b1: {{label: 甲, ask: 甲？, type: bool, changeable: up}}
  b2: {{label: 乙, ask: 乙？, type: bool, changeable: true}}
  b3: {{label: 丙, ask: 丙？, type: bool}}
  n1: {{label: 数一, ask: 数一？, type: number, unit: 人, max: 3, changeable: true}}
  n2: {{label: 数二, ask: 数二？, type: number, unit: 人, max: 3, changeable: up}}
  n3: {{label: 数三, ask: 数三？, type: number, unit: 人, max: 3, changeable: down}}
  big: {{label: 大数, ask: 大数？, type: number, unit: 元, max: 100000000, changeable: true}}
  rank: {{label: 等级, ask: 等级？, type: choice, ordered: true, changeable: up, options: {{r1: 一级, r2: 二级, r3: 三级}}}}
  sort: {{label: 类别, ask: 类别？, type: choice, changeable: true, options: {{s1: 子, s2: 丑, s3: 寅}}}}
  day: {{label: 日子, ask: 哪天？, type: date, changeable: true}}
  hires:
    label: 招用
    ask: 招了谁？
    type: records
    unit: 人
    changeable: up
    fields: {{months: {{label: 月数, type: number, unit: 月, max: 24 月}}, young: {{label: 青年, type: bool}}}}
"""
VALUES: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(("b1", "b2", "b3"), (True, False)),
    **{key: tuple(Decimal(number) for number in range(4)) for key in ("n1", "n2", "n3")},
    "rank": ("r1", "r2", "r3"),
    "sort": ("s1", "s2", "s3"),
}


class Maker:
    """Random conditions and amounts."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def atom(self) -> str:
        """One test; some can never hold, or always do."""
        pick, number = self.chance.choice, self.chance.randint(0, 4)
        n, m, sign = pick(("n1", "n2", "n3")), pick(("n1", "n2", "n3")), pick(("<", "<=", ">", ">=", "==", "!="))
        return pick((
            pick(("b1", "b2", "b3")), f"not {pick(('b1', 'b2', 'b3'))}", f"{n} {sign} {number} 人", f"{n} {sign} {m}",
            f"{n} + {m} {sign} {number} 人", f"{n} >= {number} 人 or {n} < {number} 人", f"rank >= {pick(('r1', 'r2', 'r3'))}",
            f"sort in [{pick(('s1', 's2'))}, s3]", f"sort != {pick(('s1', 's2', 's3'))}", "b1 or not b1",
            f"({n} if b2 else {m}) {sign} {number} 人", f"{n} > 3 人", f"absent({n})",
        ))  # fmt: skip

    def steep(self) -> str:
        """A test of a fact with too many values to try them all, or of records."""
        pick = self.chance.choice
        return pick((
            f"big {pick(('>=', '>', '<=', '<'))} {pick((1, 50, 99_999_999))} 元", "big * 30% >= 1 元", f"big {pick(('>=', '<'))} n1 * 50 元/人",
            f"day {pick(('>=', '<', '>'))} as_of", "day <= add_months(as_of, 1 月)",
            f"count(h for h in hires if h.months >= {pick((6, 12))} 月 and h.young) >= {pick((1, 2, 3))} 人",
            f"count(hires) > {pick((1, 2))} 人", "any(h.months > 12 月 for h in hires)",
        ))  # fmt: skip

    def condition(self, depth: int, steep: bool) -> object:
        """A test, or a group of conditions."""
        if depth and self.chance.random() < 0.45:
            parts = [self.condition(depth - 1, steep) for _ in range(self.chance.randint(2, 3))]
            return {self.chance.choice(("any", "all")): parts}
        return {"if": self.steep() if steep and self.chance.random() < 0.6 else self.atom()}

    def measure(self, steep: bool) -> dict[str, object]:
        """A measure of one to three conditions and perhaps an amount."""
        amounts = ("n1 * 100 元/人", "(n2 if b1 else n1) * 10 元/人", "min(n1, n2) * 5 元/人", "n3 * 0 元/人")
        made: dict[str, object] = {
            "title": "事项", "promise": "事项", "kind": "benefit", "class": "奖补", "delivery": "申请办理",
            "subject": ["enterprise"], "clauses": ["一"],
            "requires": [self.condition(2, steep) for _ in range(self.chance.randint(1, 3))],
        }  # fmt: skip
        if self.chance.random() < 0.5:
            made["amount"] = {"value": self.chance.choice(amounts)}
        return made


def small_library(folder: Path, size: int, seed: int, *, steep: bool = False) -> Library:
    """A library of `size` random measures; JSON is YAML."""
    maker = Maker(Random(seed))
    (folder / "facts").mkdir(parents=True)
    (folder / "facts" / "small.yaml").write_text(FACTS, "utf-8")
    (folder / "library.yaml").write_text('version: "1"\ntitle: 小', "utf-8")
    (folder / "regions.yaml").write_text("regions: {}", "utf-8")
    document = {"number": "小〔2024〕1号", "title": "小", "issuers": ["小"], "issued": "2024-01-01", "region": "全国"}
    pack = {"document": document, "measures": {f"m{index}": maker.measure(steep) for index in range(size)}}
    (folder / "small-2024-1.yaml").write_text(json.dumps(pack, ensure_ascii=False), "utf-8")
    return load(folder)


def assignments(keys: Sequence[str], values: dict[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    """Every way of giving these facts a value."""
    for chosen in product(*(values[key] for key in keys)):
        yield dict(zip(keys, chosen, strict=True))


def answers() -> dict[str, tuple[Value, ...]]:
    """Every answer to each of the small facts, absence among them."""
    return {key: (*values, ABSENT) for key, values in VALUES.items()}
