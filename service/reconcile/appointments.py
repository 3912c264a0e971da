"""Where an appointment would fit: in its owner's working hours, beside what is planned already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from service.casework.diary_kinds import PLANNED
from service.casework.free_slot import Booking, first_free_slot
from service.casework.records import Busy, DiaryEntry
from service.casework.school import School
from service.casework.wants import SlotRequest
from service.casework.working_hours import parse_working_hours


def find_slot(request: SlotRequest, busy: Iterable[Busy], school: School) -> Booking:
    """A free slot in its owner's working hours, beside what is in the calendar and the Diary."""
    owner = request.owner
    person = next((p for p in school.staff if p.email == owner), None)
    hours = (person.working_hours if person else "") or school.settings.working_hours
    return first_free_slot(
        [*busy, *_planned_by(owner, school)],
        parse_working_hours(hours),
        school.calendar,
        who=owner,
        minutes=request.minutes,
        first_day=request.first_day,
        last_day=request.last_day,
        now=school.now,
        time_zone=school.settings.time_zone,
        lead_hours=school.settings.no_booking_within_hours,
        say=school.say,
    )


def _planned_by(owner: str, school: School) -> Iterator[Busy]:
    """What is planned in the Diary and perhaps not in the calendar yet."""
    for entry in school.of(DiaryEntry):
        if entry.status == PLANNED and entry.day and entry.start:
            begin = datetime.combine(entry.day, entry.start, school.zone)
            if school.manager_of(entry.code) == owner:
                yield Busy(begin, begin + timedelta(minutes=entry.minutes or 30))
