"""The text index: an FTS5 table or a tsvector for each kind of things, filled later from what is stored."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

NAMES = ("message", "topic", "person", "organisation", "file")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('textindex_key',
    sa.Column('number', number, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_textindex_key')),
    sa.UniqueConstraint('name', 'key', name=op.f('uq_textindex_key_name_key')),
    )
    op.create_table('textindex_state',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_textindex_state')),
    )
    make = make_for_sqlite if op.get_bind().dialect.name == "sqlite" else make_for_postgresql
    for name in NAMES:
        for statement in make(f"textindex_{name}"):
            op.execute(statement)


def make_for_sqlite(table: str) -> tuple[str, ...]:
    return (
        f"CREATE VIRTUAL TABLE {table} USING fts5("
        f"words, stems, prefix='2 3', columnsize=0, tokenize=\"ascii tokenchars '_'\")",
        # Merging within commits made every hundredth of them ten times as long; it is done beside them.
        f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 0)",
    )


def make_for_postgresql(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TABLE {table} (number BIGINT PRIMARY KEY, words TEXT NOT NULL, entry TSVECTOR NOT NULL)",
        # Without many of them the planner takes a rare word for a common one, and walks back through everything.
        f"ALTER TABLE {table} ALTER entry SET STATISTICS 2000",
        f"CREATE INDEX ix_{table}_entry ON {table} USING gin (entry) WITH (gin_pending_list_limit = 256)",
    )
