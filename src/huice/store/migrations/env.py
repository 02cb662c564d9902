"""Runs migrations on the connection a store hands over."""

from alembic import context

from huice.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
