"""A small world that the tests stand in: two counties, each kind of organisation, an account for every role."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys
from handinhand.foundation.access.guards import token_digest
from handinhand.models import (
    Affiliation,
    BureauSettings,
    Dispatch,
    Organisation,
    PartyOrganisation,
    Person,
    RoleAssignment,
    Session,
    SupportCommunity,
    SupportedSchool,
    User,
)

SINCE = date(2025, 9, 1)


@dataclass
class World:
    """Ids by name. `tokens` opens a session for each account, by username."""

    at: datetime
    tokens: dict[str, str] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    assignments: dict[str, UUID] = field(default_factory=dict)
    municipal: UUID = field(default_factory=new_id)
    county: UUID = field(default_factory=new_id)
    other_county: UUID = field(default_factory=new_id)
    section: UUID = field(default_factory=new_id)
    lead_school: UUID = field(default_factory=new_id)
    supported_school: UUID = field(default_factory=new_id)
    kindergarten: UUID = field(default_factory=new_id)
    """Dispatched to `instructor`, affiliated to the lead school's branch, under `section`, seat of `institution`."""
    training: UUID = field(default_factory=new_id)
    """Private, dispatched to `instructor2`, under no section."""
    foreign_kindergarten: UUID = field(default_factory=new_id)
    """In the other county."""
    host_branch: UUID = field(default_factory=new_id)
    community: UUID = field(default_factory=new_id)
    dispatch: UUID = field(default_factory=new_id)
    other_dispatch: UUID = field(default_factory=new_id)


async def build_world(session: AsyncSession, at: datetime) -> World:
    """Adds the world's rows and flushes them."""
    world = World(at)
    tree: list[tuple[UUID, UUID, UUID | None, str, str | None, str, UUID | None]] = [
        (world.municipal, world.municipal, None, "bureau", None, "渭南市教育局", None),
        (world.county, world.county, world.municipal, "bureau", None, "蒲城县教育局", None),
        (world.other_county, world.other_county, world.municipal, "bureau", None, "白水县教育局", None),
        (world.section, world.county, world.county, "section", None, "民办教育股", None),
        (world.lead_school, world.county, world.county, "school", "public", "桥山中学", None),
        (world.supported_school, world.county, world.county, "school", "private", "兴华学校", world.section),
        (world.kindergarten, world.county, world.county, "kindergarten", "private", "小星星幼儿园", world.section),
        (world.training, world.county, world.county, "training", "private", "启航培训学校", None),
        (
            world.foreign_kindergarten,
            world.other_county,
            world.other_county,
            "kindergarten",
            "private",
            "彩虹幼儿园",
            None,
        ),
    ]
    for row in tree:
        session.add(organisation(at, *row))
        await session.flush()
    session.add_all([settings_of(world.county, at), settings_of(world.other_county, at)])
    for name, seat in (
        ("instructor", world.lead_school),
        ("instructor2", world.lead_school),
        ("lead", world.lead_school),
    ):
        world.people[name] = await add_person(
            session, at, world.county, seat, {"instructor": "王建国", "instructor2": "李秀英", "lead": "赵书记"}[name]
        )
    keys = name_keys("桥山中学党支部")
    session.add(
        PartyOrganisation(
            id=world.host_branch,
            bureau_id=world.county,
            organisation_id=world.lead_school,
            kind="branch",
            name="桥山中学党支部",
            name_pinyin=keys[0],
            name_initials=keys[1],
            created_at=at,
            updated_at=at,
        )
    )
    await session.flush()
    await _tie(session, world)
    for username, role, seat, person in _accounts(world):
        await add_account(session, world, username, role, seat, person)
    return world


def _accounts(world: World) -> list[tuple[str, str, UUID, str | None]]:
    return [
        ("sysadmin", "system_admin", world.county, None),
        ("secadmin", "security_admin", world.county, None),
        ("auditor", "auditor", world.county, None),
        ("bureau", "bureau_admin", world.county, None),
        ("leader", "bureau_leader", world.county, None),
        ("section", "section_officer", world.section, None),
        ("inspector", "inspector", world.county, None),
        ("lead", "lead_secretary", world.lead_school, "lead"),
        ("teacher", "teacher", world.lead_school, None),
        ("host", "host_secretary", world.lead_school, None),
        ("instructor", "instructor", world.lead_school, "instructor"),
        ("instructor2", "instructor", world.lead_school, "instructor2"),
        ("institution", "institution", world.kindergarten, None),
        ("supported", "institution", world.supported_school, None),
        ("municipal_viewer", "municipal_viewer", world.municipal, None),
        ("bureau2", "bureau_admin", world.other_county, None),
    ]


