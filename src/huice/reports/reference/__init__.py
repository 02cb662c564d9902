"""The reference of a library as Markdown pages: a page a topic of facts, a page a pack, one for the functions."""

from huice.reports.reference.facts import fact_pages
from huice.reports.reference.functions import function_page
from huice.reports.reference.packs import pack_pages
from huice.reports.reference.pages import MADE, Page, heading, table
from huice.rules.library import Library

__all__ = ["MADE", "Page", "reference"]


def reference(library: Library) -> tuple[Page, ...]:
    """Every page, the table of contents first."""
    facts, packs, functions = fact_pages(library), pack_pages(library), function_page()
    return (_contents(library, facts, packs), functions, *facts, *packs)


def _contents(library: Library, facts: tuple[Page, ...], packs: tuple[Page, ...]) -> Page:
    counts = f"{len(library.packs)} 个文件，{len(library.measures)} 个事项，{len(library.parameters)} 个参数，{len(library.facts)} 个要素。"
    lines = [*heading("规则库手册"), counts, "", "* [表达式的函数](functions.md)", "", "## 要素", ""]
    lines += table(("主题", "要素"), [(f"[{page.title}]({page.path})", str(page.items)) for page in facts], right=(1,))
    lines += ["", "## 文件", ""]
    lines += table(("文件", "事项"), [(f"[{page.title}]({page.path})", str(page.items)) for page in packs], right=(1,))
    return Page("README.md", "规则库手册", "\n".join(lines) + "\n", len(library.measures))
