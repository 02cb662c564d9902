"""The store: documents in, documents and clauses out, each import all or nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from huice import __version__, settings
from huice.corpus.model import Clause, Document, Table
from huice.corpus.paths import find_clause
from huice.corpus.spans import Span
from huice.corpus.titles import plain
from huice.problems import Problems, refusal
from huice.store.matching import Counts, Entry, Passage, meant
from huice.store.tables import clauses, documents, editions

REVISION = "0002"
"""The newest migration."""

FILE = "huice.db"
_WAIT_SECONDS = 30
_NOTHING_YET = ("还没有导入文件", "先运行 huice ingest 文件")


class Store:
    """Imported documents, under a data directory or at a database URL.

    Nothing is made on disk before the first import. Every method raises Problems where the database can't be
    opened, and the reading ones where nothing has been imported.
    """

    def __init__(self, home: Path | str) -> None:
        url = str(home) if "://" in str(home) and isinstance(home, str) else ""
        self._file = None if url else Path(home) / FILE
        self._url = url or f"sqlite:///{self._file}"
        self._known: Engine | None = None
        self._has_tables = False

    @property
    def index(self) -> Path:
        """Where the search index of this store lies."""
        if self._file:
            return self._file.parent / "index"
        return settings.cache() / f"index-{hashlib.sha256(self._url.encode()).hexdigest()[:16]}"

    def ingest(self, read: Iterable[Document], source_name: str, source_digest: str) -> Counts:
        """Add documents, replace those that changed, leave the others alone; all of it or nothing.

        `source_name` and `source_digest` (SHA-256, hexadecimal) name the file they come from.
        """
        if self._file:
            self._make_home(self._file.parent)
        with self._connection(writes=True) as connection:
            _migrate(connection)
            return _ingest(connection, read, source_name, source_digest)

    def read_before(self, source_name: str, source_digest: str) -> tuple[str, ...] | None:
        """The keys of the documents of a file, where this version has read it and they are still as it says; else None."""
        if self._file and not self._file.exists():
            return None
        with self._connection(writes=False) as connection:
            if not inspect(connection).has_table("alembic_version") or _revision(connection) != REVISION:
                return None
            same = (
                editions.c.name == source_name,
                editions.c.digest == source_digest,
                editions.c.version == __version__,
            )
            row = connection.execute(select(editions.c.id, editions.c.documents).where(*same)).first()
            if row is None:
                return None
            here = set(connection.scalars(select(documents.c.key).where(documents.c.edition_id == row.id)))
            return tuple(row.documents) if here.issuperset(row.documents) else None

    def keyed(self, key: str) -> Document:
        """The document of a key that an import gave back."""
        with self._filled() as connection:
            own = connection.scalar(select(documents.c.id).where(documents.c.key == key))
            return next(_documents(connection, own or 0))

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order they were imported."""
        with self._filled() as connection:
            return tuple(_documents(connection))

    def entries(self) -> tuple[Entry, ...]:
        """Number and title of all documents, without their texts."""
        with self._filled() as connection:
            return _entries(connection)

    def repealing(self) -> tuple[Document, ...]:
        """The documents that repeal others, in the order they were imported."""
        with self._filled() as connection:
            order = (documents.c.edition_id, documents.c.position)
            rows = connection.execute(select(documents.c.id, documents.c.repeals).order_by(*order)).all()
            return tuple(one for own, repeals in rows if repeals for one in _documents(connection, own))

    def document(self, number_or_title: str) -> Document:
        """The document of this number or title, or a part of one that only it has; Problems with candidates else."""
        with self._filled() as connection:
            entry = meant(_entries(connection), number_or_title)
            return next(_documents(connection, entry.id))

    def clause(self, document: str, path: str) -> Clause:
        """A clause by its document and path, both forgiven their brackets and widths."""
        found = self.document(document)
        clause = find_clause(found, path)
        if clause is None:
            known = "、".join(one.path for one in found.clauses[:12])
            raise Problems.one(f"{found.number or found.title} 没有条款“{path}”", f"有：{known}")
        return clause

    def digest(self) -> str:
        """The SHA-256 of all that is stored; it changes when, and only when, a document does."""
        with self._filled() as connection:
            rows = connection.execute(select(documents.c.key, documents.c.digest).order_by(documents.c.key))
            return hashlib.sha256("\n".join(f"{key} {digest}" for key, digest in rows).encode()).hexdigest()

    def passages(self) -> Iterator[Passage]:
        """All clauses one by one, without those that hold nothing but clauses."""
        with self._filled() as connection:
            yield from _passages(connection)

    def stamp(self) -> str:
        """What changes whenever the store may have: cheaper than the digest for a file, the digest itself for a server."""
        if not self._file:
            return self.digest()
        sides = (self._file, self._file.with_name(FILE + "-wal"))
        found = [side.stat() for side in sides if side.exists()]
        return ".".join(f"{one.st_ino}-{one.st_mtime_ns}-{one.st_size}" for one in found)

    @staticmethod
    def _make_home(home: Path) -> None:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problems.one(f"建不了数据目录：{refusal(error)}", "换一个目录：--home DIR", file=str(home)) from None

    def _engine(self) -> Engine:
        if self._known is None:
            try:
                self._known = _engine(self._url)
            except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
                raise Problems.one(
                    f"数据库地址不对（{error}）", "形如 postgresql+psycopg://用户@主机/库", file="--home"
                ) from None
        return self._known

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        """A connection in a transaction, committed at the end; database errors as Problems."""
        try:
            with self._engine().connect().execution_options(huice_writes=writes) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            what = f"数据库用不了（{error.orig}）"
            where = str(self._file) if self._file else make_url(self._url).render_as_string(hide_password=True)
            raise Problems.one(
                what, "检查文件是否损坏、磁盘是否已满、是否有权限；或换一个目录：--home DIR", file=where
            ) from None

    @contextmanager
    def _filled(self) -> Iterator[Connection]:
        """A connection to a store with something in it."""
        if self._file and not self._file.exists():
            raise Problems.one(*_NOTHING_YET)
        with self._connection(writes=False) as connection:
            self._has_tables = self._has_tables or inspect(connection).has_table(documents.name)
            if not self._has_tables or connection.scalar(select(documents.c.id).limit(1)) is None:
                raise Problems.one(*_NOTHING_YET)
            yield connection


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        """Leave transactions to us: the driver would not put DDL in one."""
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("huice_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _revision(connection: Connection) -> str | None:
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: Connection) -> None:
    """Bring the tables up to date, in the transaction that is open; the migration library is loaded only where needed."""
    if inspect(connection).has_table("alembic_version") and _revision(connection) == REVISION:
        return
    from huice.store.migrations.upgrade import upgrade  # noqa: PLC0415

    upgrade(connection)


