"""When a row is over: what is kept in an archive once its school year has ended.

A register says it for each of its tabs (`Register.closes`): the day on which a row was over, None
while it is open. What is open stays where it is, however old it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from .days import DAY_ZERO

if TYPE_CHECKING:
    from .register import TableRow

Closing = Callable[["TableRow"], "date | None"]
_LAST_SERIAL: Final = 110_000


def day_in(raw: Any) -> date | None:
    """The day of a cell: a serial number, or ISO text; None for anything else."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return DAY_ZERO + timedelta(days=int(raw)) if 0 < raw < _LAST_SERIAL else None
    try:
        return date.fromisoformat(str(raw).strip()[:10])
    except ValueError:
        return None


def closes_on(column: str, status: str = "", over: frozenset[str] = frozenset()) -> Closing:
    """Over on the day in `column`; where `status` is given, only while that column says one of
    `over`."""

    def closing(row: TableRow) -> date | None:
        if status and row.text(status) not in over:
            return None
        return day_in(row.cells.get(column))

    return closing
