"""One school's wrong joining stops nobody else's targets, and a job that fails says why (domain.md §3)."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from handinhand.models import SupportedSchool, Target
from handinhand.programme.targets.service import ensure_given
from handinhand.worker import say_why
from tests.backend.access.arrange_communities import add_community
from tests.world import World


async def test_given_a_joining_without_sense_then_it_is_named_and_the_others_get_their_targets(
    world: World, session: AsyncSession
) -> None:
    other = await add_community(session, world, world.county, "城南学校", world.training)
    wrong = (
        await session.execute(select(SupportedSchool).where(SupportedSchool.community_id == world.community))
    ).scalar_one()
    wrong.joined_on = date(9999, 9, 1)
    await session.flush()
    with capture_logs() as logs:
        assert await ensure_given(session, world.at, world.county) == 2
    assert {line["supported_school_id"] for line in logs if line["event"] == "target_without_term"} == {str(wrong.id)}
    set_for = select(SupportedSchool.community_id).join(Target, Target.supported_school_id == SupportedSchool.id)
    assert set((await session.execute(set_for)).scalars()) == {other}


async def test_given_a_job_that_fails_then_the_log_says_which_and_why_and_not_what_was_entered() -> None:
    async def fail() -> Any:
        raise ValueError("王小明")

    context: Any = SimpleNamespace(job=SimpleNamespace(task_name="targets:ensure", id=7, attempts=2))
    with capture_logs() as logs, pytest.raises(ValueError, match="王小明"):
        await say_why(fail, context, None)
    (line,) = logs
    assert (line["event"], line["task"], line["job_id"], line["kind"]) == (
        "job_failed",
        "targets:ensure",
        7,
        "ValueError",
    )
    assert any("fail" in frame for frame in line["frames"])
    assert "王小明" not in str(line)
