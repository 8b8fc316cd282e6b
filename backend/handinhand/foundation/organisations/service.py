"""Making and changing organisations. What other features call stands here too: bureaux, bulk work, the search."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import SYSTEM, ActorRef, Target, record
from handinhand.foundation.organisations import members, queries, rules
from handinhand.foundation.organisations.bulk import (
    InstitutionToSave,
    PartyOrganisationToSave,
    PersonToSave,
    save_institutions,
    save_party_organisations,
    save_people,
    save_sections,
)
from handinhand.foundation.organisations.directory import Hit, search_directory
from handinhand.foundation.organisations.errors import BureauNotMadeHere, Closed, not_found, taken
from handinhand.foundation.organisations.members import Counts, correct_counts, enter_counts, withdraw_counts
from handinhand.foundation.organisations.schemas import OrganisationCreate, OrganisationPatch, OrganisationRename
from handinhand.foundation.settings import service as settings
from handinhand.models import Organisation, OrganisationName

__all__ = [
    "Counts",
    "Hit",
    "InstitutionToSave",
    "PartyOrganisationToSave",
    "PersonToSave",
    "change_organisation",
    "closing_day",
    "correct_counts",
    "create_bureau",
    "create_organisation",
    "enter_counts",
    "found_bureau",
    "named",
    "refuse_closed",
    "rename_organisation",
    "save_institutions",
    "save_party_organisations",
    "save_people",
    "save_sections",
    "search_directory",
    "withdraw_counts",
]


def named(q: str) -> ColumnElement[bool]:
    """Whether an organisation is meant by what somebody typed, for the lists of other features."""
    return queries.matches_organisation(rules.searched(q))


async def closing_day(session: AsyncSession, organisation_id: UUID) -> date | None:
    """When the organisation closed; None for one that is open, which then stays so until the transaction ends."""
    statement = select(Organisation.closed_on).where(Organisation.id == organisation_id)
    return (await session.execute(statement.with_for_update(read=True))).scalar_one()


async def refuse_closed(session: AsyncSession, organisation_id: UUID) -> None:
    """Raises Closed for a record of an organisation that has closed: it is read and not changed (domain.md §7)."""
    closed_on = await closing_day(session, organisation_id)
    if closed_on is not None:
        raise Closed(f"关闭日期是 {closed_on}。以往的记录仍可查看。")


async def create_bureau(
    session: AsyncSession, name: str, parent_id: UUID | None, now: datetime, actor: ActorRef
) -> Organisation:
    """A bureau with its settings at their defaults and its holiday table seeded for the years around `now`."""
    bureau_id = new_id()
    made = Organisation(
        id=bureau_id,
        bureau_id=bureau_id,
        parent_id=parent_id,
        kind="bureau",
        name=name,
        **rules.keys_of(name),
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    await flush_or_refuse(session)
    await record(session, actor, "organisation:create", target_of(made), at=now)
    await settings.open_settings(session, bureau_id, now)
    year = local_day(now).year
    await settings.seed_holidays(session, bureau_id, range(year - 1, year + 2), now)
    return made


async def found_bureau(session: AsyncSession, *, name: str, at: datetime) -> Organisation:
    """The bureau of this name, made by the program itself when there is none yet."""
    known = select(Organisation).where(Organisation.kind == "bureau", Organisation.name == name)
    found = (await session.execute(known)).scalars().first()
    return found or await create_bureau(session, name, None, at, SYSTEM)


async def create_organisation(session: AsyncSession, access: Access, body: OrganisationCreate) -> UUID:
    """A new section, unit or institution; gives its id.

    Raises BureauNotMadeHere for a bureau, Invalid beside the fields that are wrong, a taken name or code among them.
    """
    if body.kind == "bureau":
        raise BureauNotMadeHere("教育局由系统管理员在安装时设立。这里可以新建股室、单位、学校、幼儿园和培训机构。")
    today = local_day(access.now)
    values = _as_columns(body.model_dump(exclude_none=True))
    values["parent_id"] = body.parent_id or access.actor.bureau_id
    known = await queries.references(session, access.scope, _referred(values))
    parent = known.get(values["parent_id"])
    errors = [*_field_errors(body.kind, values, today), *_reference_errors(body.kind, values, known, parent, today)]
    if errors or parent is None:
        raise Invalid(errors=errors)
    if values.keys() & members.COUNTS:
        values.setdefault("members_as_of_on", today)
    if body.ownership == "private":
        values.setdefault("joined_on", today)
    made = Organisation(
        bureau_id=parent.bureau_id,
        **values,
        **rules.keys_of(body.name),
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(made)
    await flush_or_refuse(session)
    await members.begin(session, access, made)
    await record(session, access.ref, "organisation:create", target_of(made), at=access.now)
    return made.id


async def change_organisation(
    session: AsyncSession, access: Access, organisation: Organisation, body: OrganisationPatch
) -> None:
    """Changes what the body gives. Raises Invalid beside the fields that are wrong."""
    today = local_day(access.now)
    sent = _as_columns(body.model_dump(exclude_unset=True))
    changed = {name: value for name, value in sent.items() if getattr(organisation, name) != value}
    kind = changed.get("kind", organisation.kind)
    known = await queries.references(session, access.scope, _referred(changed)) if _referred(changed) else {}
    # Whoever may change organisations of two bureaux still moves none from one to the other.
    known = {key: row for key, row in known.items() if row.bureau_id == organisation.bureau_id}
    parent = known.get(changed["parent_id"]) if "parent_id" in changed else None
    errors = [
        *_fixed_errors(organisation, changed),
        *_field_errors(
            kind,
            {"ownership": organisation.ownership, **sent},
            today,
            counted=organisation.members_as_of_on is not None,
        ),
        *_reference_errors(kind, changed, known, parent, today),
    ]
    private = changed.get("ownership", organisation.ownership) == "private"
    if private and "joined_on" in sent and sent["joined_on"] is None:
        errors.append(FieldError("/joined_on", "missing", "民办单位必须填写加入日期"))
    if parent is not None and await queries.is_above(session, organisation.id, parent.id):
        errors.append(FieldError("/parent_id", "ring", "不能归到自己或自己的下级单位，请另选"))
    if errors:
        raise Invalid(errors=errors)
    entered = {name: changed.pop(name) for name in members.FIGURES if name in changed}
    # A day taken out with nothing counted anew says nothing.
    if entered.keys() & members.COUNTS or entered.get("members_as_of_on") is not None:
        changed |= await members.write(session, access, organisation, sent, today)
    if private and organisation.joined_on is None:
        changed.setdefault("joined_on", today)
    await apply(session, access, organisation, changed, "organisation:update", target_of(organisation))


async def rename_organisation(
    session: AsyncSession, access: Access, organisation: Organisation, body: OrganisationRename
) -> None:
    """Gives a new name and keeps the former one with its last day (domain.md §7: rename keeps the identity).

    Raises Invalid for the same name, a name that another has, a day to come or before the rename before.
    """
    errors = []
    if body.name == organisation.name:
        errors.append(FieldError("/name", "same_name", "新名称和现在的名称一样"))
    if body.effective_on > local_day(access.now):
        errors.append(FieldError("/effective_on", "in_future", "启用日期不能晚于今天，请到那一天再改"))
    last_day = body.effective_on - timedelta(days=1)
    latest = await queries.latest_rename_on(session, organisation.id)
    if latest is not None and last_day < latest:
        first = latest + timedelta(days=1)
        errors.append(FieldError("/effective_on", "before_last_rename", f"上次更名从 {first} 起，这次不能更早"))
    if errors:
        raise Invalid(errors=errors)
    session.add(
        OrganisationName(
            organisation_id=organisation.id,
            name=organisation.name,
            name_pinyin=organisation.name_pinyin,
            name_initials=organisation.name_initials,
            until_on=last_day,
            reason=body.reason,
            recorded_at=access.now,
        )
    )
    changed = {"name": body.name, **rules.keys_of(body.name)}
    target = Target("organisation", organisation.id, body.name, organisation.bureau_id)
    await apply(session, access, organisation, changed, "organisation:rename", target)


async def apply(
    session: AsyncSession, access: Access, entity: Any, changed: Mapping[str, Any], action: str, target: Target
) -> None:
    """Sets the changed columns of a record of the tree and writes the log; nothing changed, nothing written."""
    if not changed:
        return
    for name, value in changed.items():
        setattr(entity, name, value)
    entity.updated_at = access.now
    await flush_or_refuse(session)
    fields = sorted(changed.keys() - {"name_pinyin", "name_initials"})
    await record(session, access.ref, action, target, at=access.now, fields=fields)


async def flush_or_refuse(session: AsyncSession) -> None:
    """Flushes. Raises Invalid beside the field when the database says that its value is taken."""
    try:
        await session.flush()
    except IntegrityError as error:
        problem = taken(error)
        if problem is None:
            raise
        raise problem from error


def target_of(organisation: Organisation) -> Target:
    """The organisation as the audit log names it."""
    return Target("organisation", organisation.id, organisation.name, organisation.bureau_id)


def _as_columns(sent: dict[str, Any]) -> dict[str, Any]:
    """The body's fields as columns: a position is three of them."""
    if "position" in sent:
        position = sent.pop("position") or {}
        sent |= {name: position.get(name) for name in ("longitude", "latitude", "datum")}
    return sent


