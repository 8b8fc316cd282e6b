"""good practice

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('good_practices',
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('story', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('faces_consented', sa.Boolean(), nullable=False),
    sa.Column('audience', sa.String(length=10), nullable=True),
    sa.Column('audience_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('written_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('decision_reason', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("audience in ('all', 'some')", name=op.f('ck_good_practices_audience_known')),
    sa.CheckConstraint("state <> 'published' or (faces_consented and audience is not null)", name=op.f('ck_good_practices_published_whole')),
    sa.CheckConstraint("state in ('draft', 'proposed', 'published', 'withdrawn')", name=op.f('ck_good_practices_state_known')),
    sa.ForeignKeyConstraint(['activity_id'], ['activities.id'], name=op.f('fk_good_practices_activity_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_good_practices_bureau_id')),
    sa.ForeignKeyConstraint(['published_by_user_id'], ['users.id'], name=op.f('fk_good_practices_published_by_user_id')),
    sa.ForeignKeyConstraint(['school_id'], ['organisations.id'], name=op.f('fk_good_practices_school_id')),
    sa.ForeignKeyConstraint(['written_by_user_id'], ['users.id'], name=op.f('fk_good_practices_written_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_good_practices'))
    )
    op.create_index('ix_good_practices_activity_id', 'good_practices', ['activity_id'], unique=False)
    op.create_index('ix_good_practices_bureau', 'good_practices', ['bureau_id', sa.literal_column('id desc')], unique=False)
    op.create_index('ix_good_practices_school_id', 'good_practices', ['school_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_good_practices_school_id', table_name='good_practices')
    op.drop_index('ix_good_practices_bureau', table_name='good_practices')
    op.drop_index('ix_good_practices_activity_id', table_name='good_practices')
    op.drop_table('good_practices')
