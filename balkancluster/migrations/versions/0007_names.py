"""The name in the other script, where somebody gives it, and what a name looks like beside others."""

import sqlalchemy as sa
from alembic import op

from balkancluster.i18n.lookalikes import shape

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

PERSON = sa.table('person', sa.column('id'), sa.column('name'), sa.column('state'), sa.column('name_shape'))
MARK = """
UPDATE person SET has_lookalike = true WHERE name_shape <> '' AND EXISTS (
  SELECT 1 FROM person other WHERE other.name_shape = person.name_shape AND other.name <> person.name
  AND other.state NOT IN ('left', 'erased'))
"""


def upgrade() -> None:
    # Columns are added as they are: copying a table would break what points to it.
    for name in ('name_shape', 'other_name', 'other_lang', 'other_fold'):
        op.add_column('person', sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column('person', sa.Column('has_lookalike', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f('ix_person_name_shape'), 'person', ['name_shape'], unique=False)
    people = op.get_bind().execute(sa.select(PERSON.c.id, PERSON.c.name)).all()
    for person in people:
        change = PERSON.update().where(PERSON.c.id == person.id).values(name_shape=shape(person.name))
        op.execute(change)
    op.execute(MARK)
