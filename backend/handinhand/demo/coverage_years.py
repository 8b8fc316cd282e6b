"""How the demo's institutions are covered: members over the last years, Party organisations, mass groups. All invented.

Fixed seed; days are reckoned from the day of seeding. Some institutions are left without an entry, some contradict the
roster, some have the members for a branch: what a Party office looks for is there to be found.
"""

import random
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.ids import new_id
from handinhand.core.months import months_later
from handinhand.foundation.access.actor import Actor, Assignment, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import Role
from handinhand.foundation.organisations import people_service
from handinhand.foundation.organisations.schemas import PartyOrganisationCreate
from handinhand.models import Affiliation, MemberCount, Organisation, PartyOrganisation, SupportedSchool
from handinhand.programme.coverage import service as coverage
from handinhand.programme.coverage.schemas import MassGroupIn, MemberCountIn, MemberCountPatch, PartyCoverageIn

SEED = 20190912
_OWN = ("全体党员大会选举产生支委会，局党委批复成立。", "正式党员满三名后申请，局党委批复成立。")
_GROUPS = {
    "youth_league": ("团员大会选举产生，团县委批复。", 0.45),
    "union": ("全体教职工大会选举产生，教育工会批复。", 0.5),
    "women": ("女职工大会推选产生。", 0.3),
}


async def enter(session: AsyncSession, *, user_id: UUID, name: str, bureau_id: UUID, at: datetime) -> None:
    """Enters it in the name of the Party office, through the services that everybody uses."""
    held = Assignment(Role.BUREAU_ADMIN, bureau_id, bureau_id)
    actor = Actor(user_id, name, "bureau", bureau_id, None, new_id(), must_change_password=False, assignments=(held,))
    access, chance = Access(actor, Scope(frozenset({bureau_id})), at), random.Random(SEED)  # noqa: S311 - repeatable
    private = select(Organisation).where(Organisation.bureau_id == bureau_id, Organisation.ownership == "private")
    institutions = (await session.execute(private.order_by(Organisation.name_pinyin, Organisation.id))).scalars().all()
    rows = await session.execute(select(Affiliation).where(Affiliation.bureau_id == bureau_id))
    affiliations = {row.institution_id: row for row in rows.scalars()}
    supported = set((await session.execute(select(SupportedSchool.school_id))).scalars())
    host = (
        select(PartyOrganisation)
        .where(PartyOrganisation.bureau_id == bureau_id, PartyOrganisation.kind == "branch")
        .order_by(PartyOrganisation.name_pinyin)
        .limit(1)
    )
    joint = PartyOrganisationCreate.model_validate(
        {
            "name": "城关片区民办教育联合党支部",
            "kind": "joint_branch",
            "organisation_id": (await session.execute(host)).scalar_one().organisation_id,
        }
    )
    joint_id = await people_service.create_party_organisation(session, access, joint)
    for number, institution in enumerate(institutions):
        years = 2 if institution.id in supported else 1 if number % 4 == 0 else 0
        await _counts(session, access, institution, years, chance)
        affiliation = affiliations.get(institution.id)
        if affiliation is not None:
            await _affiliated(session, access, affiliation, number)
        elif (institution.full_members or 0) >= 3:
            if institution.id in supported or chance.random() < 0.75:
                await _own_branch(session, access, institution, chance)
        elif chance.random() < 0.5:
            state = ("joint_branch", joint_id) if chance.random() < 0.5 else ("none", None)
            await _covered(session, access, institution.id, state, months_later(local_day(at), -7), "")
        await _groups(session, access, institution, chance, supported=institution.id in supported)
    of_today = select(MemberCount).where(
        MemberCount.organisation_id == min(affiliations), MemberCount.as_of_on == local_day(at)
    )
    grown = (await session.execute(of_today)).scalar_one()
    await coverage.correct_count(session, access, grown, MemberCountPatch(full_members=3, probationary_members=0))


async def _counts(
    session: AsyncSession, access: Access, institution: Organisation, years: int, chance: random.Random
) -> None:
    full, today = institution.full_members or 0, local_day(access.now)
    for back in range(3, 12 * years + 1, 3):
        full = max(0, full - (chance.random() < 0.4))
        await _count(session, access, institution.id, months_later(today, -back), full, chance.choice((0, 1, 1)))


async def _count(session: AsyncSession, access: Access, place: UUID, day: date, full: int, probationary: int) -> None:
    body = MemberCountIn.model_validate(
        {"organisation_id": place, "as_of_on": day, "full_members": full, "probationary_members": probationary}
    )
    await coverage.enter_count(session, access, body)


async def _affiliated(session: AsyncSession, access: Access, affiliation: Affiliation, number: int) -> None:
    if number % 7 == 0:  # nobody has entered it yet; the roster alone says so
        return
    state: tuple[str, UUID | None] = ("affiliated", affiliation.host_party_organisation_id)
    if number % 11 == 0:
        state = ("none", None)
    await _covered(
        session, access, affiliation.institution_id, state, affiliation.starts_on, "党员不足三名，按名册挂靠。"
    )


async def _own_branch(session: AsyncSession, access: Access, institution: Organisation, chance: random.Random) -> None:
    party = PartyOrganisationCreate(name=f"{institution.name}党支部", kind="branch", organisation_id=institution.id)
    party_id = await people_service.create_party_organisation(session, access, party)
    since = months_later(local_day(access.now), -chance.randrange(8, 60))
    await _covered(session, access, institution.id, ("own_branch", party_id), since, chance.choice(_OWN))


async def _covered(
    session: AsyncSession, access: Access, place: UUID, state: tuple[str, UUID | None], since: date, how: str
) -> None:
    body = PartyCoverageIn.model_validate(
        {
            "institution_id": place,
            "coverage": state[0],
            "since_on": since,
            "party_organisation_id": state[1],
            "how": how if state[1] else "",
        }
    )
    await coverage.add_coverage(session, access, body)


async def _groups(
    session: AsyncSession, access: Access, institution: Organisation, chance: random.Random, *, supported: bool
) -> None:
    for kind, (how, share) in _GROUPS.items():
        founded = months_later(local_day(access.now), -chance.randrange(2, 48))
        there = kind == "youth_league" if supported else chance.random() < share
        if there:
            body = MassGroupIn.model_validate(
                {"institution_id": institution.id, "kind": kind, "founded_on": founded, "how": how}
            )
            await coverage.add_group(session, access, body)
