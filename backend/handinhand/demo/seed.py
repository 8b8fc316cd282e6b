"""The demo: two county bureaux, the generated roster through the real import, an account for every role.

Whatever stands here came in the way users bring it in; only the first accounts are made by the program itself.
"""

import asyncio
import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand import bureaux, subjects
from handinhand.core.clock import SystemClock, local_day
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.core.storage import FileStore
from handinhand.demo import community_year, coverage_years, good_practices, standards_years
from handinhand.demo.ledgers import Post, ledgers
from handinhand.demo.roster import demo_roster
from handinhand.exchange.imports import service as imports
from handinhand.foundation.access.roles import Role
from handinhand.foundation.audit.service import SYSTEM, ActorRef
from handinhand.foundation.clients import service as clients
from handinhand.foundation.identity import service as identity
from handinhand.foundation.organisations import service as organisations
from handinhand.models import (
    Affiliation,
    Dispatch,
    Import,
    Organisation,
    PartyOrganisation,
    Person,
    SupportCommunity,
    SupportedSchool,
)

MUNICIPAL, COUNTY, EMPTY_COUNTY = "渭南市教育局（演示）", "蒲城县教育局（演示）", "白水县教育局（演示）"
LEAD_SCHOOL = "桥山中学"
MONTHS = 12
"""So many months before the present one have their ledgers."""

ACCOUNTS = MappingProxyType(
    {
        "bureau": "党委办",
        "leader": "局领导",
        "section": "归口股室",
        "inspector": "督查人员",
        "lead": "帮建学校书记",
        "teacher": "结对教师",
        "host": "挂靠党组织书记",
        "instructor": "党建工作指导员",
        "instructor2": "党建工作指导员（另一位）",
        "institution": "民办机构",
        "auditor": "审计员",
        "sysadmin": "系统管理员",
        "secadmin": "安全管理员",
        "municipal_viewer": "市局查看",
        "bureau2": "另一个县的党委办（没有数据）",
    }
)
"""Login names, and who each of them is."""

CLIENT = "municipal"
"""The machine client of the demo (domain.md §2); its secret is the accounts' password."""

_OFFICES = {
    "bureau": Role.BUREAU_ADMIN,
    "leader": Role.BUREAU_LEADER,
    "inspector": Role.INSPECTOR,
    "auditor": Role.AUDITOR,
    "sysadmin": Role.SYSTEM_ADMIN,
    "secadmin": Role.SECURITY_ADMIN,
}


def seed_demo(settings: Settings) -> None:
    """Enters the demo into an empty, migrated database. `settings` name the database and the accounts' password."""
    asyncio.run(_seed(settings))


async def _seed(settings: Settings) -> None:
    if settings.database_url is None or settings.demo_password is None:
        raise ValueError("the demo needs a database address and a password")
    subjects.register()
    database = connect(settings.database_url, pool_size=2)
    files = FileStore(settings.data_dir / "files")
    at = SystemClock().now()
    password = settings.demo_password.get_secret_value()
    try:
        async with database.sessions.begin() as session:
            municipal = await organisations.create_bureau(session, MUNICIPAL, None, at, SYSTEM)
            county = await organisations.create_bureau(session, COUNTY, municipal.id, at, SYSTEM)
            empty = await organisations.create_bureau(session, EMPTY_COUNTY, municipal.id, at, SYSTEM)
            for made in (municipal, county, empty):
                await bureaux.begin(session, made.id, at)
            office = _Office(session, password, at)
            opened = {
                username: await office.open(username, role, county.id, county.id) for username, role in _OFFICES.items()
            }
            await office.open("bureau2", Role.BUREAU_ADMIN, empty.id, empty.id)
            await office.open("municipal_viewer", Role.MUNICIPAL_VIEWER, municipal.id, municipal.id)
            await clients.connect_client(
                session,
                bureau_id=county.id,
                code=CLIENT,
                name="市局对接系统（演示）",
                secret=password,
                secret_key=settings.secret_key.get_secret_value().encode(),
                at=at,
            )
        way = _Way(database, files, ActorRef(opened["bureau"], ACCOUNTS["bureau"], county.id), county.id)
        roster = demo_roster(bureau_name=COUNTY)
        await _bring_in(way, roster, kind="roster", file_name="名册（演示）.xlsx", at=at)
        await _bring_in_year(way, at)
        async with database.sessions.begin() as session:
            await _open_field_accounts(session, _Office(session, password, at), county.id)
            by_office: dict[str, Any] = {
                "user_id": opened["bureau"],
                "name": ACCOUNTS["bureau"],
                "bureau_id": county.id,
                "at": at,
            }
            await community_year.enter(session, files, **by_office)
            await coverage_years.enter(session, **by_office)
            await standards_years.enter(session, **by_office)
            await good_practices.enter(session, files, **by_office)
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class _Way:
    """What an import needs: where it goes, and in whose name."""

    database: Database
    files: FileStore
    actor: ActorRef
    bureau_id: UUID