def _referred(values: Mapping[str, Any]) -> set[UUID]:
    return {values[name] for name in ("parent_id", "section_id") if values.get(name) is not None}


def _fixed_errors(organisation: Organisation, changed: Mapping[str, Any]) -> list[FieldError]:
    if "kind" in changed and organisation.kind not in rules.INSTITUTION_KINDS:
        return [FieldError("/kind", "kind_fixed", "教育局、股室和单位不能改成别的类别")]
    if "parent_id" in changed and organisation.kind == "bureau":
        return [FieldError("/parent_id", "kind_fixed", "教育局的上级不能在这里改")]
    return []


def _field_errors(kind: str, values: Mapping[str, Any], today: date, *, counted: bool = False) -> list[FieldError]:
    given = {name for name, value in values.items() if value is not None}
    label = rules.KIND_LABELS[kind]
    errors = [
        FieldError(f"/{name}", "out_of_place", f"{label}不填这一项，请留空")
        for name in sorted(rules.fields_out_of_place(kind, given))
    ]
    if kind in rules.INSTITUTION_KINDS and "ownership" not in given:
        errors.append(FieldError("/ownership", "missing", "请选择公办或民办"))
    if (as_of := values.get("members_as_of_on")) is not None and as_of > today:
        errors.append(FieldError("/members_as_of_on", "in_future", "党员数的统计日期不能晚于今天"))
    elif as_of is not None and not counted and given.isdisjoint(members.COUNTS):
        errors.append(FieldError("/full_members", "missing", "填了统计日期，也请填写党员数"))
    return errors


def _reference_errors(
    kind: str, values: Mapping[str, Any], known: Mapping[UUID, Any], parent: Any | None, today: date
) -> list[FieldError]:
    errors = []
    if "parent_id" in values:
        if parent is None:
            errors.append(not_found("parent_id"))
        elif parent.kind not in rules.PARENT_KINDS or (kind == "section" and parent.kind != "bureau"):
            errors.append(FieldError("/parent_id", "not_a_parent", "不能归到这个单位下面，请另选上级"))
        elif rules.is_over(parent.closed_on, today):
            errors.append(FieldError("/parent_id", "organisation_closed", f"“{parent.name}”已经关闭，请另选"))
    if values.get("section_id") is not None:
        section = known.get(values["section_id"])
        if section is None or (parent is not None and section.bureau_id != parent.bureau_id):
            errors.append(not_found("section_id"))
        elif section.kind not in rules.SECTION_KINDS:
            errors.append(FieldError("/section_id", "not_a_section", "这里要选股室或归口单位"))
        elif rules.is_over(section.closed_on, today):
            errors.append(FieldError("/section_id", "organisation_closed", f"“{section.name}”已经关闭，请另选"))
    return errors
