"""A campaign of the whole school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..records import RowRef, column


@dataclass(frozen=True, slots=True)
class Campaign:
    """`before` and `after` are what was measured; `change` is gray. A campaign without To goes
    on."""

    row: RowRef
    name: str = ""
    aim: str = ""  # Wellness, Bullying, Help-seeking, Attendance, Other
    first: date | None = column("from", default=None)
    until: date | None = column("to", default=None)
    measure: str = ""
    before: float | None = None
    after: float | None = None
    learned: str = column("what_we_learned")
