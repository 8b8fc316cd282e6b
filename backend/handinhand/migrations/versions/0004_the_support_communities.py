"""the support communities and the first outside system

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('activity_kinds',
    sa.Column('strand', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("strand in ('teaching', 'hardship', 'party_building')", name=op.f('ck_activity_kinds_strand_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_activity_kinds_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_kinds'))
    )
    op.create_index('uq_activity_kinds_bureau_strand_name', 'activity_kinds', ['bureau_id', 'strand', 'name'], unique=True)
    op.create_table('backbone_teachers',
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=60, collation='C'), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=True),
    sa.Column('mentor_name', sa.String(length=50), nullable=True),
    sa.Column('mentor_school_id', sa.Uuid(), nullable=True),
    sa.Column('selected_on', sa.Date(), nullable=False),
    sa.Column('training_on', sa.Date(), nullable=True),
    sa.Column('recognised_on', sa.Date(), nullable=True),
    sa.Column('recognition_document', sa.String(length=100), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(ended_on is null) = (end_reason is null)', name=op.f('ck_backbone_teachers_end_whole')),
    sa.CheckConstraint('recognised_on is null or (training_on is not null and recognised_on >= training_on)', name=op.f('ck_backbone_teachers_recognition_after_training')),
    sa.CheckConstraint('training_on is null or training_on >= selected_on', name=op.f('ck_backbone_teachers_training_after_selection')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_backbone_teachers_bureau_id')),
    sa.ForeignKeyConstraint(['mentor_school_id'], ['organisations.id'], name=op.f('fk_backbone_teachers_mentor_school_id')),
    sa.ForeignKeyConstraint(['school_id'], ['organisations.id'], name=op.f('fk_backbone_teachers_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backbone_teachers'))
    )
    op.create_index('ix_backbone_teachers_bureau_sort', 'backbone_teachers', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('ix_backbone_teachers_school_id', 'backbone_teachers', ['school_id', 'recognised_on'], unique=False)
    op.create_table('member_developments',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('party_organisation_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=60, collation='C'), nullable=False),
    sa.Column('applied_on', sa.Date(), nullable=False),
    sa.Column('activist_on', sa.Date(), nullable=True),
    sa.Column('target_on', sa.Date(), nullable=True),
    sa.Column('probationary_on', sa.Date(), nullable=True),
    sa.Column('full_on', sa.Date(), nullable=True),
    sa.Column('contacts', sa.String(length=100), nullable=False),
    sa.Column('introducers', sa.String(length=100), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(ended_on is null) = (end_reason is null)', name=op.f('ck_member_developments_end_whole')),
    sa.CheckConstraint('activist_on is null or activist_on >= applied_on', name=op.f('ck_member_developments_activist_after_application')),
    sa.CheckConstraint('full_on is null or (probationary_on is not null and full_on >= probationary_on)', name=op.f('ck_member_developments_full_after_probationary')),
    sa.CheckConstraint('probationary_on is null or (target_on is not null and probationary_on >= target_on)', name=op.f('ck_member_developments_probationary_after_target')),
    sa.CheckConstraint('target_on is null or (activist_on is not null and target_on >= activist_on)', name=op.f('ck_member_developments_target_after_activist')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_member_developments_bureau_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_member_developments_institution_id')),
    sa.ForeignKeyConstraint(['party_organisation_id'], ['party_organisations.id'], name=op.f('fk_member_developments_party_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_developments'))
    )
    op.create_index('ix_member_developments_bureau_sort', 'member_developments', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('ix_member_developments_institution_id', 'member_developments', ['institution_id', 'probationary_on'], unique=False)
    op.create_table('activities',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('strand', sa.String(length=20), nullable=False),
    sa.Column('kind_id', sa.Uuid(), nullable=False),
    sa.Column('organiser_id', sa.Uuid(), nullable=False),
    sa.Column('supported_school_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('hosts', sa.String(length=200), nullable=False),
    sa.Column('lead_participants', sa.Integer(), nullable=False),
    sa.Column('supported_participants', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('entered_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason is not null)", name=op.f('ck_activities_cancelled_has_its_reason')),
    sa.CheckConstraint("(state = 'done') = (completed_at is not null)", name=op.f('ck_activities_done_has_its_time')),
    sa.CheckConstraint("state in ('planned', 'done', 'cancelled')", name=op.f('ck_activities_state_known')),
    sa.CheckConstraint("strand in ('teaching', 'hardship', 'party_building')", name=op.f('ck_activities_strand_known')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_activities_dates_in_order')),
    sa.CheckConstraint('lead_participants >= 0 and supported_participants >= 0', name=op.f('ck_activities_participants_not_negative')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_activities_bureau_id')),
    sa.ForeignKeyConstraint(['community_id'], ['support_communities.id'], name=op.f('fk_activities_community_id')),
    sa.ForeignKeyConstraint(['entered_by_user_id'], ['users.id'], name=op.f('fk_activities_entered_by_user_id')),
    sa.ForeignKeyConstraint(['kind_id'], ['activity_kinds.id'], name=op.f('fk_activities_kind_id')),
    sa.ForeignKeyConstraint(['organiser_id'], ['organisations.id'], name=op.f('fk_activities_organiser_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activities'))
    )
    op.create_index('ix_activities_bureau_start', 'activities', ['bureau_id', sa.literal_column('starts_on desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('ix_activities_community_id', 'activities', ['community_id', 'starts_on'], unique=False)
    op.create_index('ix_activities_series_id', 'activities', ['series_id'], unique=False)
    op.create_table('community_contacts',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('strand', sa.String(length=20), nullable=True),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('duty', sa.String(length=60), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("strand in ('teaching', 'hardship', 'party_building')", name=op.f('ck_community_contacts_strand_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_community_contacts_bureau_id')),
    sa.ForeignKeyConstraint(['community_id'], ['support_communities.id'], name=op.f('fk_community_contacts_community_id')),
    sa.ForeignKeyConstraint(['school_id'], ['organisations.id'], name=op.f('fk_community_contacts_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_contacts'))
    )
    op.create_index('ix_community_contacts_community_id', 'community_contacts', ['community_id'], unique=False)
    op.create_table('community_plan_items',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('strand', sa.String(length=20), nullable=False),
    sa.Column('content', sa.String(length=500), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('key_task', 'need')", name=op.f('ck_community_plan_items_kind_known')),
    sa.CheckConstraint("strand in ('teaching', 'hardship', 'party_building')", name=op.f('ck_community_plan_items_strand_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_community_plan_items_bureau_id')),
    sa.ForeignKeyConstraint(['community_id'], ['support_communities.id'], name=op.f('fk_community_plan_items_community_id')),
    sa.ForeignKeyConstraint(['school_id'], ['organisations.id'], name=op.f('fk_community_plan_items_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_plan_items'))
    )
    op.create_index('ix_community_plan_items_community_id', 'community_plan_items', ['community_id', 'year'], unique=False)
    op.create_table('targets',
    sa.Column('supported_school_id', sa.Uuid(), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('aim', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('aim > 0', name=op.f('ck_targets_aim_positive')),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_targets_dates_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_targets_bureau_id')),
    sa.ForeignKeyConstraint(['supported_school_id'], ['supported_schools.id'], name=op.f('fk_targets_supported_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets'))
    )
    op.create_index('ix_targets_bureau', 'targets', ['bureau_id', 'id'], unique=False)
    op.create_index('uq_targets_school_measure', 'targets', ['supported_school_id', 'measure', 'starts_on'], unique=True)
    op.add_column('support_communities', sa.Column('state', sa.String(length=12), server_default='active', nullable=False))
    op.add_column('support_communities', sa.Column('document_number', sa.String(length=60), nullable=True))
    op.add_column('support_communities', sa.Column('agreement_signed_on', sa.Date(), nullable=True))
    op.add_column('support_communities', sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('support_communities', sa.Column('approved_by_user_id', sa.Uuid(), nullable=True))
    op.add_column('support_communities', sa.Column('end_reason', sa.String(length=300), nullable=True))
    op.add_column('support_communities', sa.Column('predecessor_id', sa.Uuid(), nullable=True))
    op.create_index('ix_support_communities_predecessor_id', 'support_communities', ['predecessor_id'], unique=False)
    op.create_foreign_key(op.f('fk_support_communities_approved_by_user_id'), 'support_communities', 'users', ['approved_by_user_id'], ['id'])
    op.create_foreign_key(op.f('fk_support_communities_predecessor_id'), 'support_communities', 'support_communities', ['predecessor_id'], ['id'])

    # Communities that came with the roster were at work already; one with a last day had run its course.
    op.execute("update support_communities set state = 'completed' where ends_on is not null")
    op.create_check_constraint(op.f('ck_support_communities_state_known'), 'support_communities', "state in ('draft', 'approved', 'active', 'renewed', 'dissolved', 'completed')")
    op.create_check_constraint(op.f('ck_support_communities_dates_in_order'), 'support_communities', 'ends_on is null or ends_on >= starts_on')
    op.create_check_constraint(op.f('ck_support_communities_ended_has_a_last_day'), 'support_communities', "(state in ('renewed', 'dissolved', 'completed')) = (ends_on is not null)")
    op.create_check_constraint(op.f('ck_supported_schools_dates_in_order'), 'supported_schools', 'left_on is null or left_on >= joined_on')
    # The two aims that the programme gives to every supported school (domain.md §1 A): 3 in 36 months.
    op.execute(
        """
        insert into targets
          (id, bureau_id, supported_school_id, measure, aim, starts_on, ends_on, created_at, updated_at, version)
        select gen_random_uuid(), bureau_id, id, measure, 3, joined_on,
          (joined_on + interval '36 months' - interval '1 day')::date, now(), now(), 1
        from supported_schools cross join (values ('backbone_teachers'), ('members_admitted')) as given (measure)
        where left_on is null
        """
    )


def downgrade() -> None:
    op.drop_constraint(op.f('ck_supported_schools_dates_in_order'), 'supported_schools', type_='check')
    op.drop_constraint(op.f('ck_support_communities_ended_has_a_last_day'), 'support_communities', type_='check')
    op.drop_constraint(op.f('ck_support_communities_dates_in_order'), 'support_communities', type_='check')
    op.drop_constraint(op.f('ck_support_communities_state_known'), 'support_communities', type_='check')
    op.drop_constraint(op.f('fk_support_communities_predecessor_id'), 'support_communities', type_='foreignkey')
    op.drop_constraint(op.f('fk_support_communities_approved_by_user_id'), 'support_communities', type_='foreignkey')
    op.drop_index('ix_support_communities_predecessor_id', table_name='support_communities')
    op.drop_column('support_communities', 'predecessor_id')
    op.drop_column('support_communities', 'end_reason')
    op.drop_column('support_communities', 'approved_by_user_id')
    op.drop_column('support_communities', 'approved_at')
    op.drop_column('support_communities', 'agreement_signed_on')
    op.drop_column('support_communities', 'document_number')
    op.drop_column('support_communities', 'state')
    op.drop_index('uq_targets_school_measure', table_name='targets')
    op.drop_index('ix_targets_bureau', table_name='targets')
    op.drop_table('targets')
    op.drop_index('ix_community_plan_items_community_id', table_name='community_plan_items')
    op.drop_table('community_plan_items')
    op.drop_index('ix_community_contacts_community_id', table_name='community_contacts')
    op.drop_table('community_contacts')
    op.drop_index('ix_activities_series_id', table_name='activities')
    op.drop_index('ix_activities_community_id', table_name='activities')
    op.drop_index('ix_activities_bureau_start', table_name='activities')
    op.drop_table('activities')
    op.drop_index('ix_member_developments_institution_id', table_name='member_developments')
    op.drop_index('ix_member_developments_bureau_sort', table_name='member_developments')
    op.drop_table('member_developments')
    op.drop_index('ix_backbone_teachers_school_id', table_name='backbone_teachers')
    op.drop_index('ix_backbone_teachers_bureau_sort', table_name='backbone_teachers')
    op.drop_table('backbone_teachers')
    op.drop_index('uq_activity_kinds_bureau_strand_name', table_name='activity_kinds')
    op.drop_table('activity_kinds')
