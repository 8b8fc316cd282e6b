"""What is done to one account leaves every other account as it is (promises.md S3)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import KnownDevice
from tests.backend.identity.conftest import OTHER_PASSWORD, Browser, enter
from tests.conftest import SignIn
from tests.world import World

RESET = {"If-Match": '"1"'}
DAY = {"day_on": "2027-03-01", "name": "停课日", "working": False}


async def test_given_a_reset_then_codes_sessions_and_browsers_of_others_stay(
    sign_in: SignIn, known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    secadmin, host = await sign_in("secadmin"), await sign_in("host")
    await enter(await browser(), "teacher")
    users = known_passwords.users
    waiting = await secadmin.post(f"/api/v1/users/{users['leader']}/reset", headers=RESET)
    done = await secadmin.post(f"/api/v1/users/{users['lead']}/reset", headers=RESET)
    assert (waiting.status_code, done.status_code) == (200, 200)
    assert (await host.get("/api/v1/me")).status_code == 200
    assert (await session.execute(select(KnownDevice.user_id))).scalars().all() == [users["teacher"]]
    code = waiting.json()["activation"]["code"]
    body = {"code": code, "password": OTHER_PASSWORD}
    assert (await (await browser()).post("/api/v1/auth/activations", json=body)).status_code == 204


async def test_given_two_accounts_with_the_same_idempotency_key_then_each_has_its_own(
    sign_in: SignIn, world: World
) -> None:
    key = {"Idempotency-Key": "the-same"}
    bureaux = ("bureau", "bureau2", "bureau")
    made = [await (await sign_in(name)).post("/api/v1/holidays", json=DAY, headers=key) for name in bureaux]
    assert [answer.status_code for answer in made] == [201, 201, 201], made[2].text
    of_bureau = [answer.json()["bureau_id"] for answer in made]
    assert of_bureau == [str(world.county), str(world.other_county), str(world.county)]
    assert made[2].json() == made[0].json()


async def test_nobody_ends_the_session_of_another(sign_in: SignIn, world: World) -> None:
    bureau, lead = await sign_in("bureau"), await sign_in("lead")
    (theirs,) = (await lead.get("/api/v1/auth/sessions")).json()["items"]
    (own,) = (await bureau.get("/api/v1/auth/sessions")).json()["items"]
    assert own["id"] != theirs["id"]
    assert (await bureau.delete(f"/api/v1/auth/sessions/{theirs['id']}")).status_code == 404
    assert (await lead.get("/api/v1/me")).status_code == 200
