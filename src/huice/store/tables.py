"""The tables. A change here takes a migration of its own."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("version", Text, nullable=False),
    Column("documents", JSON, nullable=False),
    UniqueConstraint("name", "digest", name="uq_editions"),
)
"""Files that were imported, by name and SHA-256, the version of the program that read them last, and their documents' keys."""

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition_id", Integer, ForeignKey("editions.id", name="fk_documents_edition"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuers", JSON, nullable=False),
    Column("issued", Date),
    Column("in_force_from", Date),
    Column("in_force_until", Date),
    Column("region", Text, nullable=False),
    Column("repeals", JSON, nullable=False),
    Column("cites", JSON, nullable=False),
    Column("addressees", Text, nullable=False),
    Column("head", JSON, nullable=False),
    Column("tables", JSON, nullable=False),
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
)
"""Documents; `key` is what makes two of them the same one, `digest` that of everything read from them."""

clauses = Table(
    "clauses",
    metadata,
    Column(
        "document_id",
        Integer,
        ForeignKey("documents.id", name="fk_clauses_document", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("depth", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("first_page", Integer),
    Column("last_page", Integer),
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("document_id", "path", name="uq_clauses_path"),
)
"""Clauses, each before those below it; `depth` counts from 0."""
