"""What stands on an Attention tab, as rules see it: whose it is, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from service.casework.crack import OpenQuestion
from service.casework.records import RowRef, StaffMember
from service.casework.staff_names import StaffNames
from service.workbook import cells
from service.workbook.look import RowSeen, WorkbookSeen

ATTENTION = "attention"


def open_questions(
    seen: WorkbookSeen | None, staff: Iterable[StaffMember], today: date
) -> Iterator[OpenQuestion]:
    """Each question with a day under Since; one that somebody made unreadable is left out."""
    tab = seen.tabs.get(ATTENTION) if seen is not None else None
    if seen is None or tab is None:
        return
    people = StaffNames(staff)
    for row in tab.rows:
        since = since_of(row, today)
        if since is None or not row.text("row_id") or not row.text("what"):
            continue
        person = people.find(row.text("whose"))
        ref = RowRef(seen.key, ATTENTION, row.text("row_id"), row.position, seen.file_id)
        yield OpenQuestion(ref, person.email if person else "", since)


def since_of(row: RowSeen, today: date) -> date | None:
    """The day under Since; None where there is none that can be read."""
    raw = row.cells.get("since")
    try:
        return cells.read_date(raw, today) if raw is not None else None
    except cells.Unreadable:
        return None
