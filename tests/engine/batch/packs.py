"""Random packs within the rule language."""

from pathlib import Path
from random import Random

from huice.rules.library import Library, load

_FACTS = """topic: 随机
facts:
  subject_type: {label: 主体, ask: 主体？, type: choice, options: {enterprise: [企业], person: [个人]}}
  region: {label: 地区, ask: 地区？, type: text}
  size: {label: 规模, ask: 规模？, type: choice, ordered: true, options: {micro: [微], small: [小], large: [大]}}
  paid: {label: 缴费, ask: 缴费？, type: number, unit: 元}
  spent: {label: 支出, ask: 支出？, type: number, unit: 元, min: -1000000}
  staff: {label: 人数, ask: 人数？, type: number, unit: 人}
  left: {label: 减员, ask: 减员？, type: number, unit: 人}
  share: {label: 比例, ask: 比例？, type: number, unit: "%"}
  good: {label: 良好, ask: 良好？, type: bool}
  listed: {label: 上榜, ask: 上榜？, type: bool}
  founded: {label: 成立, ask: 成立？, type: date}
  filed: {label: 申报, ask: 申报？, type: date}
  hires:
    label: 招用
    ask: 招了谁？
    type: records
    unit: 人
    fields:
      wage: {label: 工资, type: number, unit: 元}
      months: {label: 合同, type: number, unit: 月}
      on: {label: 日期, type: date}
      young: {label: 年轻, type: bool}
  rate: {label: 减员率, ask: 减员率？, type: number, unit: "%", derived: left / staff}
  cost: {label: 成本, ask: 成本？, type: number, unit: 元, derived: DERIVED}
  able: {label: 合格, ask: 合格？, type: bool, derived: TRUTH}
"""
_PARAMETERS = {
    "cap": "{label: 上限, value: 500 元, clause: 一}",
    "quota": "{label: 定额, unit: 元, set_by: 省, clause: 一}",
    "levy": "{label: 地方定额, unit: 元, set_by: 市, clause: 一}",
    "part": "{label: 比例, value: 12.5%, clause: 一}",
    "tiny": "{label: 费率, value: 0.5‰, clause: 一}",
    "crowd": "{label: 人数, value: 30 人, clause: 一}",
    "dated": "{label: 分期, clause: 一, values: [{from: 2023-01-01, value: 5%}, {from: 2024-01-01, value: 7.5%}]}",
    "local": "{label: 各地, clause: 一, value: 100 元, regions: {江苏: 120 元, 无锡市: 130 元}}",
    "sized": "{label: 分档, clause: 一, by: size, value: {micro: 60%, small: 30%}}",
    "begun": "{label: 起始, value: 2023-03-01, clause: 一}",
}


_STANDARDS = """
standards:
  - {source: 甲, issuer: 乙, date: 2023-01-01, region: 江苏, values: {pack/levy: 80 元}}
  - {source: 丙, issuer: 丁, date: 2023-01-01, region: 无锡市, from: 2023-06-01, until: 2024-06-30, values: {pack/levy: 90.5 元}}
"""


