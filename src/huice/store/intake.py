"""Files into the store: one by one, each whole or not at all, each with its outcome."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huice.problems import Problem, Problems, refusal
from huice.readers import MOST_BYTES, check_size
from huice.store.matching import Counts

if TYPE_CHECKING:
    from huice.corpus import Document, Edition
    from huice.store.database import Store

SUFFIXES = frozenset([".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".docx", ".pdf"])
"""The files of a folder that are read; others in it are left alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name in the edition, where it lies, and its bytes or why there are none (of an archive)."""

    name: str
    path: Path
    member: bytes | Problems | None = None

    def data(self) -> bytes:
        """Its bytes; raises Problems where they can't be had or are too many."""
        if isinstance(self.member, Problems):
            raise self.member
        if self.member is not None:
            return self.member
        try:
            check_size(self.path.stat().st_size, self.name)
            with self.path.open("rb") as file:  # a device has no size: never more than a file may have
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise Problems.one(f"读不了文件：{refusal(error)}", "检查路径和权限", file=self.name) from None
        check_size(len(data), self.name)
        return data


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: counts of its documents, or the problems that kept it out."""

    name: str
    counts: Counts
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        counts = self.counts
        return f"{self.name}：{len(counts.keys)} 个文件，新增 {counts.added}，更新 {counts.changed}，未变 {counts.unchanged}。"

    def documents(self, store: "Store") -> "Iterator[Document]":
        """Its documents, as stored."""
        for key in self.counts.keys:
            yield store.keyed(key)

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "file": self.name,
            "outcome": "failed" if self.problems else "read",
            **self.counts.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
        }


def sources(path: Path) -> list[Source]:
    """The files at a path: itself, those in a folder and below it, or the members of a zip archive, by name.

    Raises Problems where there is nothing at the path, or nothing in it that could be read.
    """
    if path.is_dir():
        every = (one for one in sorted(path.rglob("*")) if one.suffix.lower() in SUFFIXES and one.is_file())
        found = [Source(str(one.relative_to(path)), one) for one in every if not one.name.startswith((".", "~$"))]
    elif path.suffix.lower() == ".zip":
        from huice.readers import archive  # noqa: PLC0415

        found = [Source(name, path, data) for name, data in archive.members(Source(path.name, path).data(), path.name)]
    else:
        return [Source(path.name, path)]
    if not found:
        raise Problems.one("里面没有可以读的文件", "可以读 txt、md、html、docx、pdf", file=str(path))
    return found


def intake(store: "Store", files: Iterable[Source]) -> Iterator[Outcome]:
    """Read files into a store; one that can't be read does not stop the rest.

    A file that the same version of the program has already read in, byte for byte, is not read again: a run that was
    killed goes on where it stopped.
    """
    from huice.corpus import read_edition  # noqa: PLC0415

    for file in files:
        try:
            data = file.data()
            digest = hashlib.sha256(data).hexdigest()
            known = store.read_before(file.name, digest)
            if known is not None:
                yield Outcome(file.name, Counts(0, 0, len(known), known))
                continue
            edition = read_edition(data, file.name)
            yield Outcome(file.name, store.ingest(edition.documents, file.name, digest))
        except Problems as problems:
            yield Outcome(file.name, Counts(0, 0, 0), tuple(problems.found))


def read_file(path: Path) -> "Edition":
    """A single file, read but not stored. Raises Problems."""
    from huice.corpus import read_edition  # noqa: PLC0415

    return read_edition(Source(path.name, path).data(), path.name)


def read_all(path: Path) -> "tuple[Document, ...]":
    """The documents of a file, a folder or an archive, read but not stored; Problems of all files that can't be."""
    from huice.corpus import read_edition  # noqa: PLC0415

    documents: list[Document] = []
    problems: list[Problem] = []
    for file in sources(path):
        try:
            documents += read_edition(file.data(), file.name).documents
        except Problems as wrong:
            problems += wrong.found
    if problems:
        raise Problems(problems)
    return tuple(documents)
