"""Where the words of a clause stand: columns, pages; heads and tables of documents; which version read a file.

Documents stored before hold none of these until their file is imported again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ADDED = {
    "editions": [
        sa.Column("version", sa.Text, nullable=False, server_default=""),
        sa.Column("documents", sa.JSON, nullable=False, server_default="[]"),
    ],
    "documents": [
        sa.Column("head", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("tables", sa.JSON, nullable=False, server_default="[]"),
    ],
    "clauses": [
        sa.Column("spans", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("first_page", sa.Integer),
        sa.Column("last_page", sa.Integer),
    ],
}


def upgrade() -> None:
    """Add the columns."""
    for table, columns in _ADDED.items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    """Drop the columns."""
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