class _Words:
    """Random expressions of each type; `row` where they stand among rows."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def truth(self, depth: int, row: str = "") -> str:
        leaves = ["good", "listed", "staff >= crowd", "region == '甲'", "absent(paid)", "absent(good)", "size >= small"]
        leaves += [f"{row}.young", f"{row}.months >= 12 月"] if row else []
        if depth <= 0:
            return self.random.choice(leaves)
        operator = self.random.choice(["<", "<=", ">", ">=", "==", "!="])
        makers = [
            lambda: f"({self.truth(depth - 1, row)} {self.random.choice(['and', 'or'])} {self.truth(depth - 1, row)})",
            lambda: f"not {self.truth(depth - 1, row)}",
            lambda: f"{self.money(depth - 1, row)} {operator} {self.money(depth - 1, row)}",
            lambda: f"{self.ratio(depth - 1)} {operator} {self.ratio(depth - 1)}",
            lambda: f"{self.day(depth - 1, row)} {operator} {self.day(depth - 1, row)}",
            lambda: f"size {self.random.choice(['in', 'not in'])} [micro, large]",
            lambda: f"meets({self.money(depth - 1, row)}, {self.money(depth - 1, row)})",
            lambda: (
                f"same_{self.random.choice(['month', 'quarter', 'year'])}({self.day(depth - 1, row)}, {self.day(0, row)})"
            ),
            lambda: f"({self.truth(depth - 1, row)} if {self.truth(depth - 1, row)} else {self.truth(depth - 1, row)})",
            lambda: f"months_between({self.day(0, row)}, {self.day(depth - 1, row)}) {operator} 6 月",
            lambda: f"years_between({self.day(0, row)}, {self.day(0, row)}) {operator} 1 年",
            lambda: f"days_between({self.day(0, row)}, {self.day(0, row)}) {operator} 30 日",
        ]
        if not row:
            makers += [
                lambda: f"any({self.truth(depth - 1, 'h')} for h in hires if {self.truth(depth - 1, 'h')})",
                lambda: f"all({self.truth(depth - 1, 'h')} for h in hires)",
                lambda: f"only(h.young for h in hires if {self.truth(0, 'h')})",
                lambda: (
                    f"count(h for h in hires if {self.truth(depth - 1, 'h')}) {operator} {self.random.choice(['1 人', '2 人'])}"
                ),
            ]
        return self.random.choice(makers)()

    def money(self, depth: int, row: str = "") -> str:
        leaves = ["paid", "spent", "cap", "quota", "levy", "local", "100 元", "0 元"] + ([f"{row}.wage"] if row else [])
        if depth <= 0:
            return self.random.choice(leaves)
        makers = [
            lambda: f"({self.money(depth - 1, row)} {self.random.choice('+-')} {self.money(depth - 1, row)})",
            lambda: f"{self.money(depth - 1, row)} * {self.ratio(depth - 1)}",
            lambda: f"{self.random.choice(['min', 'max'])}({self.money(depth - 1, row)}, {self.money(depth - 1, row)})",
            lambda: f"round_fen({self.money(depth - 1, row)})",
            lambda: f"abs({self.money(depth - 1, row)})",
            lambda: f"({self.money(depth - 1, row)} if {self.truth(depth - 1, row)} else {self.money(depth - 1, row)})",
        ]
        if not row:
            makers += [
                lambda: f"sum({self.money(depth - 1, 'h')} for h in hires if {self.truth(depth - 1, 'h')})",
                lambda: "only(h.wage for h in hires if same_year(h.on, as_of))",
                lambda: "cost",
            ]
        return self.random.choice(makers)()

    def ratio(self, depth: int) -> str:
        leaves = ["share", "part", "tiny", "dated", "sized", "rate", "50%"]
        if depth <= 0 or self.random.random() < 0.5:
            return self.random.choice(leaves)
        return self.random.choice(
            [
                lambda: f"({self.money(depth - 1)}) / ({self.money(depth - 1)})",
                lambda: f"{self.ratio(depth - 1)} * {self.ratio(depth - 1)}",
                lambda: f"floor({self.ratio(depth - 1)})",
                lambda: f"({self.ratio(depth - 1)} if {self.truth(depth - 1)} else {self.ratio(depth - 1)})",
            ]
        )()

    def day(self, depth: int, row: str = "") -> str:
        leaves = ["founded", "filed", "as_of", "begun"] + ([f"{row}.on"] if row else [])
        if depth <= 0:
            return self.random.choice(leaves)
        return self.random.choice(
            [
                lambda: f"add_months({self.day(depth - 1, row)}, {self.random.choice(['1 月', '6 月', '2 年'])})",
                lambda: f"add_days({self.day(depth - 1, row)}, {self.random.choice(['1 日', '45 日', '400 日'])})",
                lambda: self.random.choice(leaves),
                lambda: f"({self.day(0, row)} if {self.truth(0, row)} else {self.day(0, row)})",
                lambda: f"{self.random.choice(['min', 'max'])}({self.day(0, row)}, {self.day(0, row)})",
            ]
        )()


def random_library(folder: Path, random: Random, measures: int = 12) -> Library:
    """A library of one random pack, read by the ordinary reader."""
    words = _Words(random)
    plain = _Words(random)
    plain.money = lambda depth, row="": random.choice(["paid", "spent", "paid + spent", "abs(spent)"])  # type: ignore[method-assign]
    facts = _FACTS.replace("DERIVED", plain.money(0)).replace(
        "TRUTH", random.choice(["good and listed", "rate <= 50%"])
    )
    _write(folder / "facts" / "all.yaml", facts)
    _write(folder / "library.yaml", "version: '1'\ntitle: 随机\n")
    _write(folder / "regions.yaml", "regions:\n  江苏: {}\n  无锡市: {within: 江苏}\n")
    _write(folder / "standards" / "mine.yaml", _STANDARDS)
    parameters = "".join(f"  {key}: {text}\n" for key, text in _PARAMETERS.items())
    text = f"document: {{number: 号, title: 题, issuers: [局], issued: 2023-01-01, region: 全国}}\nparameters:\n{parameters}measures:\n"
    _write(folder / "documents" / "pack.yaml", text + "".join(_measure(n, words, random) for n in range(measures)))
    return load(folder)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _measure(number: int, words: _Words, random: Random) -> str:
    lines = [f"  m{number}:", "    title: 事项", "    promise: 好处", "    clauses: [一]", "    subject: [enterprise]"]
    checks = random.random() < 0.3
    lines.append("    kind: obligation" if checks else "    kind: benefit\n    class: 奖补\n    delivery: 申请办理")
    if random.random() < 0.4:
        lines.append(
            f"    window: {{from: 2023-01-01, until: 2023-12-31{random.choice([', on: filed', ''])}, clause: 一}}"
        )
    lines.append("    requires:")
    lines += [f'      - "{words.truth(random.choice([1, 2, 3]))}"' for _ in range(random.choice([1, 2]))]
    lines.append(f'      - {{any: ["{words.truth(1)}", "{words.truth(2)}"], label: 任一}}')
    if checks:
        lines.append(f'    complies:\n      - "{words.truth(2)}"')
    elif random.random() < 0.3:
        lines += _ledger(words, random)
    elif random.random() < 0.8:
        parts = [f'value: "{words.money(random.choice([1, 2, 3]))}"', f'up_to: "{words.money(1)}"']
        lines.append(f"    amount: {{{', '.join(random.choice([parts, parts[:1], parts[1:]]))}}}")
    else:
        lines.append(f'    results: {{r: {{label: 结果, value: "{words.money(2)}"}}}}')
    return "\n".join(lines) + "\n"


def _ledger(words: _Words, random: Random) -> list[str]:
    """A carry-forward over the hires by their day, and an amount and a result of it."""
    parts = {
        "opening": random.choice(["paid", "spent", "100 元"]),
        "columns": f'{{base: {{label: 基数, value: "{words.money(random.choice([0, 1]), "h")}"}}}}',
        "accrued": random.choice(['"round_fen(base * part)"', '"base"', '"h.wage"']),
        "adjusted": f'"{words.money(0, "h")}"',
        "limit": f'"{words.money(random.choice([0, 1]), "h")}"',
        "booked_from": "filed",
    }
    kept = [
        f"{name}: {text}" for name, text in parts.items() if name in {"columns", "accrued"} or random.random() < 0.5
    ]
    names = ["used", "accrued", "adjusted", "opening", "closing", "total_used", "total_accrued"]
    value, result = (f"ledger.{random.choice(names)}" for _ in range(2))
    ledger = ["    ledger:", *(f"      {line}" for line in ("over: hires", "as: h", "period: on", *kept))]
    amount = f'    amount: {{value: "{random.choice([value, f"{value} + {words.money(0)}"])}"}}'
    return [*ledger, amount, f'    results: {{r: {{label: 结果, value: "{result}"}}}}']
