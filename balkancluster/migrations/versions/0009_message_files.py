"""Files that messages carry."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_file',
    sa.Column('message_key', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_id', sa.String(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_message_file_file_id')),
    sa.ForeignKeyConstraint(['message_key'], ['message.key'], name=op.f('fk_message_file_message_key')),
    sa.PrimaryKeyConstraint('message_key', 'file_id', name=op.f('pk_message_file')),
    sa.UniqueConstraint('file_id', name=op.f('uq_message_file_file_id'))
    )
