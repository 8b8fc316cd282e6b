"""The fourteenth migration with data in the tables: titles that were written before are found by pinyin too (R7)."""

from alembic import command

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.backend.database.test_migrations import configured
from tests.backend.database.test_upgrade_0002 import asked, run
from tests.conftest import cloned_database

BEFORE = """
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at, version)
select id, id, 'bureau', '蒲城县教育局', 'pu', 'p', now(), now(), 1 from gen_random_uuid() as id;
insert into users (id, bureau_id, username, name, name_pinyin, name_initials, must_change_password,
                   created_at, updated_at, version)
select gen_random_uuid(), id, 'lead', '校长', 'x', 'x', false, now(), now(), 1 from organisations;
insert into good_practices (id, bureau_id, school_id, title, story, state, faces_consented, audience_ids,
                            written_by_user_id, created_at, updated_at, version)
select gen_random_uuid(), o.id, o.id, '一节课，两所学校', '', 'draft', false, '{}', u.id, now(), now(), 1
from organisations o, users u;
"""


def test_given_titles_of_before_then_they_have_their_keys(server: embedded.EmbeddedDatabase, worker_id: str) -> None:
    with cloned_database(server, f"upgrade14_{worker_id}") as name:
        config, url = configured(server, name), plain_address(server.url(embedded.OWNER_ROLE, name))
        command.downgrade(config, "0011")
        run(url, BEFORE)
        command.upgrade(config, "head")
        command.check(config)
        assert asked(url, "select title_pinyin, title_initials from good_practices") == [
            ("yijiekeliangsuoxuexiao", "yjklsxx")
        ]
