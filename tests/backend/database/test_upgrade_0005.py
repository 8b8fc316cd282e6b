"""The fifth migration with data in the tables: what stood on the organisations is their history's beginning (R7)."""

from alembic import command

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.backend.database.test_migrations import configured
from tests.backend.database.test_upgrade_0002 import asked, run
from tests.conftest import cloned_database

BEFORE = """
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at, version)
select id, id, 'bureau', '蒲城县教育局', 'pu', 'p', now(), now(), 1 from gen_random_uuid() as id;
insert into bureau_settings (id, bureau_id, time_zone, visit_grace_working_days, reminder_days_before_month_end,
                             created_at, updated_at, version)
select gen_random_uuid(), id, 'Asia/Shanghai', 5, 7, now(), now(), 1 from organisations;
insert into organisations (id, bureau_id, kind, ownership, name, name_pinyin, name_initials, full_members,
                           probationary_members, members_as_of_on, created_at, updated_at, version)
select gen_random_uuid(), bureau.id, 'school', 'private', given.name, given.name, 'x', given.full_members,
       given.probationary_members, given.as_of, now(), '2026-03-31T17:00:00Z', 1
from organisations bureau, (values
    ('whole', 3, 1, date '2026-01-31'), ('half', 2, null, date '2026-01-31'), ('undated', 4, 0, null),
    ('uncounted', null, null, null)
) as given (name, full_members, probationary_members, as_of);
"""
BOTH = """
select name, o.full_members, o.probationary_members, o.members_as_of_on::text,
       (c.full_members, c.probationary_members, c.as_of_on)
           is not distinct from (o.full_members, o.probationary_members, o.members_as_of_on)
from organisations o left join member_counts c on c.organisation_id = o.id where kind = 'school' order by name
"""


def test_given_figures_then_each_organisation_agrees_with_the_first_row_of_its_history(
    server: embedded.EmbeddedDatabase, worker_id: str
) -> None:
    with cloned_database(server, f"upgrade5_{worker_id}") as name:
        config, url = configured(server, name), plain_address(server.url(embedded.OWNER_ROLE, name))
        command.downgrade(config, "0004")
        run(url, BEFORE)
        command.upgrade(config, "head")
        command.check(config)
        assert asked(url, BOTH) == [
            ("half", 2, None, "2026-01-31", True),
            ("uncounted", None, None, None, True),
            ("undated", 4, 0, "2026-04-01", True),
            ("whole", 3, 1, "2026-01-31", True),
        ]
        assert asked(url, "select count(*) from member_counts") == [(3,)]
        assert asked(url, "select own_branch_full_members from bureau_settings") == [(3,)]
        command.downgrade(config, "0004")
        command.upgrade(config, "head")
