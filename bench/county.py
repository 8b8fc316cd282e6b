"""The benchmark's data: a municipal bureau with its counties, written by SQL inside the database in a few seconds."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from bench import communities
from handinhand.foundation.settings.official import official_days

COUNTIES = 11
INSTITUTIONS = 120
INSTRUCTORS = 30
MONTHS = 36
EVIDENCE_ROWS = 100_000

LAST_MONTH = date(2026, 10, 1)
FIRST_MONTH = date(2023, 11, 1)
"""36 months ending with the last one that is over: every status is decided, whenever the benchmark runs."""

_ORGANISATIONS = """
create temporary table counties as select number, uuidv7() as id from generate_series(1, %(counties)s) number;
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at)
  select id, id, 'bureau', '第' || number || '县教育局', 'county' || lpad(number::text, 3, '0'), 'c', now(), now()
  from counties;
insert into bureau_settings (id, bureau_id, created_at, updated_at, version, time_zone, visit_grace_working_days,
    reminder_days_before_month_end, own_branch_full_members)
  select uuidv7(), id, now(), now(), 1, 'Asia/Shanghai', 5, 7, 3 from counties;
create temporary table institutions as
  select county.id as bureau_id, nth as number, uuidv7() as id
  from counties county, generate_series(1, %(institutions)s) nth;
insert into organisations (id, bureau_id, parent_id, kind, ownership, name, name_pinyin, name_initials, joined_on,
    longitude, latitude, datum, created_at, updated_at)
  select id, bureau_id, bureau_id, (array['school', 'kindergarten', 'training'])[number %% 3 + 1], 'private',
    '第' || number || '号民办机构', 'jigou' || lpad(number::text, 4, '0'), 'jg', %(first_month)s::date - 31,
    109.58, 34.95, 'gcj02', now(), now()
  from institutions;
"""

_INSTRUCTORS = """
create temporary table instructors as
  select county.id as bureau_id, nth as number, uuidv7() as id, uuidv7() as user_id
  from counties county, generate_series(1, %(instructors)s) nth;
insert into people (id, bureau_id, organisation_id, name, name_pinyin, name_initials, created_at, updated_at)
  select id, bureau_id, bureau_id, '指导员' || number, 'zhidaoyuan' || lpad(number::text, 3, '0'), 'zdy', now(), now()
  from instructors;
insert into dispatches (id, bureau_id, institution_id, instructor_id, starts_on, created_at, updated_at)
  select uuidv7(), institution.bureau_id, institution.id, instructor.id, %(first_month)s, now(), now()
  from institutions institution join instructors instructor on instructor.bureau_id = institution.bureau_id
    and instructor.number = institution.number %% %(instructors)s + 1;
"""

_ACCOUNTS = """
create temporary table accounts as
  select bureau_id, 'instructor' as role, id as person_id, user_id from instructors
  union all select id, 'bureau_admin', null, uuidv7() from counties;
insert into users (id, bureau_id, person_id, username, name, name_pinyin, name_initials, must_change_password,
    created_at, updated_at)
  select user_id, bureau_id, person_id, role || '-' || user_id, '测试账号', 'ceshi', 'cs', false, now(), now()
  from accounts;
insert into role_assignments (id, bureau_id, user_id, role, organisation_id, starts_on, created_at, updated_at)
  select uuidv7(), bureau_id, user_id, role, bureau_id, %(first_month)s, now(), now() from accounts;
insert into sessions (id, user_id, token_hash, created_at, expires_at)
  select uuidv7(), user_id, sha256(convert_to(user_id::text, 'UTF8')), now(), now() + interval '1 day' from accounts;
"""

# Nine months in ten have one visit that counts, one in ten of those a second one, and one month in ten has none.
_VISITS = """
create temporary table months as
  select number, (%(first_month)s::date + make_interval(months => number))::date as month
  from generate_series(0, %(months)s - 1) number;
create temporary table wanted as
  select institution.bureau_id, institution.id as institution_id, dispatch.instructor_id, month.month, uuidv7() as id,
    account.user_id, month.month + time '01:30' + make_interval(days => (institution.number * 7 + nth * 3) %% 25) as at
  from institutions institution join months month on true
  join generate_series(1, 2) nth on nth = 1 or (institution.number + month.number) %% 10 = 1
  join dispatches dispatch on dispatch.institution_id = institution.id
  join accounts account on account.person_id = dispatch.instructor_id
  where (institution.number + month.number) %% 10 <> 0
  order by month.month, institution.id;
