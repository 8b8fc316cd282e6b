"""What schemathesis is told about this interface beside its description; the configuration names this module."""

import itertools
import os
from typing import Any, get_args

import schemathesis
from pydantic_core.core_schema import ErrorType
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

SPARED = frozenset(os.environ["HANDINHAND_PROOF_SPARED"].split())
"""Accounts, roles and sessions that the run itself stands on."""
NOWHERE = "00000000-0000-7000-8000-000000000000"
LONGEST_KEY = 255
CALLS = itertools.count()
FOR_ITS_TIME_OR_STATE = {400, 412}
"""A cursor of other filters, a version that has been passed: no description can tell."""
PARSER_CODES = frozenset(get_args(ErrorType)) - {"missing", "string_too_short"}
"""`missing` is ours, too: at the desk a visit has to say whose it is. And spaces at the ends do not count as text."""


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Nothing that the run stands on is ended by it: such a call goes to a record that does not exist.

    And no two calls are the same one again, which is answered without a version: every key is used once.
    """
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 1 <= len(key) <= LONGEST_KEY:
        case.headers["Idempotency-Key"] = f"{next(CALLS)}{key}"[:LONGEST_KEY]
    if case.method != "GET" and case.path_parameters and str(case.path_parameters.get("id")) in SPARED:
        case.path_parameters["id"] = NOWHERE


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext, failure: Failure, case: schemathesis.Case, response: schemathesis.Response
) -> bool:
    """A described request may be refused for what only a look at the data can tell: a reference, dates that contradict
    each other. Where the parser refuses it, the description lacks a limit, and that is a defect.
    """
    if not isinstance(failure, RejectedPositiveData):
        return True
    if response.status_code in FOR_ITS_TIME_OR_STATE:
        return False
    return any(error["code"] in PARSER_CODES for error in response.json().get("errors", []))