async def _tie(session: AsyncSession, world: World) -> None:
    common: dict[str, Any] = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at}
    posts = ((world.dispatch, world.kindergarten, "instructor"), (world.other_dispatch, world.training, "instructor2"))
    for post, institution, name in posts:
        session.add(
            Dispatch(id=post, institution_id=institution, instructor_id=world.people[name], starts_on=SINCE, **common)
        )
    session.add(
        Affiliation(
            institution_id=world.kindergarten, host_party_organisation_id=world.host_branch, starts_on=SINCE, **common
        )
    )
    session.add(
        SupportCommunity(
            id=world.community,
            name="桥山中学—兴华学校帮扶共同体",
            lead_school_id=world.lead_school,
            starts_on=SINCE,
            **common,
        )
    )
    await session.flush()
    session.add(
        SupportedSchool(community_id=world.community, school_id=world.supported_school, joined_on=SINCE, **common)
    )
    await session.flush()


def organisation(
    at: datetime,
    organisation_id: UUID,
    bureau_id: UUID,
    parent_id: UUID | None,
    kind: str,
    ownership: str | None,
    name: str,
    section_id: UUID | None = None,
    **more: Any,
) -> Organisation:
    """An organisation with its name's keys made."""
    pinyin, initials = name_keys(name)
    joined_on = SINCE if ownership == "private" else None
    values: dict[str, Any] = {"joined_on": joined_on, **more}
    return Organisation(
        id=organisation_id,
        bureau_id=bureau_id,
        parent_id=parent_id,
        section_id=section_id,
        kind=kind,
        ownership=ownership,
        name=name,
        name_pinyin=pinyin,
        name_initials=initials,
        created_at=at,
        updated_at=at,
        **values,
    )


def settings_of(bureau_id: UUID, at: datetime) -> BureauSettings:
    """A bureau's settings at their defaults."""
    return BureauSettings(bureau_id=bureau_id, created_at=at, updated_at=at)


async def add_person(session: AsyncSession, at: datetime, bureau_id: UUID, seat: UUID, name: str) -> UUID:
    """A person at an organisation."""
    pinyin, initials = name_keys(name)
    person = Person(
        bureau_id=bureau_id,
        organisation_id=seat,
        name=name,
        name_pinyin=pinyin,
        name_initials=initials,
        mobile="13800000000",
        created_at=at,
        updated_at=at,
    )
    session.add(person)
    await session.flush()
    return person.id


async def add_account(
    session: AsyncSession, world: World, username: str, role: str | None, seat: UUID, person: str | None = None
) -> UUID:
    """An account with a role and an open session, whose token is kept in `world.tokens`."""
    home = await session.get_one(Organisation, seat)
    pinyin, initials = name_keys(username)
    user = User(
        bureau_id=home.bureau_id,
        person_id=world.people[person] if person else None,
        username=username,
        name=username,
        name_pinyin=pinyin,
        name_initials=initials,
        created_at=world.at,
        updated_at=world.at,
    )
    session.add(user)
    await session.flush()
    if role is not None:
        held = RoleAssignment(
            bureau_id=home.bureau_id,
            user_id=user.id,
            role=role,
            organisation_id=seat,
            starts_on=SINCE,
            created_at=world.at,
            updated_at=world.at,
        )
        session.add(held)
        await session.flush()
        world.assignments[username] = held.id
    token = f"token-of-{username}-{new_id().hex}"
    session.add(
        Session(
            user_id=user.id,
            token_hash=token_digest(token),
            created_at=world.at,
            expires_at=world.at + timedelta(days=400),
        )
    )
    await session.flush()
    world.tokens[username], world.users[username] = token, user.id
    return user.id
