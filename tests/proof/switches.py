"""A pytest plugin: runs the tests once as they are, then for each predicate, switched off, those that ask for it.

The package under test was written by `predicates.write_with_switches`. One process for all of them, since starting
Python, the application and a database costs far more than the few tests that a predicate needs.
"""

import builtins
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from sqlalchemy import true

from tests.proof.predicates import NOTED, NOTICED, SWITCH

_off: int | None = None
_asked: set[int] = set()


def keeps_away(number: int, predicate: Callable[[], Any]) -> Any:
    """What stands in the package in place of each predicate."""
    _asked.add(number)
    return true() if number == _off else predicate()


setattr(builtins, SWITCH, keeps_away)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Takes the place of the usual loop."""
    global _off
    noted: dict[str, str] = json.loads(os.environ.get(NOTED, "{}"))
    askers: dict[int, list[tuple[float, pytest.Item]]] = defaultdict(list)
    for item in session.items:
        if "database" not in getattr(item, "fixturenames", ()):
            continue
        _asked.clear()
        began = time.perf_counter()
        if _fails(session, item):
            continue  # what fails with every predicate in place can tell nothing here; `make test` tells of it
        for number in _asked:
            if noted and noted.get(str(number)) != item.nodeid:
                continue
            askers[number].append((time.perf_counter() - began, item))
    # What few tests ask for comes first: the rest may have been noticed meanwhile by those who run beside this process.
    for _off, timed in sorted(askers.items(), key=lambda each: len(each[1])):
        result = Path(os.environ[NOTICED]) / str(_off)
        for _, item in sorted(timed, key=lambda each: each[0]):
            if result.exists():
                break
            if _fails(session, item):
                result.write_text(item.nodeid, "utf-8")
    return True


def _forget_compiled_statements() -> None:
    """A statement that is compiled once has asked for its predicates: it is made anew, with the one that is off."""
    for name, module in list(sys.modules.items()):
        if name.startswith("handinhand."):
            for made in vars(module).values():
                if hasattr(made, "cache_clear") and getattr(made, "__module__", None) == name:
                    made.cache_clear()


def _fails(session: pytest.Session, item: pytest.Item) -> bool:
    _forget_compiled_statements()
    item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001 - an item is made to run once
    reports = runtestprotocol(item, log=False, nextitem=session)  # type: ignore[arg-type] # keeps what lasts a session
    return any(report.failed for report in reports)
