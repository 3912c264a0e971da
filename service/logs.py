"""Logs: JSON lines with an allow-list of fields, and never a word about a student.

    log("sync", run=run_id, changes={"create_event": 3}, seconds=1.2)

A field that is not on the list is dropped, and so is a value that is more than a number, an opaque
word or counts of such. Messages of libraries and exceptions are dropped too (a URL or a quoted
cell may hold a name): of these only the logger, the type and the place in the code remain. Keys
are those that Cloud Run reads (`severity`, `message`, `time`).
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

FIELDS = frozenset(
    {
        "run", "part", "kind", "route", "method", "api", "status", "reason", "count", "changes",
        "calls", "problems", "repairs", "seconds", "cpu", "attempt", "waiting", "fence", "key_id",
        "version", "not_done", "school",
    }
)  # fmt: skip
OPAQUE = re.compile(r"[A-Za-z0-9_./:+=<>\[\]-]{0,120}")
LOGGER = logging.getLogger("holdfast")
SCHOOL: ContextVar[str] = ContextVar("school", default="")


@contextmanager
def of_school(school_id: str) -> Iterator[None]:
    """Every line that this thread writes meanwhile says whose it is."""
    before = SCHOOL.set(school_id)
    try:
        yield
    finally:
        SCHOOL.reset(before)


def log(event: str, severity: int = logging.INFO, **fields: Any) -> None:
    """Write one line about `event`, a fixed word of the program."""
    whose = {"school": SCHOOL.get()} if SCHOOL.get() else {}
    LOGGER.log(severity, event, extra={"holdfast": whose | fields}, exc_info=_failing(severity))


def _failing(severity: int) -> bool:
    return severity >= logging.ERROR and sys.exc_info()[0] is not None


def start_logging(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send everything, libraries' warnings included, through the one formatter."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    for other in list(root.handlers):
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(level)


class Lines(logging.Formatter):
    """One JSON object per record."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name == LOGGER.name
        line: dict[str, Any] = {
            "severity": record.levelname,
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "message": allowed(record.msg) if ours else None,
            "logger": record.name,
        }
        if line["message"] is None:
            line["message"] = f"{record.name}:{record.lineno}"
        for name, value in getattr(record, "holdfast", {}).items():
            kept = allowed(value) if name in FIELDS else None
            if kept is not None:
                line[name] = kept
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = where(record.exc_info[1])
        return json.dumps(line)


def allowed(value: Any) -> Any:
    """`value` if it can say nothing about a person, else None."""
    match value:
        case bool() | int() | float():
            return value
        case str():
            return value if OPAQUE.fullmatch(value) else None
        case Mapping():
            kept = {str(key): allowed(item) for key, item in value.items() if allowed(str(key))}
            return {key: item for key, item in kept.items() if item is not None}
    return None


def where(error: BaseException | None) -> list[str]:
    """The places in the code an error came through, innermost last: file and line only."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames][-8:]


def _short(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-3:])
