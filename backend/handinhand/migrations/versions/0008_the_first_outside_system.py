"""the first outside system

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    op.create_index('uq_figures_deliveries_queued', 'figures_deliveries', ['bureau_id', 'month'], unique=True, postgresql_where=sa.text("state = 'queued'"))
    op.create_table('oauth_clients',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('scopes', postgresql.ARRAY(sa.String(length=40)), nullable=False),
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


def downgrade() -> None:
    op.drop_index('ix_oauth_client_secrets_client_id', table_name='oauth_client_secrets')
    op.drop_table('oauth_client_secrets')
    op.drop_index('uq_client_grants_client_bureau', table_name='client_grants', postgresql_where=sa.text('ended_at is null'))
    op.drop_index('ix_client_grants_bureau', table_name='client_grants')
    op.drop_table('client_grants')
    op.drop_index('uq_oauth_clients_code', table_name='oauth_clients')
    op.drop_index('ix_oauth_clients_bureau', table_name='oauth_clients')
    op.drop_table('oauth_clients')
    op.drop_index('uq_figures_deliveries_queued', table_name='figures_deliveries', postgresql_where=sa.text("state = 'queued'"))
    op.drop_index('ix_figures_deliveries_bureau', table_name='figures_deliveries')
    op.drop_table('figures_deliveries')
