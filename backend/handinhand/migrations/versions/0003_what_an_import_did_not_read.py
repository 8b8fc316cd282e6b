"""what an import did not read

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Imports of before said nothing of it; what they did not read is not known any more.
    op.add_column('imports', sa.Column('notes', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False))
    op.alter_column('imports', 'notes', server_default=None)


def downgrade() -> None:
    op.drop_column('imports', 'notes')
