"""The limit: the same operations as a bare ASGI application with hand-written SQL and JSON made by PostgreSQL.

It checks the same session, reads the same roles and ties, holds the same scope, works in one transaction and answers
the same fields; `answers_agree` in measure.py compares them. What it leaves out is what an application is for:
refusals that explain themselves, other filters, other roles, a description. Run by uvicorn like the application.
"""

import hashlib
import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import AsyncRawCursor
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool
from uuid_utils import uuid7

from bench.limit_registers import LISTS

ZONE = ZoneInfo("Asia/Shanghai")

ACTOR = """
select u.id, u.name, u.bureau_id, u.person_id, r.role, r.bureau_id, case when r.role = 'instructor' then
  (select array_agg(d.institution_id) from dispatches d where d.instructor_id = u.person_id and d.starts_on <= $3
    and (d.ends_on is null or d.ends_on >= $3)) when r.role = 'lead_secretary' then
  (select array_agg(m.school_id) from supported_schools m join support_communities c on c.id = m.community_id
    where c.lead_school_id = r.organisation_id and c.state not in ('draft', 'approved') and c.starts_on <= $3
    and (c.ends_on is null or c.ends_on >= $3) and m.joined_on <= $3 and (m.left_on is null or m.left_on >= $3)) end,
  r.organisation_id
from sessions s join users u on u.id = s.user_id left join role_assignments r on r.user_id = u.id
  and r.starts_on <= $3 and (r.ends_on is null or r.ends_on >= $3)
where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and u.disabled_at is null
"""

BRIEF = """
'id', v.id, 'institution_id', v.institution_id, 'institution_name', o.name, 'instructor_id', v.instructor_id,
'instructor_name', p.name, 'co_visitor_ids', v.co_visitor_ids, 'state', v.state, 'mode', v.mode,
'started_at', v.started_at, 'ended_at', v.ended_at, 'visited_on', v.visited_on, 'month', to_char(v.month, 'YYYY-MM'),
'duties', v.duties, 'channel', v.channel, 'entered_at', v.entered_at, 'received_at', v.received_at,
'first_received_at', v.first_received_at, 'dispute_reason', v.dispute_reason, 'decision_reason', v.decision_reason,
'revision', v.revision, 'version', v.version
"""
NAMED = "from visits v join organisations o on o.id = v.institution_id join people p on p.id = v.instructor_id"
OF_BUREAU = "v.bureau_id = $1"
OF_INSTRUCTOR = "(v.instructor_id = $1 or (v.institution_id = any($2::uuid[]) and v.first_received_at is not null))"

LIST = f"""
select '{{"items":' || coalesce(json_agg(item), '[]')::text, max(started_at::text || id) from (
  select v.id, v.started_at, json_build_object({BRIEF}) as item {NAMED} where VISIBLE
  order by v.started_at desc, v.id desc limit 50
) page
"""

DETAIL = f"""
select json_build_object({BRIEF}, 'persons_met', v.persons_met, 'findings', v.findings, 'advice', v.advice,
  'opinions', (select coalesce(json_agg(json_build_object('id', n.id, 'text', n.body, 'category', n.category,
    'state', n.state) order by n.created_at, n.id), '[]') from opinions n where n.visit_id = v.id),
  'co_visitors', (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) order by c.name_pinyin, c.id),
    '[]') from people c where c.id = any(v.co_visitor_ids)),
  'position', case when v.longitude is not null then json_build_object('longitude', v.longitude, 'latitude',
    v.latitude, 'accuracy_m', v.accuracy_m, 'datum', v.datum) end, 'distance_m', v.distance_m,
  'device_time', v.device_time, 'clock_skew_seconds', v.clock_skew_seconds,
  'clock_is_off', coalesce(abs(v.clock_skew_seconds), 0) > 300, 'late_reason', v.late_reason,
  'entered_by_name', e.name, 'decided_at', v.decided_at, 'evidence_count', (select count(*) from evidence f
    where f.subject_type = 'visit' and f.subject_id = v.id and f.state <> 'withdrawn'))::text, v.state, v.instructor_id
{NAMED} join users e on e.id = v.entered_by_user_id where v.id = @ID and VISIBLE
"""

PLACE = """
select o.id, o.name, o.bureau_id, coalesce(s.time_zone, 'Asia/Shanghai'), o.closed_on,
  (select count(*) from people p where p.id = any($4::uuid[]) and p.bureau_id = o.bureau_id)
from organisations o left join bureau_settings s on s.bureau_id = o.bureau_id
where o.id = $1 and o.ownership = 'private' and (o.bureau_id = any($2::uuid[]) or o.id = any($3::uuid[]))
"""

INSERT = """
insert into visits (id, bureau_id, institution_id, instructor_id, co_visitor_ids, state, mode, started_at, ended_at,
  visited_on, month, duties, persons_met, findings, advice, channel, device_time, late_reason, entered_by_user_id,
  entered_at, revision, content_digest, created_at, updated_at, version)
values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20, $19,
  $19, 1) on conflict (id) do nothing returning id
"""

