"""The limit's lists of the communities: hand-written SQL for the same rows, fields and order as the application's."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

_PAGE = """
select '{"items":' || coalesce(json_agg(item), '[]')::text, max(sort) from (
  select CURSOR::text as sort, json_build_object(FIELDS) as item FROM where VISIBLE order by ORDER limit 50
) page
"""

_OF_COMMUNITY = """c.id in (select l.id from support_communities l where l.lead_school_id = any($1::uuid[])
  union all select s.community_id from supported_schools s where s.school_id = any($1::uuid[]))"""


class Listing(NamedTuple):
    """One list: two statements, and whether somebody's tied schools lie within it beside their own."""

    of_bureau: str
    of_schools: str
    tied: bool


def _listing(
    *, fields: str, source: str, bureau: str, schools: str, order: str, cursor: str, tied: bool = False
) -> Listing:
    page = _PAGE.replace("FIELDS", fields).replace("FROM", source).replace("ORDER", order).replace("CURSOR", cursor)
    return Listing(*(page.replace("VISIBLE", each) for each in (bureau, schools)), tied)


ACTIVITIES = _listing(
    fields="""
'id', a.id, 'community_id', a.community_id, 'community_name', c.name, 'strand', a.strand, 'kind_id', a.kind_id,
'kind_name', k.name, 'organiser_id', a.organiser_id, 'organiser_name', o.name, 'supported_school_ids',
a.supported_school_ids, 'title', a.title, 'state', a.state, 'overdue', a.state = 'planned' and a.ends_on <
  (now() at time zone 'Asia/Shanghai')::date,
'starts_on', a.starts_on, 'ends_on', a.ends_on, 'place', a.place, 'hosts', a.hosts, 'lead_participants',
a.lead_participants, 'supported_participants', a.supported_participants, 'content', a.content, 'outcome', a.outcome,
'series_id', a.series_id, 'evidence_count', (select count(*) from evidence e where e.subject_type = 'activity'
  and e.subject_id = a.id and e.state <> 'withdrawn'), 'completed_at', a.completed_at, 'cancelled_at', a.cancelled_at,
'cancel_reason', a.cancel_reason, 'version', a.version""",
    source="""from activities a join support_communities c on c.id = a.community_id
  join activity_kinds k on k.id = a.kind_id join organisations o on o.id = a.organiser_id""",
    bureau="a.bureau_id = $1",
    schools=_OF_COMMUNITY,
    order="a.starts_on desc, a.id desc",
    cursor="a.id",
)
COMMUNITIES = _listing(
    fields="""
'id', c.id, 'name', c.name, 'lead_school_id', c.lead_school_id, 'lead_school_name', o.name, 'schools', (select
  coalesce(json_agg(json_build_object('school_id', m.school_id, 'name', n.name, 'joined_on', m.joined_on, 'left_on',
    m.left_on) order by n.name_pinyin, m.joined_on), '[]') from supported_schools m
  join organisations n on n.id = m.school_id where m.community_id = c.id), 'state', c.state, 'starts_on', c.starts_on,
'ends_on', c.ends_on, 'document_number', c.document_number, 'agreement_signed_on', c.agreement_signed_on,
'approved_at', c.approved_at, 'end_reason', c.end_reason, 'predecessor_id', c.predecessor_id, 'version', c.version""",
    source="from support_communities c join organisations o on o.id = c.lead_school_id",
    bureau="c.bureau_id = $1",
    schools=_OF_COMMUNITY,
    order="c.name, c.id",
    cursor="c.id",
)
TEACHERS = _listing(
    fields="""
'id', t.id, 'school_id', t.school_id, 'school_name', o.name, 'name', t.name, 'subject', t.subject, 'mentor_name',
t.mentor_name, 'mentor_school_id', t.mentor_school_id, 'stage', case when t.ended_on is not null then 'ended'
  when t.recognised_on is not null then 'recognised' when t.training_on is not null then 'in_training'
  else 'selected' end, 'selected_on', t.selected_on, 'training_on', t.training_on, 'recognised_on', t.recognised_on,
'recognition_document', t.recognition_document, 'ended_on', t.ended_on, 'end_reason', t.end_reason,
'version', t.version""",
    source="from backbone_teachers t join organisations o on o.id = t.school_id",
    bureau="t.bureau_id = $1",
    schools="t.school_id = any($1::uuid[])",
    order="t.name_pinyin, t.id",
    cursor="t.id",
    tied=True,
)
MEMBERS = _listing(
    fields="""
'id', m.id, 'institution_id', m.institution_id, 'institution_name', o.name, 'party_organisation_id',
m.party_organisation_id, 'name', m.name, 'stage', s.stage, 'applied_on', m.applied_on, 'activist_on', m.activist_on,
'target_on', m.target_on, 'probationary_on', m.probationary_on, 'full_on', m.full_on, 'next', case s.stage
  when 'applicant' then json_build_object('stage', 'activist', 'earliest_on', m.applied_on)
  when 'activist' then json_build_object('stage', 'development_target', 'earliest_on',
    (m.activist_on + interval '12 months')::date)
  when 'development_target' then json_build_object('stage', 'probationary', 'earliest_on', m.target_on)
  when 'probationary' then json_build_object('stage', 'full', 'earliest_on',
    (m.probationary_on + interval '12 months')::date) end,
'contacts', m.contacts, 'introducers', m.introducers, 'ended_on', m.ended_on, 'end_reason', m.end_reason,
'version', m.version""",
    source="""from member_developments m join organisations o on o.id = m.institution_id cross join lateral (select case
    when m.ended_on is not null then 'ended' when m.full_on is not null then 'full'
    when m.probationary_on is not null then 'probationary' when m.target_on is not null then 'development_target'
    when m.activist_on is not null then 'activist' else 'applicant' end as stage) s""",
    bureau="m.bureau_id = $1",
    schools="m.institution_id = any($1::uuid[])",
    order="m.name_pinyin, m.id",
    cursor="m.id",
    tied=True,
)


def endpoint(listing: Listing) -> Callable[[Any, Any, dict[str, str], str, bytes], Awaitable[tuple[int, bytes]]]:
    """Answers one of these lists."""

    async def listed(run: Any, actor: Any, _query: dict[str, str], _path: str, _body: bytes) -> tuple[int, bytes]:
        if actor.bureaus:
            rows = await run(listing.of_bureau, [actor.bureaus[0]])
        else:
            rows = await run(listing.of_schools, [[*actor.seats, *actor.supported] if listing.tied else actor.seats])
        ((items, last),) = rows
        return 200, f'{items},"next_cursor":"{last}","total":null}}'.encode()

    return listed


LISTS = {
    "/api/v1/activities": endpoint(ACTIVITIES),
    "/api/v1/communities": endpoint(COMMUNITIES),
    "/api/v1/backbone-teachers": endpoint(TEACHERS),
    "/api/v1/member-developments": endpoint(MEMBERS),
}
