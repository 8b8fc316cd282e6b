"""members and how an institution is covered

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=False),
    sa.Column('full_members', sa.Integer(), nullable=True),
    sa.Column('probationary_members', sa.Integer(), nullable=True),
    sa.Column('entered_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('full_members >= 0 and probationary_members >= 0', name=op.f('ck_member_counts_members_not_negative')),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_member_counts_bureau_id')),
    sa.ForeignKeyConstraint(['entered_by_user_id'], ['users.id'], name=op.f('fk_member_counts_entered_by_user_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_member_counts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_counts'))
    )
    op.create_index('uq_member_counts_organisation_day', 'member_counts', ['organisation_id', 'as_of_on'], unique=True)
    # What stands on the organisations so far is the first entry of each one's history.
    op.execute("""
        insert into member_counts (id, bureau_id, organisation_id, as_of_on, full_members, probationary_members,
                                   created_at, updated_at, version)
        select gen_random_uuid(), bureau_id, id, coalesce(members_as_of_on, (updated_at at time zone 'Asia/Shanghai')::date),
               full_members, probationary_members, updated_at, updated_at, 1
        from organisations
        where full_members is not null or probationary_members is not null or members_as_of_on is not null
    """)
    # A count without its day gets the day of the row that was just made for it: both say the same from here on.
    op.execute("""
        update organisations set members_as_of_on = member_counts.as_of_on
        from member_counts
        where member_counts.organisation_id = organisations.id and organisations.members_as_of_on is null
    """)
    # With so many full members an institution can have a branch of its own (domain.md §3; a number of the bureau's).
    op.add_column('bureau_settings', sa.Column('own_branch_full_members', sa.Integer(), server_default='3', nullable=False))
    op.alter_column('bureau_settings', 'own_branch_full_members', server_default=None)
    op.create_check_constraint(op.f('ck_bureau_settings_own_branch_sensible'), 'bureau_settings', 'own_branch_full_members between 1 and 50')


def downgrade() -> None:
    op.drop_constraint(op.f('ck_bureau_settings_own_branch_sensible'), 'bureau_settings')
    op.drop_column('bureau_settings', 'own_branch_full_members')
    op.drop_index('uq_member_counts_organisation_day', table_name='member_counts')
    op.drop_table('member_counts')
    op.drop_index('uq_party_coverages_institution_day', table_name='party_coverages')
    op.drop_table('party_coverages')
    op.drop_index('uq_mass_groups_institution_kind', table_name='mass_groups', postgresql_where=sa.text('ended_on is null'))
    op.drop_table('mass_groups')
