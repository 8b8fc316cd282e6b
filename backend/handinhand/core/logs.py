"""Structured logs: one JSON object a line, with the request's id and no personal data."""

import logging
import traceback
from pathlib import PurePath
from types import TracebackType
from typing import Any

import structlog


def configure_logs(level: str) -> None:
    """Sets up the process's logs. Messages of exceptions are left out: they quote what people entered."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
    )


def describe(error: BaseException) -> dict[str, Any]:
    """Where an exception came from, without its message: the kinds along its chain and the lines it passed."""
    kinds: list[str] = []
    at: BaseException | None = error
    while at is not None and len(kinds) < 10:
        kinds.append(type(at).__name__)
        at = at.__cause__ or at.__context__
    return {"kind": kinds[0], "causes": kinds[1:], "frames": _frames(error.__traceback__)}


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-15:]
    ]
