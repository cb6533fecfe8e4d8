"""Alembic's entry: it runs on the connection that migrate.py hands over."""

from alembic import context

from balkancluster.migrations.tables import TABLES, is_modelled

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,
    include_name=is_modelled,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
