"""The tenth migration with data in the tables: a bureau without lists gets them, another keeps its own."""

from alembic import command

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from handinhand.programme.activities.rules import SEED as KINDS
from handinhand.programme.standards.rules import SEED as CHECKLISTS
from tests.backend.database.test_migrations import configured
from tests.backend.database.test_upgrade_0002 import asked, run
from tests.conftest import cloned_database

BEFORE = """
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at, version)
select id, id, 'bureau', name, name, 'x', now(), now(), 1
from (select gen_random_uuid() as id, name from (values ('fresh'), ('settled')) as given (name)) as bureau;
insert into activity_kinds (id, bureau_id, strand, name, position, created_at, updated_at, version)
select gen_random_uuid(), id, 'teaching', '同课异构', 1, now(), now(), 1 from organisations where name = 'settled';
insert into checklists (id, bureau_id, kind, edition, title, items, assumed, state, published_at, created_at,
                        updated_at, version)
select gen_random_uuid(), id, 'five_standards', 1, '五个规范', '[]', false, 'published', now(), now(), now(), 1
from organisations where name = 'settled';
insert into sign_in_failures (id, bucket, failed_at) values (gen_random_uuid(), 'x', now());
"""
KINDS_OF = """
select o.name, k.strand, k.name from activity_kinds k join organisations o on o.id = k.bureau_id
order by o.name, k.position
"""
CHECKLISTS_OF = """
select o.name, c.kind, c.title, c.assumed, c.basis, c.edition, c.state, c.items
from checklists c join organisations o on o.id = c.bureau_id order by o.name, c.kind
"""


def test_given_bureaux_with_and_without_lists_then_each_has_what_it_begins_with_or_its_own(
    server: embedded.EmbeddedDatabase, worker_id: str
) -> None:
    with cloned_database(server, f"upgrade10_{worker_id}") as name:
        config, url = configured(server, name), plain_address(server.url(embedded.OWNER_ROLE, name))
        command.downgrade(config, "0008")
        run(url, BEFORE)
        command.upgrade(config, "head")
        command.check(config)
        assert asked(url, KINDS_OF) == [
            *(("fresh", strand, kind) for strand, kinds in KINDS.items() for kind in kinds),
            ("settled", "teaching", "同课异构"),
        ]
        assert asked(url, CHECKLISTS_OF) == [
            *(
                (
                    "fresh", kind, seed.title, seed.assumed, seed.basis, 1, "published",
                    [dict(zip(("code", "title", "description"), item, strict=True)) for item in seed.items],
                )
                for kind, seed in sorted(CHECKLISTS.items())
            ),
            ("settled", "five_standards", "五个规范", False, None, 1, "published", []),
        ]  # fmt: skip
        assert asked(url, "select refused, address from sign_in_failures") == [(0, None)]
        command.downgrade(config, "0008")
        command.upgrade(config, "head")
