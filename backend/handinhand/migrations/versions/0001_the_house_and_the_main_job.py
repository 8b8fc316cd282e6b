"""the house and the main job

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from procrastinate.schema import SchemaManager

from handinhand.core.database import APPLICATION_ROLE

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The application's own role: reads and writes rows, changes no structure, and not the audit log.
    op.execute(
        f"""
        do $$ begin
          if not exists (select from pg_roles where rolname = '{APPLICATION_ROLE}') then
            create role {APPLICATION_ROLE} nologin;
          end if;
          if current_user <> '{APPLICATION_ROLE}' and not pg_has_role(current_user, '{APPLICATION_ROLE}', 'set') then
            execute format('grant {APPLICATION_ROLE} to %I', current_user);
          end if;
        exception when insufficient_privilege then
          -- An owner who may not make roles is given them by the operator (docs/operations.md); the trigger below
          -- guards the audit log all the same.
          null;
        end $$
        """
    )
    op.execute(f"alter default privileges in schema public grant select, insert, update, delete on tables to {APPLICATION_ROLE}")
    op.execute(f"alter default privileges in schema public grant usage, select on sequences to {APPLICATION_ROLE}")
    op.execute(f"grant usage on schema public to {APPLICATION_ROLE}")
    # Dated rows of one institution must not overlap; core PostgreSQL has no GiST equality on uuid, a range has one.
    op.execute("create type uuidrange as range (subtype = uuid)")
    # Through the driver itself: the queue's schema is many statements with percent signs in them.
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())
    op.create_table('audit_events',
    sa.Column('bureau_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_user_id', sa.Uuid(), nullable=True),
    sa.Column('actor_label', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('target_type', sa.String(length=40), nullable=True),
    sa.Column('target_id', sa.Uuid(), nullable=True),
    sa.Column('target_label', sa.String(length=120), nullable=True),
    sa.Column('details', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('request_id', sa.String(length=40), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_events'))
    )
    op.create_index('ix_audit_events_actor', 'audit_events', ['actor_user_id', 'id'], unique=False)
    op.create_index('ix_audit_events_bureau', 'audit_events', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_audit_events_target', 'audit_events', ['target_type', 'target_id', 'id'], unique=False)
    op.create_table('blobs',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_blobs'))
    )
    op.create_table('idempotency_keys',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('key_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('request_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=True),
    sa.Column('operation', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotency_keys'))
    )
    op.create_index('ix_idempotency_keys_created_at', 'idempotency_keys', ['created_at'], unique=False)
    op.create_index('uq_idempotency_keys_caller_key', 'idempotency_keys', ['user_id', 'key_digest'], unique=True)
    op.create_table('organisations',
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('section_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ownership', sa.String(length=10), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=100, collation='C'), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('datum', sa.String(length=10), nullable=True),
    sa.Column('head_name', sa.String(length=50), nullable=True),
    sa.Column('staff_count', sa.Integer(), nullable=True),
    sa.Column('permit_number', sa.String(length=60), nullable=True),
    sa.Column('permit_valid_until_on', sa.Date(), nullable=True),
    sa.Column('full_members', sa.Integer(), nullable=True),
    sa.Column('probationary_members', sa.Integer(), nullable=True),
    sa.Column('members_as_of_on', sa.Date(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("datum in ('wgs84', 'gcj02')", name=op.f('ck_organisations_datum_known')),
    sa.CheckConstraint("kind in ('bureau', 'section', 'unit', 'school', 'kindergarten', 'training')", name=op.f('ck_organisations_kind_known')),
    sa.CheckConstraint("ownership in ('public', 'private')", name=op.f('ck_organisations_ownership_known')),
    sa.CheckConstraint('(longitude is null) = (latitude is null)', name=op.f('ck_organisations_position_whole')),
    sa.CheckConstraint('full_members >= 0 and probationary_members >= 0', name=op.f('ck_organisations_members_not_negative')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_organisations_bureau_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['organisations.id'], name=op.f('fk_organisations_parent_id')),
    sa.ForeignKeyConstraint(['section_id'], ['organisations.id'], name=op.f('fk_organisations_section_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations'))
    )
    op.create_index('ix_organisations_bureau_sort', 'organisations', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('ix_organisations_parent_id', 'organisations', ['parent_id'], unique=False)
    op.create_index('ix_organisations_section_id', 'organisations', ['section_id'], unique=False)
    op.create_index('uq_organisations_bureau_code', 'organisations', ['bureau_id', 'code'], unique=True, postgresql_where=sa.text('code is not null and closed_on is null'))
    op.create_index('uq_organisations_bureau_name', 'organisations', ['bureau_id', 'name'], unique=True, postgresql_where=sa.text('closed_on is null'))
    op.create_table('sign_in_failures',
    sa.Column('bucket', sa.LargeBinary(length=32), nullable=False),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failures'))
    )
    op.create_index('ix_sign_in_failures_bucket', 'sign_in_failures', ['bucket', 'failed_at'], unique=False)
    op.create_table('bureau_settings',
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('visit_grace_working_days', sa.Integer(), nullable=False),
    sa.Column('reminder_days_before_month_end', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reminder_days_before_month_end between 1 and 20', name=op.f('ck_bureau_settings_reminder_sensible')),
    sa.CheckConstraint('visit_grace_working_days between 0 and 31', name=op.f('ck_bureau_settings_grace_sensible')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_bureau_settings_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bureau_settings'))
    )
    op.create_index('uq_bureau_settings_bureau_id', 'bureau_settings', ['bureau_id'], unique=True)
    op.create_table('organisation_names',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=100, collation='C'), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_names_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_names'))
    )
    op.create_index('ix_organisation_names_organisation_id', 'organisation_names', ['organisation_id', 'until_on'], unique=False)
    op.create_table('party_organisations',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=100, collation='C'), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('party_committee', 'general_branch', 'branch', 'joint_branch')", name=op.f('ck_party_organisations_kind_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_party_organisations_bureau_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_party_organisations_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_organisations'))
    )
    op.create_index('ix_party_organisations_bureau_sort', 'party_organisations', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('ix_party_organisations_organisation_id', 'party_organisations', ['organisation_id'], unique=False)
    op.create_index('uq_party_organisations_bureau_name', 'party_organisations', ['bureau_id', 'name'], unique=True, postgresql_where=sa.text('ended_on is null'))
    op.create_table('people',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=60, collation='C'), nullable=False),
    sa.Column('mobile', sa.String(length=20), nullable=True),
    sa.Column('duty', sa.String(length=60), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_people_bureau_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_people_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_index('ix_people_bureau_sort', 'people', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('ix_people_organisation_id', 'people', ['organisation_id'], unique=False)
    op.create_index('uq_people_bureau_name_mobile', 'people', ['bureau_id', 'name', 'mobile'], unique=True, postgresql_where=sa.text('left_on is null'))
    op.create_table('support_communities',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('lead_school_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_support_communities_bureau_id')),
    sa.ForeignKeyConstraint(['lead_school_id'], ['organisations.id'], name=op.f('fk_support_communities_lead_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support_communities'))
    )
    op.create_index('ix_support_communities_lead_school_id', 'support_communities', ['lead_school_id'], unique=False)
    op.create_index('uq_support_communities_bureau_name', 'support_communities', ['bureau_id', 'name'], unique=True, postgresql_where=sa.text('ends_on is null'))
    op.create_table('affiliations',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('host_party_organisation_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('document_number', sa.String(length=60), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    postgresql.ExcludeConstraint((sa.text("uuidrange(institution_id, institution_id, '[]')"), '&&'), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_affiliations_one_host_at_a_time'),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on', name=op.f('ck_affiliations_dates_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_affiliations_bureau_id')),
    sa.ForeignKeyConstraint(['host_party_organisation_id'], ['party_organisations.id'], name=op.f('fk_affiliations_host_party_organisation_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_affiliations_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliations'))
    )
    op.create_index('ix_affiliations_bureau', 'affiliations', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_affiliations_host', 'affiliations', ['host_party_organisation_id'], unique=False)
    op.create_table('dispatches',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('instructor_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('document_number', sa.String(length=60), nullable=True),
    sa.Column('end_reason', sa.String(length=200), nullable=True),
    sa.Column('predecessor_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    postgresql.ExcludeConstraint((sa.text("uuidrange(institution_id, institution_id, '[]')"), '&&'), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_dispatches_one_primary_at_a_time'),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on', name=op.f('ck_dispatches_dates_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_dispatches_bureau_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_dispatches_institution_id')),
    sa.ForeignKeyConstraint(['instructor_id'], ['people.id'], name=op.f('fk_dispatches_instructor_id')),
    sa.ForeignKeyConstraint(['predecessor_id'], ['dispatches.id'], name=op.f('fk_dispatches_predecessor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatches'))
    )
    op.create_index('ix_dispatches_bureau', 'dispatches', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_dispatches_institution_id', 'dispatches', ['institution_id', 'starts_on'], unique=False)
    op.create_index('ix_dispatches_instructor_id', 'dispatches', ['instructor_id', 'institution_id'], unique=False)
    op.create_table('supported_schools',
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_supported_schools_bureau_id')),
    sa.ForeignKeyConstraint(['community_id'], ['support_communities.id'], name=op.f('fk_supported_schools_community_id')),
    sa.ForeignKeyConstraint(['school_id'], ['organisations.id'], name=op.f('fk_supported_schools_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supported_schools'))
    )
    op.create_index('ix_supported_schools_school_id', 'supported_schools', ['school_id'], unique=False)
    op.create_index('uq_supported_schools_school', 'supported_schools', ['community_id', 'school_id'], unique=True, postgresql_where=sa.text('left_on is null'))
    op.create_table('users',
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('username', sa.String(length=60, collation='C'), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('name_pinyin', sa.String(length=400, collation='C'), nullable=False),
    sa.Column('name_initials', sa.String(length=60, collation='C'), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_signed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_users_bureau_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_users_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users'))
    )
    op.create_index('ix_users_bureau_sort', 'users', ['bureau_id', 'name_pinyin', 'id'], unique=False)
    op.create_index('uq_users_person_id', 'users', ['person_id'], unique=True, postgresql_where=sa.text('person_id is not null'))
    op.create_index('uq_users_username', 'users', [sa.literal_column('lower(username)')], unique=True)
    op.create_table('activation_codes',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_activation_codes_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activation_codes')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_activation_codes_code_hash'))
    )
    op.create_index('ix_activation_codes_user_id', 'activation_codes', ['user_id'], unique=False)
    op.create_table('evidence',
    sa.Column('subject_type', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('withdrawn_reason', sa.String(length=300), nullable=True),
    sa.Column('added_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state in ('draft','catalogued','archived','disposed','withdrawn')", name=op.f('ck_evidence_state_known')),
    sa.ForeignKeyConstraint(['added_by_user_id'], ['users.id'], name=op.f('fk_evidence_added_by_user_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_evidence_bureau_id')),
    sa.ForeignKeyConstraint(['sha256'], ['blobs.sha256'], name=op.f('fk_evidence_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    op.create_index('ix_evidence_bureau', 'evidence', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_evidence_sha256', 'evidence', ['sha256'], unique=False)
    op.create_index('ix_evidence_subject', 'evidence', ['subject_type', 'subject_id', 'id'], unique=False)
    op.create_table('exports',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('parameters', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('requested_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('month_grid', 'obligations')", name=op.f('ck_exports_kind_known')),
    sa.CheckConstraint("status in ('queued', 'running', 'done', 'failed')", name=op.f('ck_exports_status_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_exports_bureau_id')),
    sa.ForeignKeyConstraint(['requested_by_user_id'], ['users.id'], name=op.f('fk_exports_requested_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exports'))
    )
    op.create_index('ix_exports_bureau', 'exports', ['bureau_id', 'id'], unique=False)
    op.create_table('holidays',
    sa.Column('day_on', sa.Date(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('created_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_holidays_bureau_id')),
    sa.ForeignKeyConstraint(['created_by_user_id'], ['users.id'], name=op.f('fk_holidays_created_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holidays'))
    )
    op.create_index('uq_holidays_bureau_day', 'holidays', ['bureau_id', 'day_on'], unique=True)
    op.create_table('imports',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=False),
    sa.Column('file_size', sa.BigInteger(), nullable=False),
    sa.Column('started_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('progress_done', sa.Integer(), nullable=False),
    sa.Column('progress_total', sa.Integer(), nullable=False),
    sa.Column('create_count', sa.Integer(), nullable=False),
    sa.Column('update_count', sa.Integer(), nullable=False),
    sa.Column('unchanged_count', sa.Integer(), nullable=False),
    sa.Column('error_count', sa.Integer(), nullable=False),
    sa.Column('rejection', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('plan_digest', sa.String(length=64), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("status in ('validating', 'ready', 'rejected', 'confirmed', 'applied', 'failed')", name=op.f('ck_imports_status_known')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_imports_bureau_id')),
    sa.ForeignKeyConstraint(['started_by_user_id'], ['users.id'], name=op.f('fk_imports_started_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports'))
    )
    op.create_index('ix_imports_bureau', 'imports', ['bureau_id', 'id'], unique=False)
    op.create_table('known_devices',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_known_devices_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_devices')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_known_devices_token_hash'))
    )
    op.create_index('ix_known_devices_user_id', 'known_devices', ['user_id'], unique=False)
    op.create_table('role_assignments',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on - 1', name=op.f('ck_role_assignments_dates_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_role_assignments_bureau_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_role_assignments_organisation_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_role_assignments_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_assignments'))
    )
    op.create_index('ix_role_assignments_bureau', 'role_assignments', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_role_assignments_user_id', 'role_assignments', ['user_id'], unique=False)
    op.create_table('sessions',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('device_label', sa.String(length=120), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sessions_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sessions_token_hash'))
    )
    op.create_index('ix_sessions_user_id', 'sessions', ['user_id'], unique=False)
    op.create_table('visits',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('instructor_id', sa.Uuid(), nullable=False),
    sa.Column('co_visitor_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('duties', postgresql.ARRAY(sa.String(length=30)), nullable=False),
    sa.Column('persons_met', sa.Text(), nullable=False),
    sa.Column('findings', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('accuracy_m', sa.Double(), nullable=True),
    sa.Column('datum', sa.String(length=10), nullable=True),
    sa.Column('distance_m', sa.Double(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('device_time', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clock_skew_seconds', sa.Integer(), nullable=True),
    sa.Column('late_reason', sa.String(length=500), nullable=True),
    sa.Column('entered_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dispute_reason', sa.String(length=500), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_reason', sa.String(length=500), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content_digest', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel in ('phone', 'desk', 'paper')", name=op.f('ck_visits_channel_known')),
    sa.CheckConstraint("datum in ('wgs84', 'gcj02')", name=op.f('ck_visits_datum_known')),
    sa.CheckConstraint("mode in ('on_site', 'other')", name=op.f('ck_visits_mode_known')),
    sa.CheckConstraint("state = 'draft' or state = 'void' or received_at is not null", name=op.f('ck_visits_received_when_submitted')),
    sa.CheckConstraint("state in ('draft','submitted','returned','disputed','confirmed','void')", name=op.f('ck_visits_state_known')),
    sa.CheckConstraint('ended_at is null or ended_at >= started_at', name=op.f('ck_visits_times_in_order')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_visits_bureau_id')),
    sa.ForeignKeyConstraint(['entered_by_user_id'], ['users.id'], name=op.f('fk_visits_entered_by_user_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_visits_institution_id')),
    sa.ForeignKeyConstraint(['instructor_id'], ['people.id'], name=op.f('fk_visits_instructor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits'))
    )
    op.create_index('ix_visits_bureau_start', 'visits', ['bureau_id', sa.literal_column('started_at desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('ix_visits_institution_month', 'visits', ['institution_id', 'month'], unique=False)
    op.create_index('ix_visits_instructor', 'visits', ['instructor_id', sa.literal_column('started_at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('import_rows',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.String(length=60), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('changes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('errors', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('notes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("status in ('create', 'update', 'unchanged', 'error')", name=op.f('ck_import_rows_status_known')),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_import_rows_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_rows'))
    )
    op.create_index('ix_import_rows_import_status', 'import_rows', ['import_id', 'status', 'position'], unique=False)
    op.create_index('uq_import_rows_import_position', 'import_rows', ['import_id', 'position'], unique=True)
    op.create_table('obligations',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('counting_visit_id', sa.Uuid(), nullable=True),
    sa.Column('counting_received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waived_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('waiver_reason', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(counting_visit_id is null) = (counting_received_at is null)', name=op.f('ck_obligations_counting_whole')),
    sa.CheckConstraint('(waived_at is null) = (waiver_reason is null)', name=op.f('ck_obligations_waiver_whole')),
    sa.CheckConstraint('extract(day from month) = 1', name=op.f('ck_obligations_month_is_first_day')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_obligations_bureau_id')),
    sa.ForeignKeyConstraint(['counting_visit_id'], ['visits.id'], name=op.f('fk_obligations_counting_visit_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_obligations_institution_id')),
    sa.ForeignKeyConstraint(['waived_by_user_id'], ['users.id'], name=op.f('fk_obligations_waived_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligations'))
    )
    op.create_index('ix_obligations_bureau_month', 'obligations', ['bureau_id', 'month', 'institution_id'], unique=False)
    op.create_index('uq_obligations_institution_month', 'obligations', ['institution_id', 'month'], unique=True)
    op.create_table('opinions',
    sa.Column('institution_id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('category', sa.String(length=30), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_opinions_bureau_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisations.id'], name=op.f('fk_opinions_institution_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_opinions_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinions'))
    )
    op.create_index('ix_opinions_bureau', 'opinions', ['bureau_id', 'id'], unique=False)
    op.create_index('ix_opinions_institution_id', 'opinions', ['institution_id', 'id'], unique=False)
    op.create_index('ix_opinions_visit_id', 'opinions', ['visit_id'], unique=False)
    op.create_table('visit_revisions',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_by_user_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['replaced_by_user_id'], ['users.id'], name=op.f('fk_visit_revisions_replaced_by_user_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_revisions_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_revisions'))
    )
    op.create_index('uq_visit_revisions_visit_revision', 'visit_revisions', ['visit_id', 'revision'], unique=True)

    # What is in the audit log stays: no right to change it for the application, and a trigger for everybody else.
    op.execute(f"revoke update, delete, truncate on audit_events from {APPLICATION_ROLE}")
    op.execute(
        """
        create function refuse_audit_change() returns trigger language plpgsql as $$
        begin raise exception 'audit events are never changed or removed'; end $$
        """
    )
    op.execute(
        """
        create trigger audit_events_stay before update or delete or truncate on audit_events
        for each statement execute function refuse_audit_change()
        """
    )
    # Made by the migration tool before the default rights above: /readyz reads it.
    op.execute(f"grant select on alembic_version to {APPLICATION_ROLE}")


def downgrade() -> None:
    op.drop_index('uq_visit_revisions_visit_revision', table_name='visit_revisions')
    op.drop_table('visit_revisions')
    op.drop_index('ix_opinions_visit_id', table_name='opinions')
    op.drop_index('ix_opinions_institution_id', table_name='opinions')
    op.drop_index('ix_opinions_bureau', table_name='opinions')
    op.drop_table('opinions')
    op.drop_index('uq_obligations_institution_month', table_name='obligations')
    op.drop_index('ix_obligations_bureau_month', table_name='obligations')
    op.drop_table('obligations')
    op.drop_index('uq_import_rows_import_position', table_name='import_rows')
    op.drop_index('ix_import_rows_import_status', table_name='import_rows')
    op.drop_table('import_rows')
    op.drop_index('ix_visits_instructor', table_name='visits')
    op.drop_index('ix_visits_institution_month', table_name='visits')
    op.drop_index('ix_visits_bureau_start', table_name='visits')
    op.drop_table('visits')
    op.drop_index('ix_sessions_user_id', table_name='sessions')
    op.drop_table('sessions')
    op.drop_index('ix_role_assignments_user_id', table_name='role_assignments')
    op.drop_index('ix_role_assignments_bureau', table_name='role_assignments')
    op.drop_table('role_assignments')
    op.drop_index('ix_known_devices_user_id', table_name='known_devices')
    op.drop_table('known_devices')
    op.drop_index('ix_imports_bureau', table_name='imports')
    op.drop_table('imports')
    op.drop_index('uq_holidays_bureau_day', table_name='holidays')
    op.drop_table('holidays')
    op.drop_index('ix_exports_bureau', table_name='exports')
    op.drop_table('exports')
    op.drop_index('ix_evidence_subject', table_name='evidence')
    op.drop_index('ix_evidence_sha256', table_name='evidence')
    op.drop_index('ix_evidence_bureau', table_name='evidence')
    op.drop_table('evidence')
    op.drop_index('ix_activation_codes_user_id', table_name='activation_codes')
    op.drop_table('activation_codes')
    op.drop_index('uq_users_username', table_name='users')
    op.drop_index('uq_users_person_id', table_name='users', postgresql_where=sa.text('person_id is not null'))
    op.drop_index('ix_users_bureau_sort', table_name='users')
    op.drop_table('users')
    op.drop_index('uq_supported_schools_school', table_name='supported_schools', postgresql_where=sa.text('left_on is null'))
    op.drop_index('ix_supported_schools_school_id', table_name='supported_schools')
    op.drop_table('supported_schools')
    op.drop_index('ix_dispatches_instructor_id', table_name='dispatches')
    op.drop_index('ix_dispatches_institution_id', table_name='dispatches')
    op.drop_index('ix_dispatches_bureau', table_name='dispatches')
    op.drop_table('dispatches')
    op.drop_index('ix_affiliations_host', table_name='affiliations')
    op.drop_index('ix_affiliations_bureau', table_name='affiliations')
    op.drop_table('affiliations')
    op.drop_index('uq_support_communities_bureau_name', table_name='support_communities', postgresql_where=sa.text('ends_on is null'))
    op.drop_index('ix_support_communities_lead_school_id', table_name='support_communities')
    op.drop_table('support_communities')
    op.drop_index('uq_people_bureau_name_mobile', table_name='people', postgresql_where=sa.text('left_on is null'))
    op.drop_index('ix_people_organisation_id', table_name='people')
    op.drop_index('ix_people_bureau_sort', table_name='people')
    op.drop_table('people')
    op.drop_index('uq_party_organisations_bureau_name', table_name='party_organisations', postgresql_where=sa.text('ended_on is null'))
    op.drop_index('ix_party_organisations_organisation_id', table_name='party_organisations')
    op.drop_index('ix_party_organisations_bureau_sort', table_name='party_organisations')
    op.drop_table('party_organisations')
    op.drop_index('ix_organisation_names_organisation_id', table_name='organisation_names')
    op.drop_table('organisation_names')
    op.drop_index('uq_bureau_settings_bureau_id', table_name='bureau_settings')
    op.drop_table('bureau_settings')
    op.drop_index('ix_sign_in_failures_bucket', table_name='sign_in_failures')
    op.drop_table('sign_in_failures')
    op.drop_index('uq_organisations_bureau_name', table_name='organisations', postgresql_where=sa.text('closed_on is null'))
    op.drop_index('uq_organisations_bureau_code', table_name='organisations', postgresql_where=sa.text('code is not null and closed_on is null'))
    op.drop_index('ix_organisations_section_id', table_name='organisations')
    op.drop_index('ix_organisations_parent_id', table_name='organisations')
    op.drop_index('ix_organisations_bureau_sort', table_name='organisations')
    op.drop_table('organisations')
    op.drop_index('uq_idempotency_keys_caller_key', table_name='idempotency_keys')
    op.drop_index('ix_idempotency_keys_created_at', table_name='idempotency_keys')
    op.drop_table('idempotency_keys')
    op.drop_table('blobs')
    op.drop_index('ix_audit_events_target', table_name='audit_events')
    op.drop_index('ix_audit_events_bureau', table_name='audit_events')
    op.drop_index('ix_audit_events_actor', table_name='audit_events')
    op.drop_table('audit_events')
    op.execute("drop function refuse_audit_change()")
    op.execute("drop type uuidrange")
    for table in ("events", "periodic_defers", "jobs", "workers"):
        op.execute(f"drop table if exists procrastinate_{table} cascade")
    op.execute(
        """
        do $$ declare found record; begin
          for found in select oid::regprocedure as name from pg_proc where proname like 'procrastinate\\_%' loop
            execute 'drop function ' || found.name || ' cascade';
          end loop;
          for found in select oid::regtype as name from pg_type where typname like 'procrastinate\\_%' and typtype in ('e', 'c') loop
            execute 'drop type if exists ' || found.name || ' cascade';
          end loop;
        end $$
        """
    )
    op.execute(f"alter default privileges in schema public revoke all on tables from {APPLICATION_ROLE}")
    op.execute(f"alter default privileges in schema public revoke all on sequences from {APPLICATION_ROLE}")
    op.execute(f"revoke usage on schema public from {APPLICATION_ROLE}")
