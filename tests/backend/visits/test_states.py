"""The state machine × roles over HTTP (domain.md §5 "Visit", api.md "order of refusal")."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import RoleAssignment
from tests.backend.visits.calls import REASON, VISITS, code_of, do, done, draft, visit_in
from tests.conftest import SignIn
from tests.world import SINCE, World

STATES = ("draft", "submitted", "returned", "disputed", "confirmed", "void")
BODIES = {
    "edit": None,
    "check-in": {},
    "submit": {},
    "confirm": None,
    "dispute": REASON,
    "return": REASON,
    "revise": {"reason": "时间写错了", "advice": "改过的建议。"},
    "void": REASON,
}
AFTER = {
    "submit": "submitted",
    "confirm": "confirmed",
    "dispute": "disputed",
    "return": "returned",
    "revise": "submitted",
    "void": "void",
}

# What each account gets for a visit of the instructor's at the kindergarten, by state, in the order of STATES.
# 200: done; 403: not for this account; 404: the account does not see it; 409: not in this state.
TABLE = {
    ("instructor", "edit"): (200, 409, 200, 409, 409, 409),
    ("instructor", "check-in"): (200, 409, 409, 409, 409, 409),
    ("instructor", "submit"): (200, 409, 200, 409, 409, 409),
    ("instructor", "confirm"): (403, 403, 403, 403, 403, 403),
    ("instructor", "dispute"): (403, 403, 403, 403, 403, 403),
    ("instructor", "return"): (403, 403, 403, 403, 403, 403),
    ("instructor", "revise"): (409, 200, 200, 200, 200, 409),
    ("instructor", "void"): (200, 403, 200, 403, 403, 409),
    ("institution", "edit"): (404, 403, 403, 403, 403, 403),
    ("institution", "check-in"): (404, 403, 403, 403, 403, 403),
    ("institution", "submit"): (404, 403, 403, 403, 403, 403),
    ("institution", "confirm"): (404, 200, 409, 403, 409, 409),
    ("institution", "dispute"): (404, 200, 409, 409, 409, 409),
    ("institution", "return"): (404, 403, 403, 403, 403, 403),
    ("institution", "revise"): (404, 403, 403, 403, 403, 403),
    ("institution", "void"): (404, 403, 403, 403, 403, 403),
    ("bureau", "edit"): (403, 403, 403, 403, 403, 403),
    ("bureau", "check-in"): (403, 403, 403, 403, 403, 403),
    ("bureau", "submit"): (403, 403, 403, 403, 403, 403),
    ("bureau", "confirm"): (409, 403, 409, 200, 409, 409),
    ("bureau", "dispute"): (403, 403, 403, 403, 403, 403),
    ("bureau", "return"): (409, 200, 409, 200, 409, 409),
    ("bureau", "revise"): (409, 200, 200, 200, 200, 409),
    ("bureau", "void"): (200, 200, 200, 200, 200, 409),
    ("leader", "edit"): (403, 403, 403, 403, 403, 403),
    ("leader", "void"): (403, 403, 403, 403, 403, 403),
    ("leader", "confirm"): (403, 403, 403, 403, 403, 403),
    ("instructor2", "edit"): (404, 404, 404, 404, 404, 404),
    ("instructor2", "void"): (404, 404, 404, 404, 404, 404),
    ("bureau2", "return"): (404, 404, 404, 404, 404, 404),
    ("bureau2", "void"): (404, 404, 404, 404, 404, 404),
    ("lead", "confirm"): (404, 404, 404, 404, 404, 404),
    ("host", "confirm"): (404, 404, 404, 404, 404, 404),
    ("section", "return"): (404, 404, 404, 404, 404, 404),
    ("auditor", "void"): (404, 404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("who", sorted({who for who, _ in TABLE}))
async def test_each_account_gets_what_the_table_says(sign_in: SignIn, world: World, who: str) -> None:
    caller, bureau = await sign_in(who), await sign_in("bureau")
    for (account, verb), expected in TABLE.items():
        for state, status in zip(STATES, expected if account == who else (), strict=False):
            visit = await visit_in(sign_in, world, state)
            answer = await do(caller, visit, verb, BODIES[verb])
            assert answer.status_code == status, (verb, state, answer.text)
            present = (await bureau.get(f"{VISITS}/{visit['id']}")).json()
            if status != 200:
                assert (present["state"], present["version"]) == (state, visit["version"])
                continue
            assert present["state"] == AFTER.get(verb, state)
            assert present["version"] == answer.json()["version"] == visit["version"] + 1
            assert answer.headers["etag"] == f'"{present["version"]}"'


@pytest.mark.parametrize("state", STATES)
async def test_what_a_page_offers_is_what_works(sign_in: SignIn, world: World, state: str) -> None:
    visit = await visit_in(sign_in, world, state)
    for who in ("instructor", "institution", "bureau"):
        seen = await (await sign_in(who)).get(f"{VISITS}/{visit['id']}")
        works = {
            verb for (account, verb), answers in TABLE.items() if account == who and answers[STATES.index(state)] == 200
        }
        assert set(seen.json().get("actions", [])) == works


async def test_a_refusal_says_the_state_and_what_can_be_done(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "confirmed")
    answer = await do(await sign_in("instructor"), visit, "submit", {})
    assert code_of(answer) == "wrong_state"
    assert answer.json()["detail"] == "这条入校指导是“已确认”状态，不能提交。现在可以：更正、作废。"
    edited = await do(await sign_in("instructor"), visit, "edit")
    assert "已确认" in edited.json()["detail"]
    assert "更正" in edited.json()["detail"]


async def test_a_refusal_for_the_account_says_whose_it_is(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "disputed")
    answer = await do(await sign_in("institution"), visit, "confirm")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "这条记录有异议，由党委办处理。"


@pytest.mark.parametrize(("verb", "state"), [("confirm", "confirmed"), ("return", "returned"), ("void", "void")])
async def test_given_a_dispute_is_settled_then_both_sides_reasons_stay(
    sign_in: SignIn, world: World, verb: str, state: str
) -> None:
    visit = await visit_in(sign_in, world, "disputed")
    assert (visit["dispute_reason"], visit["decision_reason"]) == (REASON["reason"], None)
    body = None if verb == "confirm" else {"reason": "已核实，见附件。"}
    settled = await done(await sign_in("bureau"), visit, verb, body)
    assert (settled["state"], settled["dispute_reason"]) == (state, REASON["reason"])
    assert settled["decision_reason"] == (body and body["reason"])


@pytest.mark.parametrize("verb", ["dispute", "return", "void", "revise"])
@pytest.mark.parametrize("reason", [None, "", " ", "好", "长" * 301])
async def test_a_verb_that_hurts_needs_a_reason(sign_in: SignIn, world: World, verb: str, reason: str | None) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    caller = await sign_in("institution" if verb == "dispute" else "bureau")
    answer = await do(caller, visit, verb, {} if reason is None else {"reason": reason})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/reason"


async def test_a_change_without_the_version_is_428_and_with_an_old_one_412(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    address = f"{VISITS}/{visit['id']}"
    for answer in (await caller.patch(address, json={"advice": "甲"}), await caller.post(f"{address}/submit")):
        assert (answer.status_code, code_of(answer)) == (428, "if_match_required")
    await done(caller, visit, "edit", {"advice": "手机上写的"})
    answer = await do(caller, visit, "edit", {"advice": "电脑上写的"})
    assert (answer.status_code, code_of(answer)) == (412, "stale")
    assert answer.json()["current_version"] == visit["version"] + 1
    assert answer.json()["differing"] == {"advice": "手机上写的"}


async def test_given_a_stale_version_and_a_wrong_state_then_the_stale_version_is_told_first(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    caller = await sign_in("instructor")
    answer = await do(caller, {**visit, "version": 1}, "edit")
    assert answer.status_code == 412
    assert (await do(caller, visit, "edit", {"nonsense": 1})).status_code == 409  # before the body is judged


async def test_given_two_submits_at_once_then_one_wins_and_the_other_is_stale(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    answers = [await do(caller, visit, "submit"), await do(caller, visit, "submit")]
    assert [answer.status_code for answer in answers] == [200, 412]


async def test_given_the_same_key_twice_then_a_verb_is_done_once(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    headers = {"If-Match": f'"{visit["version"]}"', "Idempotency-Key": "submit-1"}
    address = f"{VISITS}/{visit['id']}/submit"
    first = await caller.post(address, headers=headers)
    again = await caller.post(address, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


async def test_given_an_account_that_is_both_then_nobody_confirms_their_own_record(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    common = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at, "starts_on": SINCE}
    user, seat = world.users["instructor"], world.kindergarten
    session.add(RoleAssignment(user_id=user, role="institution", organisation_id=seat, **common))
    await session.commit()
    answer = await do(await sign_in("instructor"), visit, "confirm")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "不能确认自己填写的记录，请由机构的其他人确认。"
