"""Diary: what is planned with a student, what took place, and what comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..cards import CardLine, CardSection
from ..closing import closes_on
from ..diary_kinds import CANCELLED, DONE, MISSED, PLANNED
from ..records import CASELOAD, DiaryEntry, Problem, StaffMember
from ..register import Register
from ..school import School
from ..wants import Value, WantedAppointment, WantedCells, WantedEvent, WantedRow
from ..working_hours import WorkingHours
from .doubts import afternoon, doubt_of, hours_by_owner, meant
from .early import done_early
from .exits import left_behind
from .follow_ups import last_family_contact, next_entry, stale_cases, wanted_events
from .lanes import LANES
from .monitoring import already_monitored, check_ins
from .second_try import appointment_again
from .series import next_rows
from .silences import silences
from .works import works


def series_go_on(school: School) -> Iterator[WantedRow | WantedAppointment | WantedCells]:
    """The next of every series that is due, and another try at what was missed, in a free slot;
    the row before it says so."""
    entries = school.of(DiaryEntry)
    by_id = {entry.row.row_id: entry for entry in entries}
    cases = {case.code: case for case in school.cases if case.code}
    kinds = school.ask.kinds
    for want in next_rows(entries, cases, kinds, school.calendar, school.today, school.say):
        if want.key in school.ask.done:
            continue
        before = by_id[want.key.partition(":")[2]]
        again = appointment_again(want, before, school)
        because = want.because
        if again is not None:
            because = school.say("diary.again_sought", kind=before.kind, missed=before.day)
        yield again or want
        yield WantedCells(before.row, {"calendar": because}, because)


def owners(school: School) -> Iterator[WantedCells]:
    """Whose calendar each planned row belongs to."""
    because = school.say("changes.owner")
    for entry in school.of(DiaryEntry):
        manager = school.manager_of(entry.code)
        if manager and entry.status == PLANNED and entry.row.row_id:
            yield WantedCells(entry.row, {"owner": manager}, because)


def doubts(school: School) -> Iterator[Problem | WantedCells]:
    """Slips of the year and of half a day are asked about, with the day or time that is meant to
    choose; a time under Date moves to Start."""
    hours = _hours(school)
    for entry in school.of(DiaryEntry):
        manager = school.manager_of(entry.code)
        if not manager or not entry.row.row_id:
            continue
        if entry.start_stands == "in_date" and entry.status == PLANNED:
            cells: dict[str, Value] = {"date": entry.day, "start": entry.start}
            yield WantedCells(entry.row, cells, school.say("diary.start_under_date"))
        column, reason = doubt_of(entry, school.today, hours.get(manager, hours[""]))
        if column:
            yield _doubt(entry, column, reason, manager, school)


def _doubt(
    entry: DiaryEntry, column: str, reason: str, manager: str, school: School
) -> Problem | WantedCells:
    """The question; once its choice was made, what was chosen."""
    say, key = school.say, f"doubt:{entry.row.row_id}"
    better = meant(entry, column, school.today)
    offered = say(f"checks.meant.{column}", value=better) if better else ""
    if offered and school.ask.pick(key) == offered:
        return WantedCells(entry.row, {column: better}, say("checks.meant.because"))
    later = afternoon(entry.start) if entry.start else None
    return Problem(
        key=key,
        row=entry.row,
        column=column,
        what=say(f"checks.{reason}.what"),
        why=say(f"checks.{reason}.why", day=entry.day, start=entry.start, later=later),
        student=entry.student,
        code=entry.code,
        whose=manager,
        pick=(offered,) if offered else (),
    )


def _hours(school: School) -> Mapping[str, WorkingHours]:
    staff = {person.email: person.working_hours for person in school.staff}
    return hours_by_owner(staff, school.settings.working_hours)


def planned_events(school: School) -> tuple[WantedEvent, ...]:
    """The calendar entry of every planned row."""
    cases = {case.code: case for case in school.cases}
    hours = _hours(school)
    entries = (
        entry
        for entry in school.of(DiaryEntry)
        if entry.code not in cases
        or not any(
            doubt_of(entry, school.today, hours.get(cases[entry.code].case_manager, hours[""]))
        )
    )
    return wanted_events(entries, cases, school.ask.kinds, school.settings, school.say)


def contact_cells(school: School) -> Iterator[WantedCells]:
    """Next and Last family contact of every case."""
    entries = school.of(DiaryEntry)
    contacts = last_family_contact(entries, school.ask.kinds)
    coming = next_entry(entries, school.today)
    because = school.say("changes.caseload_cells")
    for case in school.cases:
        following = coming.get(case.code)
        cells: dict[str, Value] = {
            "next": following.day if following else None,
            "last_family_contact": contacts.get(case.code),
        }
        yield WantedCells(case.row, cells, because)


def without_contact(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Own cases without a word with student or family for too long, the longest silence first."""
    entries, kinds, say = school.of(DiaryEntry), school.ask.kinds, school.say
    for stale in stale_cases(school.cases, entries, kinds, school.today, school.settings):
        case = school.case(stale.code)
        assert case is not None
        above = (
            say("diary.silent_since", day=stale.last, weeks=stale.weeks)
            if stale.last
            else say("diary.never_any")
        )
        yield CardLine(case.student, above, code=stale.code, icon="hourglass_empty")


DIARY = Register(
    name="diary",
    tabs=((CASELOAD, "diary"),),
    records={"diary": DiaryEntry},
    rules=(done_early, series_go_on, check_ins, owners, doubts, left_behind),
    sections=(LANES, CardSection("today", "diary", "diary.silent", without_contact)),
    granted=already_monitored,
    events=(planned_events,),
    figures=(contact_cells,),
    closes={"diary": closes_on("date", "status", frozenset({DONE, MISSED, CANCELLED}))},
    cracks=silences,
    works=works,
)