insert into visits (id, bureau_id, institution_id, instructor_id, co_visitor_ids, state, mode, started_at, ended_at,
    visited_on, month, duties, persons_met, findings, advice, channel, entered_by_user_id, entered_at, received_at,
    first_received_at, revision, content_digest, created_at, updated_at)
  select id, bureau_id, institution_id, instructor_id, '{}', 'confirmed', 'on_site', at at time zone 'UTC',
    at at time zone 'UTC' + interval '90 minutes', at::date, month, '{policy,ideology,activity_room}', '园长、党员教师',
    '党群活动室制度已上墙，三会一课记录缺七月份；教师对新条例有疑问，已当场讲解。', '下月前补齐会议记录。', 'phone',
    user_id, at at time zone 'UTC' + interval '2 hours', at at time zone 'UTC' + interval '2 hours',
    at at time zone 'UTC' + interval '2 hours', 1, '', now(), now()
  from wanted;
insert into obligations (id, bureau_id, institution_id, month, counting_visit_id, counting_received_at, created_at,
    updated_at)
  select uuidv7(), institution.bureau_id, institution.id, month.month, visit.id, visit.first_received_at, now(), now()
  from institutions institution join months month on true
  left join lateral (
    select id, first_received_at from visits
    where institution_id = institution.id and month = month.month order by first_received_at limit 1
  ) visit on true;
"""

_EVIDENCE = """
insert into blobs (sha256, size, media_type, stored_at) values (%(blob)s, 20480, 'image/jpeg', now());
insert into evidence (id, bureau_id, subject_type, subject_id, title, file_name, media_type, size, sha256, state,
    added_by_user_id, added_at, created_at, updated_at)
  select uuidv7(), visit.bureau_id, 'visit', visit.id, '现场照片', 'photo.jpg', 'image/jpeg', 20480, %(blob)s,
    'catalogued', visit.entered_by_user_id, visit.entered_at, now(), now()
  from visits visit, generate_series(1, 3) order by visit.id limit %(evidence)s;
"""


_VERSIONED = (
    "organisations", "bureau_settings", "people", "dispatches", "users", "role_assignments", "visits", "obligations",
    "evidence", "holidays",
)  # fmt: skip
"""The application gives every row its version; these scripts leave it to a default for as long as they run."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One instructor's account with an institution and a visit of theirs, their bureau's and a lead school's."""

    bureau_token: str
    instructor_token: str
    lead_token: str
    institution_id: UUID
    visit_id: UUID


def enter(address: str) -> list[Sample]:
    """Enters the data as the owner of an empty, migrated database. Gives one sample per instructor."""
    parameters = {
        "counties": COUNTIES,
        "institutions": INSTITUTIONS,
        "instructors": INSTRUCTORS,
        "months": MONTHS,
        "first_month": FIRST_MONTH,
        "evidence": EVIDENCE_ROWS,
        "blob": hashlib.sha256(b"one photo").hexdigest(),
        **communities.PARAMETERS,
    }
    with psycopg.connect(address) as connection:
        for table in (*_VERSIONED, *communities.TABLES):
            connection.execute(f"alter table {table} alter column version set default 1".encode())
        for script in (_ORGANISATIONS, _INSTRUCTORS, _ACCOUNTS, _VISITS, _EVIDENCE, *communities.SCRIPTS):
            for statement in filter(None, map(str.strip, script.split(";\n"))):
                connection.execute(statement.encode(), parameters)
        _enter_holidays(connection)
        for table in (*_VERSIONED, *communities.TABLES):
            connection.execute(f"alter table {table} alter column version drop default".encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
        return _samples(connection)


def _enter_holidays(connection: psycopg.Connection) -> None:
    days = official_days(range(FIRST_MONTH.year, LAST_MONTH.year + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into holidays (id, bureau_id, day_on, working, name, created_at, updated_at, version) "
            "select uuidv7(), id, %s, %s, %s, now(), now(), 1 from counties",
            [(day.day_on, day.working, day.name) for day in days],
        )


def _samples(connection: psycopg.Connection) -> list[Sample]:
    with connection.cursor(row_factory=class_row(Sample)) as cursor:
        return cursor.execute(
            "select bureau.user_id::text as bureau_token, instructor.user_id::text as instructor_token, "
            "lead.user_id::text as lead_token, visit.institution_id, visit.id as visit_id "
            "from instructors person join leads lead using (bureau_id, number) "
            "join accounts instructor on instructor.user_id = person.user_id join accounts bureau "
            "on bureau.bureau_id = instructor.bureau_id and bureau.role = 'bureau_admin' "
            "cross join lateral (select id, institution_id from visits where instructor_id = instructor.person_id "
            "order by id desc limit 1) visit order by instructor.user_id"
        ).fetchall()
