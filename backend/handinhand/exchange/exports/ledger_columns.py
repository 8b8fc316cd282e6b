"""What a column of a printed ledger is. Apart from the writer, whose library takes its time to load."""

from collections.abc import Callable
from typing import Any, NamedTuple


class LedgerColumn(NamedTuple):
    """A heading, its width in characters, and a row's value as text."""

    heading: str
    width: int
    value: Callable[[Any], str]
