"""what the lists are found by

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_supported_schools_community_id', 'supported_schools', ['community_id'], unique=False)
    op.create_index('ix_support_communities_bureau_sort', 'support_communities', ['bureau_id', 'name', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_support_communities_bureau_sort', table_name='support_communities')
    op.drop_index('ix_supported_schools_community_id', table_name='supported_schools')
