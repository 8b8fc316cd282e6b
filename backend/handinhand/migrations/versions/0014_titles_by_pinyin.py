"""titles by pinyin

Revision ID: 0014
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from handinhand.core.pinyin import name_keys

revision = '0014'
down_revision = '0011'
branch_labels = None
depends_on = None

_AT_ONCE = 1_000


def upgrade() -> None:
    for table in ('activities', 'good_practices'):
        op.add_column(table, sa.Column('title_pinyin', sa.String(length=400, collation='C'), nullable=True))
        op.add_column(table, sa.Column('title_initials', sa.String(length=100, collation='C'), nullable=True))
        _fill(table)
        op.alter_column(table, 'title_pinyin', nullable=False)
        op.alter_column(table, 'title_initials', nullable=False)


def _fill(table: str) -> None:
    connection = op.get_bind()
    rows = sa.table(table, sa.column('id', sa.Uuid), sa.column('title'), sa.column('title_pinyin'), sa.column('title_initials'))
    change = rows.update().where(rows.c.id == sa.bindparam('of')).values(
        title_pinyin=sa.bindparam('pinyin'), title_initials=sa.bindparam('initials')
    )
    known = connection.execute(sa.select(rows.c.id, rows.c.title)).all()
    for start in range(0, len(known), _AT_ONCE):
        keyed = [(row.id, *name_keys(row.title)) for row in known[start:start + _AT_ONCE]]
        connection.execute(
            change, [{'of': row_id, 'pinyin': pinyin[:400], 'initials': initials[:100]} for row_id, pinyin, initials in keyed]
        )


def downgrade() -> None:
    for table in ('activities', 'good_practices'):
        op.drop_column(table, 'title_initials')
        op.drop_column(table, 'title_pinyin')