class _Office:
    """Opens the demo's accounts, all with one password and in force since the programme's first day here."""

    def __init__(self, session: AsyncSession, password: str, at: datetime) -> None:
        self.session, self.password, self.at = session, password, at

    async def open(
        self, username: str, role: Role, bureau_id: UUID, organisation_id: UUID, person_id: UUID | None = None
    ) -> UUID:
        name = ACCOUNTS[username]
        if person_id is not None:
            name = (await self.session.execute(select(Person.name).where(Person.id == person_id))).scalar_one()
        user = await identity.create_account(
            self.session,
            bureau_id=bureau_id,
            username=username,
            name=name,
            password=self.password,
            role=role,
            organisation_id=organisation_id,
            person_id=person_id,
            starts_on=date(2025, 1, 1),
            at=self.at,
        )
        return user.id


async def _bring_in(way: _Way, data: bytes, *, kind: str, file_name: str, at: datetime) -> None:
    """A workbook, uploaded, judged, confirmed: the way of every import."""
    sha256 = hashlib.sha256(data).hexdigest()
    with tempfile.NamedTemporaryFile() as workbook:
        workbook.write(data)
        workbook.flush()
        async with way.database.sessions.begin() as session:
            await way.files.keep_for_row(session, Path(workbook.name), sha256)
            started = await imports.start(
                session,
                way.actor,
                way.bureau_id,
                kind=kind,
                file_name=file_name,
                sha256=sha256,
                size=len(data),
                at=at,
            )
    await imports.validate(way.database, way.files, started.id, at)
    async with way.database.sessions.begin() as session:
        found = await session.get_one(Import, started.id, with_for_update=True)
        if found.status != "ready":
            raise RuntimeError(f"the demo's {file_name} was not accepted: {found.status}, {found.error_count} errors")
        await imports.confirm(session, way.database, way.files, way.actor, found, at)


async def _bring_in_year(way: _Way, now: datetime) -> None:
    """The ledgers of the months since the programme's first duty, each as if it had come in just after its month."""
    async with way.database.sessions() as session:
        rows = await session.execute(
            select(Organisation.name, Person.name, Dispatch.starts_on)
            .join(Organisation, Organisation.id == Dispatch.institution_id)
            .join(Person, Person.id == Dispatch.instructor_id)
            .where(Dispatch.bureau_id == way.bureau_id)
            .order_by(Organisation.name_pinyin)
        )
        posts = [Post(institution, instructor, starts_on) for institution, instructor, starts_on in rows]
    today = local_day(now)
    month = today.replace(day=1)
    for _ in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
    while month <= today:
        following = (month + timedelta(days=31)).replace(day=1)
        # The present month stops some days ago, so that there is something left to do.
        in_time, late = ledgers(posts, month, min(following - timedelta(days=1), today - timedelta(days=9)))
        received = min(datetime.combine(following, time(2), UTC), now)
        if in_time is not None:
            await _bring_in(
                way, in_time, kind="visits", file_name=f"入校指导台账（演示）{month:%Y-%m}.xlsx", at=received
            )
        if late is not None and following + timedelta(days=20) <= today:
            name = f"入校指导台账补报（演示）{month:%Y-%m}.xlsx"
            await _bring_in(way, late, kind="visits", file_name=name, at=received + timedelta(days=19))
        month = following


async def _open_field_accounts(session: AsyncSession, office: _Office, bureau_id: UUID) -> None:
    """Accounts of those who came in with the roster."""
    section = select(Organisation.section_id).where(
        Organisation.bureau_id == bureau_id, Organisation.ownership == "private", Organisation.section_id.is_not(None)
    )
    await office.open("section", Role.SECTION_OFFICER, bureau_id, await _first(session, section))
    lead = select(SupportCommunity.lead_school_id).join(
        Organisation, Organisation.id == SupportCommunity.lead_school_id
    )
    lead_school = await _first(session, lead.where(Organisation.name == LEAD_SCHOOL))
    await office.open("lead", Role.LEAD_SECRETARY, bureau_id, lead_school)
    await office.open("teacher", Role.TEACHER, bureau_id, lead_school)
    host = select(PartyOrganisation.organisation_id).join(
        Affiliation, Affiliation.host_party_organisation_id == PartyOrganisation.id
    )
    await office.open("host", Role.HOST_SECRETARY, bureau_id, await _first(session, host))
    # Lead school, supported school and instructor belong together: a walk through the programme meets all three.
    supported = await _first(
        session,
        select(SupportedSchool.school_id)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .where(SupportCommunity.lead_school_id == lead_school),
    )
    of_supported = await _first(session, select(Dispatch.instructor_id).where(Dispatch.institution_id == supported))
    others = select(Dispatch.instructor_id).where(
        Dispatch.bureau_id == bureau_id, Dispatch.instructor_id != of_supported
    )
    instructors = (of_supported, await _first(session, others))
    for username, person_id in zip(("instructor", "instructor2"), instructors, strict=True):
        seat = await _first(session, select(Person.organisation_id).where(Person.id == person_id))
        await office.open(username, Role.INSTRUCTOR, bureau_id, seat, person_id)
    await office.open("institution", Role.INSTITUTION, bureau_id, supported)


async def _first(session: AsyncSession, statement: Select[UUID] | Select[UUID | None]) -> UUID:
    """The first id by order of id: the same account sits at the same place on every machine."""
    found = (await session.execute(statement.order_by(text("1")).limit(1))).scalars().first()
    if found is None:
        raise LookupError("the demo roster lacks what the demo accounts stand on")
    return found