def _ingest(connection: Connection, read: Iterable[Document], name: str, digest: str) -> Counts:
    known = {row.key: row for row in connection.execute(select(documents.c.key, documents.c.id, documents.c.digest))}
    edition = _edition(connection, name, digest)
    keys: list[str] = []
    added = changed = unchanged = 0
    seen: dict[str, int] = {}
    for position, document in enumerate(read):
        key = plain(document.number) or plain(document.title)
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} {seen[key]}"
        keys.append(key)
        content = _content_digest(document)
        held = known.get(key)
        if held and held.digest == content:
            unchanged += 1
            continue
        if held:
            connection.execute(delete(clauses).where(clauses.c.document_id == held.id))
            connection.execute(delete(documents).where(documents.c.id == held.id))
        _write(connection, document, key, content, edition, position)
        added, changed = (added, changed + 1) if held else (added + 1, changed)
    read_now = {"version": __version__, "documents": keys}
    connection.execute(update(editions).where(editions.c.id == edition).values(read_now))
    return Counts(added, changed, unchanged, tuple(keys))


def _content_digest(document: Document) -> str:
    return hashlib.sha256(json.dumps(document.as_json(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _edition(connection: Connection, name: str, digest: str) -> int:
    same = select(editions.c.id).where(editions.c.name == name, editions.c.digest == digest)
    found = connection.scalar(same)
    if found is None:
        connection.execute(insert(editions).values(name=name, digest=digest, version=__version__, documents=[]))
        found = connection.scalar(same)
    return int(found or 0)


def _write(connection: Connection, document: Document, key: str, digest: str, edition: int, position: int) -> None:
    values = {
        "edition_id": edition,
        "position": position,
        "key": key,
        "digest": digest,
        "number": document.number,
        "title": document.title,
        "issuers": list(document.issuers),
        "issued": document.issued,
        "in_force_from": document.in_force_from,
        "in_force_until": document.in_force_until,
        "region": document.region,
        "repeals": list(document.repeals),
        "cites": list(document.cites),
        "addressees": document.addressees,
        "head": [node.as_json() for node in document.head],
        "tables": [table.as_json() for table in document.tables],
        "first_line": document.lines[0],
        "last_line": document.lines[1],
    }
    result = connection.execute(insert(documents).values(values))
    primary = result.inserted_primary_key
    own = primary[0] if primary else 0
    rows = [
        {
            "document_id": own,
            "position": at,
            "depth": depth,
            "path": clause.path,
            "heading": clause.heading,
            "text": clause.text,
            "spans": [span.as_json() for span in clause.spans],
            "first_page": clause.pages[0] if clause.pages else None,
            "last_page": clause.pages[1] if clause.pages else None,
            "first_line": clause.lines[0],
            "last_line": clause.lines[1],
            "digest": clause.digest,
        }
        for at, (depth, clause) in enumerate(_preorder(document.clauses, 0))
    ]
    if rows:
        connection.execute(insert(clauses), rows)


def _preorder(tree: Sequence[Clause], depth: int) -> Iterator[tuple[int, Clause]]:
    for clause in tree:
        yield depth, clause
        yield from _preorder(clause.clauses, depth + 1)


def _entries(connection: Connection) -> tuple[Entry, ...]:
    columns = (documents.c.id, documents.c.number, documents.c.title)
    order = (documents.c.edition_id, documents.c.position)
    return tuple(Entry(*row) for row in connection.execute(select(*columns).order_by(*order)))


def _passages(connection: Connection) -> Iterator[Passage]:
    wanted = select(documents.c.id, documents.c.number, documents.c.title)
    ordered = wanted.order_by(documents.c.edition_id, documents.c.position)
    for own, number, title in connection.execute(ordered).all():
        rows = connection.execute(
            select(clauses).where(clauses.c.document_id == own).order_by(clauses.c.position)
        ).all()
        above: list[str] = []
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            del above[row.depth :]
            if row.text or after is None or after.depth <= row.depth:
                yield _passage(row, after, number, title, tuple(above))
            above.append(row.heading)


def _passage(row: Row[Any], after: Row[Any] | None, number: str, title: str, above: tuple[str, ...]) -> Passage:
    """A clause from its row and the next one, whose first line ends its own text where it lies below it."""
    last = row.last_line if after is None or after.depth <= row.depth else max(row.first_line, after.first_line - 1)
    key = (row.document_id, row.position)
    return Passage(key, number, title, row.path, above, row.heading, row.text, (row.first_line, last))


def _documents(connection: Connection, only: int | None = None) -> Iterator[Document]:
    wanted = select(documents).order_by(documents.c.edition_id, documents.c.position)
    if only is not None:
        wanted = wanted.where(documents.c.id == only)
    for row in connection.execute(wanted).all():
        own = select(clauses).where(clauses.c.document_id == row.id).order_by(clauses.c.position)
        yield _document(row, connection.execute(own).all())


def _document(row: Row[Any], rows: Sequence[Row[Any]]) -> Document:
    return Document(
        number=row.number,
        title=row.title,
        issuers=tuple(row.issuers),
        issued=row.issued,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        region=row.region,
        repeals=tuple(row.repeals),
        cites=tuple(row.cites),
        addressees=row.addressees,
        lines=(row.first_line, row.last_line),
        clauses=_tree(rows, 0),
        head=tuple(Clause.from_json(node) for node in row.head),
        tables=tuple(Table.from_json(table) for table in row.tables),
    )


def _tree(rows: Sequence[Row[Any]], depth: int) -> tuple[Clause, ...]:
    """Clauses from their rows, which stand each before those below it."""
    starts = [at for at, row in enumerate(rows) if row.depth == depth]
    made: list[Clause] = []
    for at, to in zip(starts, [*starts[1:], len(rows)], strict=False):
        row = rows[at]
        lines = (row.first_line, row.last_line)
        pages = (row.first_page, row.last_page) if row.first_page is not None else None
        spans = tuple(Span(*span) for span in row.spans)
        below = _tree(rows[at + 1 : to], depth + 1)
        made.append(Clause(row.path, row.heading, row.text, lines, row.digest, below, spans, pages))
    return tuple(made)
