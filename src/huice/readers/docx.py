"""Word files (.docx): paragraphs and tables in reading order, with the numbers that only list formatting gives."""

from collections.abc import Iterator

from huice.problems import Problems
from huice.readers.docx_body import Story
from huice.readers.docx_numbering import Counter, Lists, lists_of
from huice.readers.docx_package import Package, W
from huice.readers.docx_text import raised
from huice.readers.html_grid import Block, source_of
from huice.readers.source import Source


def read(data: bytes, name: str) -> Source:
    """A Word file: what is shown of its text; running headers and footers are furniture.

    Tracked insertions are kept and deletions dropped; footnotes follow the text. Raises Problems where the file is
    damaged, encrypted, not of Word, beyond bounds or without text.
    """
    package = Package(data, name)
    root = package.xml(package.main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise Problems.one("文件不完整（没有正文）", "请用 Word 或 WPS 打开，另存为 .docx 再导入", file=name)
    lists = lists_of(package.related(package.main, "numbering"), package.related(package.main, "styles"))
    story = Story(Counter(lists), name)
    blocks: list[Block] = [*story.blocks(body)]
    blocks += _notes(package, story, lists)
    return source_of("docx", blocks, name, _furniture(package, lists))


def _notes(package: Package, story: Story, lists: Lists) -> Iterator[Block]:
    """The notes the text refers to, in that order, each after its number."""
    references = list(story.notes)
    for kind in dict.fromkeys(reference.kind for reference in references):
        root = package.related(package.main, kind)
        found = {} if root is None else {note.get(W + "id", ""): note for note in root}
        for at, reference in enumerate(references, 1):
            if reference.kind == kind and reference.id in found:
                lines = list(Story(Counter(lists), package.name).blocks(found[reference.id]))
                if lines and isinstance(lines[0], str):
                    lines[0] = f"{raised(str(at))} {lines[0]}"
                yield from lines


def _furniture(package: Package, lists: Lists) -> Iterator[str]:
    """The lines of the running headers and footers, each once."""
    said: dict[str, None] = {}
    for relation in package.relations(package.main).values():
        root = package.xml(relation.part) if relation.kind in {"header", "footer"} else None
        for block in () if root is None else Story(Counter(lists), package.name).blocks(root):
            rows = (
                block.split("\n") if isinstance(block, str) else ["\t".join(c.text for c in row) for row in block.rows]
            )
            said.update(dict.fromkeys(line.strip() for line in rows if line.strip()))
    yield from said
