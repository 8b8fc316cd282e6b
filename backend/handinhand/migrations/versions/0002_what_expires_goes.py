"""what expires goes, and the history of waivers

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('past_waivers',
    sa.Column('obligation_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('waived_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('waived_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('taken_back_reason', sa.String(length=300), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_by_user_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bureau_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['organisations.id'], name=op.f('fk_past_waivers_bureau_id')),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligations.id'], name=op.f('fk_past_waivers_obligation_id')),
    sa.ForeignKeyConstraint(['taken_back_by_user_id'], ['users.id'], name=op.f('fk_past_waivers_taken_back_by_user_id')),
    sa.ForeignKeyConstraint(['waived_by_user_id'], ['users.id'], name=op.f('fk_past_waivers_waived_by_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_waivers'))
    )
    op.create_index('ix_past_waivers_obligation_id', 'past_waivers', ['obligation_id', 'taken_back_at'], unique=False)

    # When a browser was last seen is not known: one that is known now counts from today, one that had been forgotten
    # by the rule so far (400 days) stays forgotten.
    op.add_column('known_devices', sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        update known_devices set last_seen_at =
          case when created_at >= now() - interval '400 days' then now() else created_at end
        """
    )
    op.alter_column('known_devices', 'last_seen_at', nullable=False)
    op.create_index('ix_known_devices_last_seen_at', 'known_devices', ['last_seen_at'], unique=False)

    op.create_index('ix_sessions_ended', 'sessions', [sa.literal_column('least(revoked_at, expires_at)')], unique=False)
    op.create_index('ix_activation_codes_ended', 'activation_codes', [sa.literal_column('least(used_at, expires_at)')], unique=False)
    op.create_index('ix_sign_in_failures_failed_at', 'sign_in_failures', ['failed_at'], unique=False)

    op.add_column('imports', sa.Column('expired_at', sa.DateTime(timezone=True), nullable=True))
    op.alter_column('imports', 'file_sha256', existing_type=sa.String(length=64), nullable=True)
    op.create_check_constraint(op.f('ck_imports_file_until_expired'), 'imports', '(file_sha256 is null) = (expired_at is not null)')
    op.create_index('ix_imports_file_sha256', 'imports', ['file_sha256'], unique=False)
    op.create_index('ix_imports_unexpired', 'imports', ['updated_at'], unique=False, postgresql_where=sa.text('expired_at is null'))
    op.create_index('ix_exports_sha256', 'exports', ['sha256'], unique=False)
    op.create_index('ix_exports_updated_at', 'exports', ['updated_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_exports_updated_at', table_name='exports')
    op.drop_index('ix_exports_sha256', table_name='exports')
    op.drop_index('ix_imports_unexpired', table_name='imports')
    op.drop_index('ix_imports_file_sha256', table_name='imports')
    op.drop_constraint(op.f('ck_imports_file_until_expired'), 'imports', type_='check')
    # The older program expects a digest. This one names no file, and the next upgrade's daily work takes it out again.
    op.execute("update imports set file_sha256 = repeat('0', 64) where file_sha256 is null")
    op.alter_column('imports', 'file_sha256', existing_type=sa.String(length=64), nullable=False)
    op.drop_column('imports', 'expired_at')
    op.drop_index('ix_sign_in_failures_failed_at', table_name='sign_in_failures')
    op.drop_index('ix_activation_codes_ended', table_name='activation_codes')
    op.drop_index('ix_sessions_ended', table_name='sessions')
    op.drop_index('ix_known_devices_last_seen_at', table_name='known_devices')
    op.drop_column('known_devices', 'last_seen_at')
    op.drop_index('ix_past_waivers_obligation_id', table_name='past_waivers')
    op.drop_table('past_waivers')
