"""Interleaved rounds of the same requests against both servers, and what each request costs (promises.md P1, P2)."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from uuid_utils import uuid7

from bench.county import LAST_MONTH, MONTHS, Sample
from bench.load import Request, send_all
from bench.servers import DatabaseServer, Server

ROUNDS = 9
REGISTERS = {
    "activities": "50 activities",
    "communities": "50 communities",
    "backbone-teachers": "50 backbone teachers",
    "member-developments": "50 member developments",
}
"""The lists of part B: 50 rows each, except that a lead school has two communities."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One operation, how many requests a round sends, and the part of the limit's speed that P1 asks for."""

    name: str
    make: Callable[[Sample], Request]
    requests: int
    aim: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of processor time per request: in the server's process, and in PostgreSQL for it."""

    server: float
    database: float


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario's rounds, and the size of an answer in bytes."""

    scenario: Scenario
    app: list[Cost]
    limit: list[Cost]
    answer_bytes: int

    def median_of(self, costs: Sequence[Cost], part: str) -> float:
        """The middle round."""
        return median(getattr(cost, part) for cost in costs)

    def ratio(self) -> float:
        """How much of the limit's speed is reached, in the server's process: the middle of the pairs."""
        return median(limit.server / app.server for app, limit in zip(self.app, self.limit, strict=True))

    def ratio_with_database(self) -> float:
        """The same with PostgreSQL's share on both sides."""
        pairs = zip(self.app, self.limit, strict=True)
        return median((limit.server + limit.database) / (app.server + app.database) for app, limit in pairs)


def scenarios() -> list[Scenario]:
    """The operations of promise P1; the list from both ends of a role's reach."""
    grid = f"/api/v1/overview/month?month={LAST_MONTH:%Y-%m}&months={MONTHS}"
    return [
        Scenario("list of 50 visits, bureau", lambda s: Request("GET", "/api/v1/visits", s.bureau_token), 800, 0.5),
        Scenario(
            "list of 50 visits, instructor", lambda s: Request("GET", "/api/v1/visits", s.instructor_token), 800, 0.5
        ),
        Scenario("month grid 120 × 36", lambda s: Request("GET", grid, s.bureau_token), 48, 0.5),
        Scenario("create a visit", _creation, 320, 0.4),
        Scenario(
            "read a visit", lambda s: Request("GET", f"/api/v1/visits/{s.visit_id}", s.instructor_token), 800, 0.33
        ),
        *(
            Scenario(f"register: {words}, {role}", partial(_list_of, path, f"{role}_token"), 800, 0.5)
            for path, words in REGISTERS.items()
            for role in ("bureau", "lead")
        ),
    ]


def _list_of(path: str, token: str, sample: Sample) -> Request:
    return Request("GET", f"/api/v1/{path}", getattr(sample, token))


def _creation(sample: Sample) -> Request:
    body = {
        "id": str(uuid7()),
        "institution_id": str(sample.institution_id),
        "started_at": f"{LAST_MONTH:%Y-%m}-15T09:00:00+08:00",
        "ended_at": f"{LAST_MONTH:%Y-%m}-15T10:30:00+08:00",
        "mode": "on_site",
        "duties": ["policy", "ideology", "activity_room"],
        "persons_met": "园长、党员教师",
        "findings": "党群活动室制度已上墙，三会一课记录缺七月份。",
        "advice": "下月前补齐会议记录。",
        "channel": "phone",
    }
    return Request("POST", "/api/v1/visits", sample.instructor_token, json.dumps(body).encode(), 201)


def measure(
    scenario: Scenario, app: Server, limit: Server, database: DatabaseServer, samples: Sequence[Sample], rounds: int
) -> Result:
    """Sends the same number of requests to both in turn, the first of a pair changing from round to round."""
    servers = {"app": app, "limit": limit}
    costs: dict[str, list[Cost]] = {"app": [], "limit": []}
    size = 0
    for server in servers.values():
        _send(scenario, server, samples, scenario.requests // 4)
    for number in range(rounds):
        for name in ("app", "limit") if number % 2 else ("limit", "app"):
            before = servers[name].processor_seconds(), database.processor_seconds()
            body = _send(scenario, servers[name], samples, scenario.requests)
            after = servers[name].processor_seconds(), database.processor_seconds()
            spent = [(late - early) * 1000 / scenario.requests for early, late in zip(before, after, strict=True)]
            costs[name].append(Cost(*spent))
            size = len(body)
    return Result(scenario, costs["app"], costs["limit"], size)


def _send(scenario: Scenario, server: Server, samples: Sequence[Sample], count: int) -> bytes:
    chosen = random.Random(20190910)  # noqa: S311 - the same accounts for both servers and in every run
    return asyncio.run(send_all(server.port, [scenario.make(chosen.choice(samples)) for _ in range(count)]))


def answers_agree(scenario: Scenario, app: Server, limit: Server, sample: Sample) -> list[str]:
    """Where the two answers to one request differ: nothing, or the figures would compare different work."""
    found = []
    for server in (app, limit):
        request = scenario.make(sample)
        body = json.loads(asyncio.run(send_all(server.port, [request])))
        found.append({name: value for name, value in body.items() if name != "next_cursor"})
    made_up = {"id", "entered_at", "received_at", "first_received_at"} if scenario.make is _creation else set()
    return list(_differences(found[0], found[1], "", made_up))


def _differences(one: Any, other: Any, place: str, made_up: set[str]) -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f"{place}: {sorted(one.keys() ^ other.keys())}"]
        parts = [_differences(one[key], other[key], f"{place}/{key}", made_up) for key in one if key not in made_up]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        parts = [_differences(a, b, f"{place}/{n}", made_up) for n, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return [] if _plain(one) == _plain(other) else [f"{place}: {one!r} and {other!r}"]
    return [difference for part in parts for difference in part]


def _plain(value: Any) -> Any:
    """Instants are the same instant, however they are written."""
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
