"""The functions of the expression language, with an example each."""

from huice.reports.reference.pages import Page, heading, table
from huice.rules.manual import manual
from huice.rules.values import Row, export


def function_page() -> Page:
    """The page of the functions, and the answers their examples are computed with."""
    told = manual()
    lines = [
        *heading("表达式的函数"),
        "未知的参数使结果未知；“无此项”的参数使结果为“无此项”，另有说明的除外。语法和单位见[规则语言](../rule-language.md)。",
        "",
    ]
    rows = [
        (f"`{one.signature}`", one.takes, one.gives, one.meaning, f"`{one.example}` = {one.worth}")
        for one in told.entries.values()
    ]
    lines += table(("写法", "参数", "结果", "意思", "例"), rows)
    lines += ["", "例中的答案：", ""]
    for key, fact in told.facts.items():
        value = told.answers[key]
        shown = (
            "；".join(_row(row) for row in value)
            if isinstance(value, tuple)
            else f"{told.written[key]} {fact.unit.text}"
        )
        lines.append(f"* `{key}` {fact.label}：{shown}".rstrip())
    for key, item in told.tables.items():
        cells = "；".join(
            "、".join(
                f"{name} {export(value.value)}" for name, value in row.cells.items() if not isinstance(value, tuple)
            )
            for row in item.rows
        )
        lines.append(f"* `{key}` {item.label}：{cells}")
    return Page("functions.md", "表达式的函数", "\n".join(lines) + "\n", len(told.entries))


def _row(row: Row) -> str:
    return "、".join(f"{key} {export(value)}" for key, value in row.items())
