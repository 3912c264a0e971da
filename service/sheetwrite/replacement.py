"""Values on their way through findReplace, which takes only text and types it as it sees fit."""

from __future__ import annotations

import math
from datetime import date, time, timedelta
from typing import Final

from service.workbook.cells import DAY_ZERO, to_serial
from service.workbook.edits import digest
from service.workbook.look import Raw

from .journal import OURS

_RISKY: Final = "=+-@'"


def as_typed(raw: Raw, kind: str) -> str | None:
    """`raw` as text that `findReplace` may safely put into a cell of this kind, however it types
    its replacement; None when only a typed write will do."""
    if raw is None:
        return ""
    if isinstance(raw, str) and OURS.fullmatch(raw):
        # Never by position: in another row it would pass for the mark of that one.
        return raw
    if isinstance(raw, bool) or kind == "any":
        return None
    if isinstance(raw, str):
        textual = kind not in ("date", "time", "datetime", "number", "link")
        plain = textual and raw[:1] not in _RISKY and raw == raw.strip() and raw.isprintable()
        return raw if plain and raw.upper() not in ("TRUE", "FALSE") else None
    if kind == "date" and raw == int(raw) and raw > 0:
        return (DAY_ZERO + timedelta(days=int(raw))).isoformat()
    if kind == "time" and 0 <= raw < 1:
        minutes = round(raw * 24 * 60)
        exact = abs(minutes / (24 * 60) - raw) < 1e-9 and minutes < 24 * 60
        return f"{minutes // 60:02}:{minutes % 60:02}" if exact else None
    if kind == "number" and raw == int(raw):
        return str(int(raw))
    return None


def left_as_text(raw: Raw, kind: str) -> float | None:
    """The day, time or number for which `raw` stands where `findReplace` has left as text what
    `as_typed` gave; None for anything else."""
    if not isinstance(raw, str):
        return None
    value = as_read(raw, kind)
    meant = isinstance(value, int | float) and as_typed(value, kind) == raw
    return float(value) if meant else None  # type: ignore[arg-type]


def as_read(text: str, kind: str) -> Raw:
    """What a look will read after findReplace has put in what `as_typed` gave."""
    try:
        if kind == "date":
            return to_serial(date.fromisoformat(text))
        if kind == "time":
            return to_serial(time.fromisoformat(text))
        if kind == "number":
            number = float(text)
            return number if math.isfinite(number) else text  # "inf", "nan" and 1e400 are words
    except ValueError:
        return text or None
    return text or None


def holds(cell: Raw, said: str) -> bool:
    """Whether a cell holds what `said` is the digest of, be it that Sheets has kept as text what
    findReplace put into it."""
    if digest(cell) == said:
        return True
    if not isinstance(cell, str) or not cell[:1].isdigit() or len(cell) > len("2026-12-08"):
        return False
    return any(digest(as_read(cell, kind)) == said for kind in ("date", "time", "number"))
