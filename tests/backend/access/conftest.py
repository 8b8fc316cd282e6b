"""One record of every kind for the access matrix: within reach of some accounts, out of reach of others."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.storage import FileStore
from handinhand.foundation.audit.service import SYSTEM, Target, record
from handinhand.models import (
    AuditEvent,
    Blob,
    Dispatch,
    Evidence,
    Export,
    Holiday,
    Import,
    Obligation,
    Opinion,
    PartyOrganisation,
    Session,
    Visit,
)
from tests.backend.access import (
    arrange_activities,
    arrange_clients,
    arrange_communities,
    arrange_coverage,
    arrange_development,
    arrange_good_practices,
    arrange_standards,
)
from tests.backend.evidence.corpus import png
from tests.world import World, add_person

Records = dict[str, UUID]
MONTH = date(2026, 10, 1)
FILE = png()
DIGEST = hashlib.sha256(FILE).hexdigest()


@pytest.fixture
async def records(session: AsyncSession, world: World, settings: Settings) -> Records:
    """Ids by the names that `matrix.txt` uses."""
    source = settings.data_dir / "source"
    source.write_bytes(FILE)
    await FileStore(settings.data_dir / "files").keep(source, DIGEST)
    found: Records = {
        "kindergarten": world.kindergarten,
        "training": world.training,
        "foreign_kindergarten": world.foreign_kindergarten,
        "lead_school": world.lead_school,
        "host_branch": world.host_branch,
        "instructor_person": world.people["instructor"],
        "instructor_user": world.users["instructor"],
        "foreign_user": world.users["bureau2"],
        "instructor_assignment": world.assignments["instructor"],
        "foreign_assignment": world.assignments["bureau2"],
        "kindergarten_dispatch": world.dispatch,
        "training_dispatch": world.other_dispatch,
    }
    found["foreign_person"] = await add_person(
        session, world.at, world.other_county, world.foreign_kindergarten, "周外县"
    )
    found["foreign_branch"] = await _foreign_branch(session, world)
    found["foreign_dispatch"] = await _foreign_dispatch(session, world, found["foreign_person"])
    blob = Blob(sha256=DIGEST, size=len(FILE), media_type="image/png", stored_at=world.at)
    session.add(blob)
    await session.flush()
    places = (
        ("kindergarten", world.county, world.kindergarten, world.people["instructor"]),
        ("training", world.county, world.training, world.people["instructor2"]),
        ("foreign", world.other_county, world.foreign_kindergarten, found["foreign_person"]),
    )
    for name, bureau, institution, instructor in places:
        found |= await _work_at(session, world, name, bureau, institution, instructor)
    for name, bureau in (("own", world.county), ("foreign", world.other_county)):
        found |= await _of_bureau(session, world, name, bureau)
    for part in (
        arrange_communities,
        arrange_activities,
        arrange_development,
        arrange_clients,
        arrange_coverage,
        arrange_good_practices,
        arrange_standards,
    ):
        found |= await part.arrange(session, world, found)
    await session.commit()
    return found


async def _foreign_branch(session: AsyncSession, world: World) -> UUID:
    branch = PartyOrganisation(
        bureau_id=world.other_county, organisation_id=world.foreign_kindergarten, kind="branch", name="彩虹支部",
        name_pinyin="caihongzhibu", name_initials="chzb", **_stamps(world),
    )  # fmt: skip
    session.add(branch)
    await session.flush()
    return branch.id


async def _foreign_dispatch(session: AsyncSession, world: World, person: UUID) -> UUID:
    post = Dispatch(
        bureau_id=world.other_county, institution_id=world.foreign_kindergarten, instructor_id=person,
        starts_on=date(2025, 9, 1), **_stamps(world),
    )  # fmt: skip
    session.add(post)
    await session.flush()
    return post.id


async def _work_at(
    session: AsyncSession, world: World, name: str, bureau: UUID, institution: UUID, instructor: UUID
) -> Records:
    common: dict[str, Any] = {"bureau_id": bureau, "institution_id": institution, **_stamps(world)}
    started = world.at - timedelta(days=3)
    author = world.users[{"kindergarten": "instructor", "training": "instructor2", "foreign": "bureau2"}[name]]
    visit = Visit(
        instructor_id=instructor, state="submitted", mode="on_site", started_at=started, visited_on=started.date(),
        month=MONTH, channel="phone", duties=["policy"], findings="一切正常", entered_by_user_id=author,
        entered_at=started, received_at=started, first_received_at=started, content_digest="0" * 64, **common,
    )  # fmt: skip
    obligation = Obligation(month=MONTH, **common)
    session.add_all([visit, obligation])
    await session.flush()
    opinion = Opinion(visit_id=visit.id, category="other", body="希望增加培训", raised_at=started, **common)
    evidence = Evidence(
        bureau_id=bureau, subject_type="visit", subject_id=visit.id, title="记录表", file_name="记录表.png",
        media_type="image/png", size=len(FILE), sha256=DIGEST, added_by_user_id=author, added_at=started,
        **_stamps(world),
    )  # fmt: skip
    session.add_all([opinion, evidence])
    await session.flush()
    return {
        f"{name}_visit": visit.id,
        f"{name}_obligation": obligation.id,
        f"{name}_opinion": opinion.id,
        f"{name}_evidence": evidence.id,
    }


async def _of_bureau(session: AsyncSession, world: World, name: str, bureau: UUID) -> Records:
    common: dict[str, Any] = {"bureau_id": bureau, **_stamps(world)}
    holiday = Holiday(day_on=date(2026, 12, 31), working=False, name="停课日", **common)
    author = world.users["bureau" if name == "own" else "bureau2"]
    workbook = Import(
        kind="roster", status="ready", file_name="名册.xlsx", file_sha256="b" * 64, file_size=9,
        started_by_user_id=author, **common,
    )  # fmt: skip
    session.add_all([holiday, workbook])
    await session.flush()
    await record(session, SYSTEM, "test:arrange", Target("bureau", bureau, bureau_id=bureau), at=world.at)
    found = select(AuditEvent.id).where(AuditEvent.target_id == bureau, AuditEvent.action == "test:arrange")
    event_id = (await session.execute(found)).scalar_one()
    sent = Export(
        kind="month_grid",
        status="queued",
        parameters={},
        file_name="月度任务.xlsx",
        requested_by_user_id=author,
        **common,
    )
    opened = Session(
        user_id=world.users["instructor"] if name == "own" else author, token_hash=(name * 8).encode()[:32],
        created_at=world.at, expires_at=world.at + timedelta(days=9),
    )  # fmt: skip
    session.add_all([sent, opened])
    await session.flush()
    return {
        f"{name}_holiday": holiday.id,
        f"{name}_import": workbook.id,
        f"{name}_event": event_id,
        f"{name}_export": sent.id,
        f"{name}_session": opened.id,
    }


def _stamps(world: World) -> dict[str, Any]:
    return {"created_at": world.at, "updated_at": world.at}