AUDIT = """
insert into audit_events (id, bureau_id, at, actor_user_id, actor_label, action, outcome, target_type, target_id,
  target_label, details, request_id) values ($1, $2, $3, $4, $5, 'visit:create', 'done', 'visit', $6, $7, $8, null)
"""

CALENDAR = """
select s.visit_grace_working_days,
  array(select h.day_on from holidays h where h.bureau_id = s.bureau_id and not h.working),
  array(select h.day_on from holidays h where h.bureau_id = s.bureau_id and h.working)
from bureau_settings s where s.bureau_id = $1
"""

GRID = """
with due as (
  select month, until, to_char(month, 'YYYY-MM') as name
  from unnest($2::date[], $3::timestamptz[]) as due (month, until)
),
cell as materialized (
  select o.id, o.name, o.name_pinyin, o.kind, o.section_id, due.name as month, case
      when coalesce(o.joined_on, (select min(d.starts_on) from dispatches d where d.institution_id = o.id),
        (o.created_at at time zone 'Asia/Shanghai')::date) >= due.month or o.closed_on < due.month then null
      when b.waived_at is not null then 'waived'
      when b.counting_received_at < due.until then 'met'
      when b.counting_received_at is not null then 'met_late'
      when due.until > $4 then 'open'
      when exists (select from dispatches d where d.institution_id = o.id and (d.ends_on is null
        or d.ends_on >= due.month) and d.starts_on < due.month + interval '1 month') then 'missed'
      else 'unassigned' end as status, coalesce(made.count, 0) as visits
  from organisations o cross join due
  left join obligations b on b.institution_id = o.id and b.month = due.month and b.bureau_id = $1
  left join (select institution_id, month, count(*) from visits where bureau_id = $1
    and month between ($2::date[])[1] and ($2::date[])[cardinality($2::date[])]
    and state in ('submitted', 'returned', 'disputed', 'confirmed') group by 1, 2) made
    on made.institution_id = o.id and made.month = due.month
  where o.bureau_id = $1 and o.ownership = 'private' and o.kind in ('school', 'kindergarten', 'training')
),
institution as (
  select min(name_pinyin) as name_pinyin, id, json_build_object('id', id, 'name', min(name), 'kind', min(kind),
    'section_id', min(section_id::text), 'cells', ('[' || string_agg('{"month":"' || month || '","status":' ||
      coalesce('"' || status || '"', 'null') || ',"visits":' || visits || ',"href":"/api/v1/visits?institution_id=' ||
      id || '&month=' || month || '&state=submitted&state=returned&state=disputed&state=confirmed"}', ','
      order by month) || ']')::json)::text as shown
  from cell group by id
),
total as (
  select month, json_build_object('month', month, 'owed', json_build_object('count', count(status), 'href',
    '/api/v1/obligations?month=' || month), 'statuses', json_build_object(STATUSES)) as shown
  from cell group by month
)
select '{"month":"' || (select max(name) from due) || '","months":' || (select json_agg(name order by month) from due)
  || ',"institutions":[' || coalesce((select string_agg(shown, ',' order by name_pinyin, id) from institution), '')
  || '],"totals":' || (select json_agg(shown order by month) from total) || ',"counties":[]}'
""".replace(
    "STATUSES",
    ", ".join(
        f"'{status}', json_build_object('count', count(*) filter (where status = '{status}'), 'href', "
        f"'/api/v1/obligations?month=' || month || '&status={status}')"
        for status in ("open", "met", "met_late", "missed", "unassigned", "waived")
    ),
)

Answer = tuple[int, bytes]


class Actor:
    """Who asks, and how far they reach."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.user_id, self.name, self.bureau_id, self.person_id = rows[0][:4]
        self.bureaus = [row[5] for row in rows if row[4] == "bureau_admin"]
        self.tied = [tied for row in rows if row[4] == "instructor" for tied in row[6] or ()]
        leads = [row for row in rows if row[4] == "lead_secretary"]
        self.seats = [row[7] for row in leads]
        self.supported = [tied for row in leads for tied in row[6] or ()]

    def visible(self, statement: str) -> tuple[str, list[Any]]:
        """The statement with the condition for this actor's reach, and its parameters."""
        if self.bureaus:
            return statement.replace("VISIBLE", OF_BUREAU).replace("@ID", "$2"), [self.bureaus[0]]
        return statement.replace("VISIBLE", OF_INSTRUCTOR).replace("@ID", "$3"), [self.person_id, self.tied]


async def list_visits(run: Any, actor: Actor, _query: dict[str, str], _path: str, _body: bytes) -> Answer:
    """GET /visits."""
    ((items, last),) = await run(*actor.visible(LIST))
    return 200, f'{items},"next_cursor":"{last}","total":null}}'.encode()


