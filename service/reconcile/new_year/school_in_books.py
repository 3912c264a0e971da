"""The school in records, as two workbooks have it: by it topics say which rows they look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from service.casework.names import Roster
from service.casework.records import Case, DayOff, StaffMember
from service.casework.register import Register
from service.casework.school import School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.look import WorkbookSeen
from service.workbook.office_records import read_office
from service.workbook.records import read_caseload

from ..context import SchoolContext


def school_of_books(
    now: datetime,
    settings: SchoolSettings,
    caseload: WorkbookSeen,
    office: WorkbookSeen,
    registers: Iterable[Register],
    context: SchoolContext,
) -> School:
    """The records of the tabs about students, the staff and the calendar."""
    zone, say = ZoneInfo(settings.time_zone), context.say
    today = now.astimezone(zone).date()
    known = read_office(office, say, today, zone)
    found = read_caseload(caseload, known.staff, say, today, registers=registers)
    return School(
        now=now,
        today=today,
        zone=zone,
        settings=settings,
        calendar=SchoolCalendar(known.days_off, frozenset(settings.weekend)),
        roster=Roster(()),
        records={
            **found.rows,
            Case: found.cases,
            StaffMember: known.staff,
            DayOff: known.days_off,
        },
        ask=context.services,
    )
