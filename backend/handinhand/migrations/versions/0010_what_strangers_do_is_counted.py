"""what strangers do is counted; every bureau has its lists

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

# What a bureau began with when this was written; since then it gets its lists when it is made.
_KINDS = (
    ('teaching', '资源共享'), ('teaching', '送教下乡'), ('teaching', '浸入式培训'), ('teaching', '联合教研'),
    ('hardship', '扶志教育'), ('hardship', '亲情陪伴日'),
    ('party_building', '工作共促'), ('party_building', '思想共建'), ('party_building', '活动共办'),
    ('party_building', '资料共整'), ('party_building', '群团组建'),
)
_CHECKLISTS = (
    ('activity_room', '党群活动室五项标准', False, '蒲教党发〔2019〕33号', (
        ('meets_standard', '达标准', '有专门的活动室，面积和布置符合要求。'),
        ('rules_complete', '制度全', '学习、活动、管理等制度齐全，并且上墙。'),
        ('facilities_complete', '设施全', '桌椅、书报、电教设备等能正常使用。'),
        ('activities_regular', '活动经常', '按计划开展活动，每次都有记录。'),
        ('visible_effect', '效果明显', '党员、教职工愿意来，活动看得到成效。'),
    )),
    ('five_standards', '五个规范', True, None, (
        ('organisation', '组织设置规范', '应建尽建，班子健全，按期换届。'),
        ('organisation_life', '组织生活规范', '“三会一课”、主题党日、组织生活会按时开展。'),
        ('members', '党员管理规范', '党员教育、党费收缴、发展党员按程序办理。'),
        ('premises', '活动阵地规范', '有场所、有标识、有制度，能正常使用。'),
        ('records', '工作台账规范', '会议、活动和党员资料真实完整，分类存放。'),
    )),
)


def upgrade() -> None:
    op.add_column('sign_in_failures', sa.Column('address', sa.LargeBinary(length=32), nullable=True))
    op.add_column('sign_in_failures', sa.Column('refused', sa.Integer(), server_default='0', nullable=False))
    op.alter_column('sign_in_failures', 'refused', server_default=None)
    op.create_index('ix_sign_in_failures_address', 'sign_in_failures', ['address', 'failed_at'], unique=False)
    connection = op.get_bind()
    without = "select id from organisations where kind = 'bureau' and id not in (select bureau_id from {})"
    for (bureau_id,) in connection.execute(sa.text(without.format('activity_kinds'))).all():
        for position, (strand, name) in enumerate(_KINDS, start=1):
            connection.execute(
                sa.text(
                    "insert into activity_kinds (id, bureau_id, strand, name, position, created_at, updated_at, version)"
                    " values (gen_random_uuid(), :bureau_id, :strand, :name, :position, now(), now(), 1)"
                ),
                {'bureau_id': bureau_id, 'strand': strand, 'name': name, 'position': position},
            )
    for (bureau_id,) in connection.execute(sa.text(without.format('checklists'))).all():
        for kind, title, assumed, basis, items in _CHECKLISTS:
            given = [dict(zip(('code', 'title', 'description'), item, strict=True)) for item in items]
            connection.execute(
                sa.text(
                    "insert into checklists (id, bureau_id, kind, edition, title, items, assumed, basis, state,"
                    " published_at, created_at, updated_at, version)"
                    " values (gen_random_uuid(), :bureau_id, :kind, 1, :title, :items, :assumed, :basis, 'published',"
                    " now(), now(), now(), 1)"
                ).bindparams(sa.bindparam('items', type_=postgresql.JSONB)),
                {'bureau_id': bureau_id, 'kind': kind, 'title': title, 'items': given, 'assumed': assumed, 'basis': basis},
            )


def downgrade() -> None:
    op.drop_index('ix_sign_in_failures_address', table_name='sign_in_failures')
    op.drop_column('sign_in_failures', 'refused')
    op.drop_column('sign_in_failures', 'address')
