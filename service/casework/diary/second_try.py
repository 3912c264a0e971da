"""Another try at what was missed finds a free time of its case manager, as a First Talk does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ..diary_kinds import MISSED
from ..free_slot import FreeSlot
from ..records import DiaryEntry, Problem
from ..school import School
from ..wants import SlotRequest, WantedAppointment, WantedRow
from .follow_ups import usual_minutes

_WITHIN: Final = timedelta(days=14)  # days in which a free time is looked for


def appointment_again(
    row: WantedRow, missed: DiaryEntry, school: School
) -> WantedAppointment | None:
    """The appointment that `row`, which follows the entry that was `missed`, becomes; None where
    it has no time of day, or follows from something else."""
    first, owner = row.cells.get("date"), school.manager_of(missed.code)
    if missed.status != MISSED or missed.start is None or not owner:
        return None
    if not isinstance(first, date) or missed.day is None:
        return None
    request = SlotRequest(
        key=row.key,
        owner=owner,
        first_day=first,
        last_day=first + _WITHIN,
        minutes=missed.minutes or usual_minutes(missed.kind, school.ask.kinds),
    )

    def row_at(slot: FreeSlot) -> WantedRow:
        said = school.say("diary.again", kind=missed.kind, missed=missed.day, day=slot.day)
        cells = {**row.cells, "date": slot.day, "start": slot.start}
        return replace(row, cells=cells, because=said)

    def no_slot(why: str) -> Problem:
        return Problem(
            key=f"{row.key}:no_slot",
            row=missed.row,
            column="date",
            what=school.say("diary.again_no_slot", kind=missed.kind),
            why=why,
            student=missed.student,
            code=missed.code,
            whose=owner,
        )

    return WantedAppointment(request, row_at, no_slot)
