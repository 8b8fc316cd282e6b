"""an activity under its phone's id

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('activities', sa.Column('content_digest', sa.String(length=64), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('activities', 'content_digest')