async def read_visit(run: Any, actor: Actor, _query: dict[str, str], path: str, _body: bytes) -> Answer:
    """GET /visits/{id}."""
    return await _shown(run, actor, UUID(path.rpartition("/")[2]), 200)


async def _shown(run: Any, actor: Actor, visit_id: UUID, status: int) -> Answer:
    statement, reach = actor.visible(DETAIL)
    found = await run(statement, [*reach, visit_id])
    if not found:
        return 404, b"{}"
    ((shown, state, instructor_id),) = found
    actions = ["edit", "check-in", "submit", "void"] if state == "draft" and instructor_id == actor.person_id else []
    if state in {"submitted", "confirmed", "disputed"} and instructor_id == actor.person_id:
        actions = ["revise"]
    return status, f'{shown[:-1]},"actions":{json.dumps(actions)}}}'.encode()


async def create_visit(run: Any, actor: Actor, _query: dict[str, str], _path: str, body: bytes) -> Answer:
    """POST /visits."""
    sent, now = json.loads(body), datetime.now(UTC)
    people = [actor.person_id, *map(UUID, sent.get("co_visitor_ids", ()))]
    started_at = datetime.fromisoformat(sent["started_at"])
    visit_id, institution_id = UUID(sent["id"]), UUID(sent["institution_id"])
    if await run("select content_digest from visits where id = $1", [visit_id]):
        return 409, b"{}"
    place = await run(PLACE, [institution_id, actor.bureaus, actor.tied, people])
    if not place or place[0][5] != len(people) or started_at > now + timedelta(minutes=5):
        return 422, b"{}"
    _, name, bureau_id, zone, _, _ = place[0]
    day = started_at.astimezone(ZoneInfo(zone)).date()
    ended_at = datetime.fromisoformat(sent["ended_at"]) if sent.get("ended_at") else None
    await run(
        INSERT,
        [
            visit_id, bureau_id, institution_id, actor.person_id, people[1:], sent["mode"], started_at, ended_at, day,
            day.replace(day=1), sent["duties"], sent["persons_met"], sent["findings"], sent["advice"], sent["channel"],
            None, sent.get("late_reason"), actor.user_id, now, hashlib.sha256(body).hexdigest(),
        ],
    )  # fmt: skip
    label = f"{name} {day}"
    await run(AUDIT, [UUID(int=uuid7().int), bureau_id, now, actor.user_id, actor.name, visit_id, label, Jsonb({})])
    return await _shown(run, actor, visit_id, 201)


async def month_grid(run: Any, actor: Actor, query: dict[str, str], _path: str, _body: bytes) -> Answer:
    """GET /overview/month."""
    ((grace, off, worked),) = await run(CALENDAR, [actor.bureaus[0]])
    last = date.fromisoformat(query["month"] + "-01")
    months = [last]
    while len(months) < int(query["months"]):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    months.reverse()
    untils = [_until(month, grace, set(off), set(worked)) for month in months]
    ((shown,),) = await run(GRID, [actor.bureaus[0], months, untils, datetime.now(UTC)])
    return 200, shown.encode()


def _until(month: date, grace: int, off: set[date], worked: set[date]) -> datetime:
    day, left = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1), grace
    while left:
        day += timedelta(days=1)
        left -= day in worked or (day.weekday() < 5 and day not in off)
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)


Endpoint = Callable[[Any, Actor, dict[str, str], str, bytes], Awaitable[Answer]]
_WHOLE: dict[tuple[str, str], Endpoint] = {
    ("GET", "/api/v1/visits"): list_visits,
    ("POST", "/api/v1/visits"): create_visit,
    ("GET", "/api/v1/overview/month"): month_grid,
    **{("GET", path): listed for path, listed in LISTS.items()},
}
_pool: list[AsyncConnectionPool[Any]] = []


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    path, query = scope["path"], dict(parse_qsl(scope["query_string"].decode()))
    cookie = next((value for name, value in scope["headers"] if name == b"cookie"), b"").decode()
    endpoint = _WHOLE.get((scope["method"], path), read_visit)
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    async with _pool[0].connection() as connection:
        cursor = AsyncRawCursor(connection)

        async def run(statement: str, parameters: list[Any]) -> list[Any]:
            await cursor.execute(statement.encode(), parameters, binary=True)
            return await cursor.fetchall() if cursor.description else []

        now = datetime.now(UTC)
        digest = hashlib.sha256(cookie.partition("handinhand_session=")[2].encode()).digest()
        rows = await run(ACTOR, [digest, now, now.astimezone(ZONE).date()])
        status, answer = await endpoint(run, Actor(rows), query, path, body) if rows else (401, b"{}")
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


async def _live(receive: Any, send: Any) -> None:
    await receive()
    pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
        os.environ["LIMIT_DATABASE"], min_size=8, max_size=8, open=False
    )
    await pool.open(wait=True)
    _pool[:] = [pool]
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})
