"""How each person wants texts shown: the script of Serbian, and Bulgarian in Latin letters."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added as they are: copying a table would break what points to it.
    op.add_column('person', sa.Column('script', sa.String(), nullable=True))
    op.add_column(
        'person', sa.Column('bulgarian_in_latin', sa.Boolean(), server_default=sa.false(), nullable=False)
    )
