"""the standards and what reviews found

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('checklists',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('items', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('assumed', sa.Boolean(), nullable=False),
    sa.Column('basis', sa.String(length=100), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('five_standards', 'activity_room')", name=op.f('ck_checklists_kind_known')),
    sa.CheckConstraint("state = 'draft' or published_at is not null", name=op.f('ck_checklists_published_has_its_time')),
    sa.CheckConstraint("state in ('draft', 'published', 'retired')", name=op.f('ck_checklists_state_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_checklists_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklists'))
    )
    op.create_index('uq_checklists_bureau_kind_edition', 'checklists', ['bureau_id', 'kind', 'edition'], unique=True)
    op.create_index('uq_checklists_one_published', 'checklists', ['bureau_id', 'kind'], unique=True, postgresql_where=sa.text("state = 'published'"))
    op.create_table('standards_reviews',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('checklist_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('reviewers', sa.String(length=100), nullable=False),
    sa.Column('results', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('entered_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(mode = 'visit') = (visit_id is not null)", name=op.f('ck_standards_reviews_visit_named')),
    sa.CheckConstraint("mode in ('self', 'joint', 'visit')", name=op.f('ck_standards_reviews_mode_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_standards_reviews_bureau_id')),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklists.id'], name=op.f('fk_standards_reviews_checklist_id')),
    sa.ForeignKeyConstraint(['entered_by_user_id'], ['users.id'], name=op.f('fk_standards_reviews_entered_by_user_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_standards_reviews_institution_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_standards_reviews_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standards_reviews'))
    )
    op.create_index('ix_standards_reviews_bureau_day', 'standards_reviews', ['bureau_id', sa.literal_column('reviewed_on desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('ix_standards_reviews_institution_id', 'standards_reviews', ['institution_id', 'reviewed_on'], unique=False)
    op.create_index('uq_standards_reviews_visit', 'standards_reviews', ['visit_id', 'checklist_id'], unique=True, postgresql_where=sa.text('visit_id is not null'))
    op.add_column('visits', sa.Column('activity_room', postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column('visits', 'activity_room')
    op.drop_index('uq_standards_reviews_visit', table_name='standards_reviews', postgresql_where=sa.text('visit_id is not null'))
    op.drop_index('ix_standards_reviews_institution_id', table_name='standards_reviews')
    op.drop_index('ix_standards_reviews_bureau_day', table_name='standards_reviews')
    op.drop_table('standards_reviews')
    op.drop_index('uq_checklists_one_published', table_name='checklists', postgresql_where=sa.text("state = 'published'"))
    op.drop_index('uq_checklists_bureau_kind_edition', table_name='checklists')
    op.drop_table('checklists')
