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
    op.create_table('figures_deliveries',
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('payload', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=40), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('receipt', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'delivered') = (delivered_at is not null)", name=op.f('ck_figures_deliveries_delivered_has_its_time')),
    sa.CheckConstraint("state in ('queued', 'delivered', 'failed')", name=op.f('ck_figures_deliveries_state_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_figures_deliveries_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figures_deliveries'))
    )
    op.create_index('ix_figures_deliveries_bureau', 'figures_deliveries', ['bureau_id', sa.literal_column('id desc')], unique=False)
    op.create_table('mass_groups',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('founded_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(length=300), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('youth_league', 'union', 'women')", name=op.f('ck_mass_groups_kind_known')),
    sa.CheckConstraint('ended_on is null or ended_on >= founded_on', name=op.f('ck_mass_groups_dates_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_mass_groups_bureau_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_mass_groups_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mass_groups'))
    )
    op.create_index('uq_mass_groups_institution_kind', 'mass_groups', ['institution_id', 'kind'], unique=True, postgresql_where=sa.text('ended_on is null'))
    op.create_table('oauth_clients',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_oauth_clients_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oauth_clients'))
    )
    op.create_index('ix_oauth_clients_bureau', 'oauth_clients', ['bureau_id', 'id'], unique=False)
    op.create_index('uq_oauth_clients_code', 'oauth_clients', ['code'], unique=True)
    op.create_table('client_grants',
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('scopes', postgresql.ARRAY(sa.String(length=40)), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_client_grants_bureau_id')),
    sa.ForeignKeyConstraint(['client_id'], ['oauth_clients.id'], name=op.f('fk_client_grants_client_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_client_grants'))
    )
    op.create_index('ix_client_grants_bureau', 'client_grants', ['bureau_id', 'id'], unique=False)
    op.create_index('uq_client_grants_client_bureau', 'client_grants', ['client_id', 'bureau_id'], unique=True, postgresql_where=sa.text('ended_at is null'))
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
    op.create_table('oauth_client_secrets',
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['oauth_clients.id'], name=op.f('fk_oauth_client_secrets_client_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oauth_client_secrets'))
    )
    op.create_index('ix_oauth_client_secrets_client_id', 'oauth_client_secrets', ['client_id'], unique=False)
    op.create_table('party_coverages',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('coverage', sa.String(length=20), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('party_organisation_id', sa.Uuid(), nullable=True),
    sa.Column('how', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("coverage in ('none', 'affiliated', 'joint_branch', 'own_branch')", name=op.f('ck_party_coverages_coverage_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_party_coverages_bureau_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_party_coverages_institution_id')),
    sa.ForeignKeyConstraint(['party_organisation_id'], ['party_organisations.id'], name=op.f('fk_party_coverages_party_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_coverages'))
    )
    op.create_index('uq_party_coverages_institution_day', 'party_coverages', ['institution_id', 'since_on'], unique=True)
    op.create_table('member_counts',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=False),
    sa.Column('full_members', sa.Integer(), nullable=False),
    sa.Column('probationary_members', sa.Integer(), nullable=False),
    sa.Column('entered_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('full_members >= 0 and probationary_members >= 0', name=op.f('ck_member_counts_members_not_negative')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_member_counts_bureau_id')),
    sa.ForeignKeyConstraint(['entered_by_user_id'], ['users.id'], name=op.f('fk_member_counts_entered_by_user_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_member_counts_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_counts'))
    )
    op.create_index('uq_member_counts_institution_day', 'member_counts', ['institution_id', 'as_of_on'], unique=True)
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
    op.drop_index('ix_good_practices_school_id', table_name='good_practices')
    op.drop_index('ix_good_practices_bureau', table_name='good_practices')
    op.drop_index('ix_good_practices_activity_id', table_name='good_practices')
    op.drop_table('good_practices')
    op.drop_index('uq_standards_reviews_visit', table_name='standards_reviews', postgresql_where=sa.text('visit_id is not null'))
    op.drop_index('ix_standards_reviews_institution_id', table_name='standards_reviews')
    op.drop_index('ix_standards_reviews_bureau_day', table_name='standards_reviews')
    op.drop_table('standards_reviews')
    op.drop_index('ix_community_plan_items_community_id', table_name='community_plan_items')
    op.drop_table('community_plan_items')
    op.drop_index('ix_community_contacts_community_id', table_name='community_contacts')
    op.drop_table('community_contacts')
    op.drop_index('ix_activities_series_id', table_name='activities')
    op.drop_index('ix_activities_community_id', table_name='activities')
    op.drop_index('ix_activities_bureau_start', table_name='activities')
    op.drop_table('activities')
    op.drop_index('uq_member_counts_institution_day', table_name='member_counts')
    op.drop_table('member_counts')
    op.drop_index('uq_party_coverages_institution_day', table_name='party_coverages')
    op.drop_table('party_coverages')
    op.drop_index('ix_oauth_client_secrets_client_id', table_name='oauth_client_secrets')
    op.drop_table('oauth_client_secrets')
    op.drop_index('ix_member_developments_institution_id', table_name='member_developments')
    op.drop_index('ix_member_developments_bureau_sort', table_name='member_developments')
    op.drop_table('member_developments')
    op.drop_index('uq_client_grants_client_bureau', table_name='client_grants', postgresql_where=sa.text('ended_at is null'))
    op.drop_index('ix_client_grants_bureau', table_name='client_grants')
    op.drop_table('client_grants')
    op.drop_index('uq_oauth_clients_code', table_name='oauth_clients')
    op.drop_index('ix_oauth_clients_bureau', table_name='oauth_clients')
    op.drop_table('oauth_clients')
    op.drop_index('uq_mass_groups_institution_kind', table_name='mass_groups', postgresql_where=sa.text('ended_on is null'))
    op.drop_table('mass_groups')
    op.drop_index('ix_figures_deliveries_bureau', table_name='figures_deliveries')
    op.drop_table('figures_deliveries')
    op.drop_index('uq_checklists_one_published', table_name='checklists', postgresql_where=sa.text("state = 'published'"))
    op.drop_index('uq_checklists_bureau_kind_edition', table_name='checklists')
    op.drop_table('checklists')
    op.drop_index('ix_backbone_teachers_school_id', table_name='backbone_teachers')
    op.drop_index('ix_backbone_teachers_bureau_sort', table_name='backbone_teachers')
    op.drop_table('backbone_teachers')
    op.drop_index('uq_activity_kinds_bureau_strand_name', table_name='activity_kinds')
    op.drop_table('activity_kinds')
