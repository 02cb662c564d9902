"""The text of an expression as Python: quantities are lifted out, and every node finds its place in the text again."""

import ast
import re

from huice.rules.expressions import Constant
from huice.rules.quantities import quantity
from huice.rules.values import Type

_TOKEN = re.compile(
    r"""(?P<text>"[^"\n]*"|'[^'\n]*')|(?P<name>[A-Za-z_][A-Za-z_0-9.]*)"""
    r"""|(?P<number>\d[\d_]*(?:\.\d+)?)(?P<unit>\s*(?:%|‰|[\u4e00-\u9fff]+(?:/[\u4e00-\u9fff]+)?))?"""
)


class Wrong(Exception):
    """Stops the reading of one expression; `at` is the offset in its text."""

    def __init__(self, at: int, what: str, remedy: str = "") -> None:
        self.at, self.what, self.remedy = at, what, remedy


class Lifted:
    """One expression with names in the place of its quantities; `quantities` has them by name, with their offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quantities: dict[str, tuple[Constant, int]] = {}
        self.shifts: list[tuple[int, int]] = []
        self.code = self._lift_quantities()
        self.starts = [0]
        for line in self.code.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line.encode()))

    def tree(self) -> ast.expr:
        """The syntax, by Python's own parser. Raises Wrong where it is none."""
        try:
            return ast.parse("(" + self.code + "\n)", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            detail = error.msg if isinstance(error, SyntaxError) else "嵌套过深"
            offset = getattr(error, "offset", 1) or 1
            raise Wrong(
                max(0, min(offset - 2, len(self.text))), f"表达式写法不对：{detail}", "见 docs/rule-language.md"
            ) from None

    def at(self, node: ast.AST) -> int:
        """The offset in the original text of a node of the rewritten code."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        octets = self.starts[min(line - 1, len(self.starts) - 1)] + column - (1 if line == 1 else 0)
        offset = len(self.code.encode()[: max(octets, 0)].decode(errors="ignore"))
        shift = 0
        for start, amount in self.shifts:
            if offset >= start:
                shift = amount
        return offset + shift

    def _lift_quantities(self) -> str:
        """Replace `3 万元` by a name, so that the rest is Python; remember where things stood."""
        parts: list[str] = []
        last = length = 0
        for match in _TOKEN.finditer(self.text):
            if match["number"] is None:
                continue
            written = match[0].replace("_", "")
            found = quantity(written)
            if found is None:
                raise Wrong(
                    match.start(), f"没有“{(match['unit'] or '').strip()}”这个单位", "见 docs/rule-language.md 的单位表"
                )
            name = f"Q{len(self.quantities)}_"
            dimension = None if not match["unit"] and found.value == 0 else found.unit.dimension
            constant = Constant(Type("number", dimension), found.value, found.unit)
            self.quantities[name] = (constant, match.start())
            parts += [self.text[last : match.start()], name]
            length += match.start() - last + len(name)
            self.shifts.append((length, match.end() - length))
            last = match.end()
        parts.append(self.text[last:])
        return "".join(parts)
