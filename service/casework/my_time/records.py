"""One row of My time, as its owner typed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..records import RowRef, column

NAME = "My time"


@dataclass(frozen=True, slots=True)
class TimeRow:
    """`minutes` is read from "45", "1:30" or "1.5 h". What is missing makes the row count for
    nothing."""

    row: RowRef
    day: date | None = column("date", default=None)
    kind: str = ""
    minutes: int | None = column(default=None, read="duration")
    what: str = ""
