"""Use cases: member counts by day, Party coverage, mass groups (domain.md §1 A, "Ours"; §3 Affiliation)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.organisations import service as organisations
from handinhand.foundation.organisations.errors import Closed
from handinhand.foundation.organisations.service import Counts
from handinhand.models import MassGroup, MemberCount, Organisation, PartyCoverage, PartyOrganisation
from handinhand.programme.coverage import queries, rules, standing
from handinhand.programme.coverage.errors import DayTaken
from handinhand.programme.coverage.rules import Coverage
from handinhand.programme.coverage.schemas import (
    InstitutionCoverageQuery,
    MassGroupIn,
    MassGroupPatch,
    MemberCountIn,
    MemberCountPatch,
    PartyCoverageIn,
    PartyCoveragePatch,
)


def listed(scope: Scope, query: InstitutionCoverageQuery, today: date) -> AnySelect:
    """The rows of the list of institutions, by name, for the ledger."""
    return standing.institutions(scope, query, today).order_by(Organisation.name_pinyin, Organisation.id)


async def count_each(
    session: AsyncSession, scope: Scope, asked: Sequence[InstitutionCoverageQuery], today: date
) -> Sequence[int]:
    """How many institutions the list has for each of these filters."""
    return await standing.count_each(session, scope, asked, today)


async def enter_count(session: AsyncSession, access: Access, body: MemberCountIn) -> tuple[UUID, bool]:
    """Enters what was counted on a day; gives the row's id, and whether it was made now.

    The same figures again change nothing. Raises Invalid beside the field, DayTaken for other figures of that day.
    """
    institution = await queries.find_institution(session, access.scope, body.organisation_id)
    errors = [*_about_institution("/organisation_id", institution), *_not_ahead("/as_of_on", body.as_of_on, access)]
    if errors or institution is None:
        raise Invalid(errors=errors)
    counts = Counts(body.as_of_on, body.full_members, body.probationary_members)
    entry, made = await organisations.enter_counts(session, access, institution, counts)
    if (entry.full_members, entry.probationary_members) != (counts.full_members, counts.probationary_members):
        raise await _taken(session, entry)
    return entry.id, made


async def _taken(session: AsyncSession, entry: MemberCount) -> DayTaken:
    """Says what stands for the day, who entered it and when; which of the two is right is for people to find out."""
    by = await queries.name_of_user(session, entry.entered_by_user_id)
    said = {
        "id": entry.id,
        "as_of_on": entry.as_of_on,
        "full_members": entry.full_members,
        "probationary_members": entry.probationary_members,
        "entered_by_name": by,
        "entered_at": entry.updated_at,
        "version": entry.version,
    }
    figures = [f"{label} {value} 名" for label, value in (
        ("正式党员", entry.full_members), ("预备党员", entry.probationary_members)
    ) if value is not None]  # fmt: skip
    who = f"由{by}在 {local_day(entry.updated_at)} 登记" if by else f"在 {local_day(entry.updated_at)} 登记"
    detail = f"{entry.as_of_on} 的人数已{who}：{'，'.join(figures) or '没有写人数'}。请核对，不对就更正那一条。"
    return DayTaken(detail, entry=said)


async def correct_count(session: AsyncSession, access: Access, entry: MemberCount, body: MemberCountPatch) -> None:
    """Puts a count right, its day too. Raises Invalid for a day to come, or one that another entry has."""
    sent = body.model_fields_set
    names = ("as_of_on", "full_members", "probationary_members")
    counts = Counts(*(getattr(body if name in sent else entry, name) for name in names))
    if errors := _not_ahead("/as_of_on", counts.as_of_on, access):
        raise Invalid(errors=errors)
    institution = await queries.lock_institution(session, entry.organisation_id)
    await organisations.correct_counts(session, access, institution, entry, counts)


async def add_coverage(session: AsyncSession, access: Access, body: PartyCoverageIn) -> UUID:
    """Enters how an institution is covered since a day. Raises Invalid beside the field."""
    institution = await queries.find_institution(session, access.scope, body.institution_id)
    errors = [*_about_institution("/institution_id", institution), *_not_ahead("/since_on", body.since_on, access)]
    if institution is not None:
        errors += await _about_day(session, institution.id, body.since_on, None)
        party_id = body.party_organisation_id
        errors += await _about_party(session, institution, body.coverage, party_id, body.since_on)
    if errors or institution is None:
        raise Invalid(errors=errors)
    made = PartyCoverage(
        id=new_id(), bureau_id=institution.bureau_id, created_at=access.now, updated_at=access.now, **body.model_dump()
    )
    session.add(made)
    await session.flush()
    await record(session, access.ref, "party_coverage:create", _target("party_coverage", made, institution),
                 at=access.now)  # fmt: skip
    return made.id


async def correct_coverage(
    session: AsyncSession, access: Access, coverage: PartyCoverage, body: PartyCoveragePatch
) -> None:
    """Puts a fact right; a new state is a new entry. Raises Invalid beside the field."""
    changed = _changed(coverage, body.model_dump(exclude_unset=True))
    institution = await queries.lock_institution(session, coverage.institution_id)
    errors = []
    if "since_on" in changed:
        errors += _not_ahead("/since_on", changed["since_on"], access)
        errors += await _about_day(session, institution.id, changed["since_on"], coverage.id)
    names = ("coverage", "party_organisation_id", "since_on")
    if changed.keys() & set(names):
        state, party_id, since_on = (changed.get(name, getattr(coverage, name)) for name in names)
        errors += await _about_party(session, institution, state, party_id, since_on)
    if errors:
        raise Invalid(errors=errors)
    await _apply(session, access, coverage, changed, _target("party_coverage", coverage, institution))


async def add_group(session: AsyncSession, access: Access, body: MassGroupIn) -> UUID:
    """Enters a group that was founded. Raises Invalid beside the field."""
    institution = await queries.find_institution(session, access.scope, body.institution_id)
    errors = [
        *_about_institution("/institution_id", institution),
        *_about_span(body.founded_on, body.ended_on, access),
    ]
    if institution is not None and not errors:
        errors += await _about_others(session, institution.id, body.kind, body.founded_on, body.ended_on, None)
    if errors or institution is None:
        raise Invalid(errors=errors)
    made = MassGroup(
        id=new_id(), bureau_id=institution.bureau_id, created_at=access.now, updated_at=access.now, **body.model_dump()
    )
    session.add(made)
    await session.flush()
    await record(session, access.ref, "mass_group:create", _target("mass_group", made, institution), at=access.now)
    return made.id


async def change_group(session: AsyncSession, access: Access, group: MassGroup, body: MassGroupPatch) -> None:
    """Changes what the body gives; a group ends with its last day. Raises Invalid beside the field."""
    changed = _changed(group, body.model_dump(exclude_unset=True))
    institution = await queries.lock_institution(session, group.institution_id)
    founded_on, ended_on = (changed.get(name, getattr(group, name)) for name in ("founded_on", "ended_on"))
    errors = _about_span(founded_on, ended_on, access)
    if changed.keys() & {"founded_on", "ended_on"} and not errors:
        errors += await _about_others(session, institution.id, group.kind, founded_on, ended_on, group.id)
    if errors:
        raise Invalid(errors=errors)
    await _apply(session, access, group, changed, _target("mass_group", group, institution))


async def refuse_closed(session: AsyncSession, institution_id: UUID) -> None:
    """Raises Closed for a record of an institution that has closed: it is read and not changed (domain.md §7)."""
    institution = await queries.lock_institution(session, institution_id)
    if institution.closed_on is not None:
        raise Closed(f"关闭日期是 {institution.closed_on}。以往的记录仍可查看。")


def _about_institution(pointer: str, institution: Organisation | None) -> list[FieldError]:
    if institution is None:
        return [FieldError(pointer, "unknown_institution", "没有找到这家机构，请重新选择。")]
    if institution.ownership != "private":
        return [FieldError(pointer, "not_private", "这里只登记民办学校、幼儿园和培训机构，请重新选择。")]
    if institution.closed_on is not None:
        message = f"这家机构已于 {institution.closed_on} 停办，请重新选择。"
        return [FieldError(pointer, "institution_closed", message)]
    return []


def _not_ahead(pointer: str, day: date, access: Access) -> list[FieldError]:
    if day <= local_day(access.now):
        return []
    return [FieldError(pointer, "in_future", "这一天还没有到，请改正。")]


async def _about_day(session: AsyncSession, institution_id: UUID, day: date, own_id: UUID | None) -> list[FieldError]:
    if not await queries.has_coverage_of_day(session, institution_id, day, own_id):
        return []
    return [FieldError("/since_on", "day_taken", f"{day} 已有一条登记，请直接修改那一条。")]


async def _about_party(
    session: AsyncSession, institution: Organisation, state: str, party_id: UUID | None, since_on: date
) -> list[FieldError]:
    """Which Party organisation covers the institution since a day; a wrong one is named beside its field.

    It has to be there on that day. One that was dissolved later did cover the institution: what came then is the next
    entry.
    """
    pointer = "/party_organisation_id"
    if state == Coverage.none:
        message = "没有党组织覆盖时，这一项要留空。"
        return [] if party_id is None else [FieldError(pointer, "out_of_place", message)]
    if party_id is None:
        return [FieldError(pointer, "missing", "请选择是哪个党组织。")]
    party = await queries.find_party_organisation(session, institution.bureau_id, party_id)
    if party is None:
        return [FieldError(pointer, "unknown_party_organisation", "没有找到这个党组织，请重新选择。")]
    if party.ended_on is not None and party.ended_on < since_on:
        message = f"这个党组织已于 {party.ended_on} 撤销，{since_on} 时已经没有了，请重新选择。"
        return [FieldError(pointer, "party_organisation_ended", message)]
    return _about_kind_of_party(pointer, state, party, own=party.organisation_id == institution.id)


def _about_kind_of_party(pointer: str, state: str, party: PartyOrganisation, *, own: bool) -> list[FieldError]:
    joint = party.kind == "joint_branch"
    if state == Coverage.affiliated and own:
        return [FieldError(pointer, "own", "挂靠要选别的单位的党组织。本机构自己的党组织，请把覆盖方式改为单独组建。")]
    if state == Coverage.joint_branch and not joint:
        return [FieldError(pointer, "not_joint", "联合组建要选联合党支部，请重新选择。")]
    if state == Coverage.own_branch and (joint or not own):
        return [FieldError(pointer, "not_own", "单独组建要选属于本机构的党组织，请重新选择。")]
    return []


def _about_span(founded_on: date, ended_on: date | None, access: Access) -> list[FieldError]:
    errors = _not_ahead("/founded_on", founded_on, access)
    if ended_on is not None:
        errors += _not_ahead("/ended_on", ended_on, access)
        if ended_on < founded_on:
            errors.append(FieldError("/ended_on", "before_founded", f"早于成立日期 {founded_on}，请改正。"))
    return errors


async def _about_others(
    session: AsyncSession, institution_id: UUID, kind: str, founded_on: date, ended_on: date | None, own_id: UUID | None
) -> list[FieldError]:
    """An institution has one group of a kind at a time."""
    for other in await queries.groups_of_kind(session, institution_id, kind, own_id):
        if rules.overlaps(founded_on, ended_on, other.founded_on, other.ended_on):
            until = f"到 {other.ended_on} 撤销" if other.ended_on else "还没有撤销"
            message = f"这家机构已有{rules.GROUP_LABELS[kind]}：{other.founded_on} 成立，{until}。请核对。"
            pointer = "/kind" if own_id is None else "/founded_on"
            return [FieldError(pointer, "group_exists", message)]
    return []


def _changed(entity: Any, sent: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if getattr(entity, name) != value}


async def _apply(
    session: AsyncSession, access: Access, entity: PartyCoverage | MassGroup, changed: dict[str, Any], target: Target
) -> None:
    if not changed:
        return
    for name, value in changed.items():
        setattr(entity, name, value)
    entity.updated_at = access.now
    await session.flush()
    await record(session, access.ref, f"{target.type}:update", target, at=access.now, fields=sorted(changed))


def _target(kind: str, entity: PartyCoverage | MassGroup, institution: Organisation) -> Target:
    return Target(kind, entity.id, institution.name, institution.bureau_id)
