"""Suggestions: new ones a week, decisions about them, and referrals that come of them.

A student comes onto Indicators once for each indicator and school year. Once decided, the row rests
until the level rises, or the day under Look again has come; then it is asked anew, and says what it
was. A student with an open case gets no row: their case manager sees it on cards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..names import display_names
from ..records import DATA, OFFICE, Problem, Referral, RosterStudent, RowRef
from ..school import School
from ..wants import Value, WantedCells, WantedRow
from .files.who import Students
from .known import students_of
from .levels import Finding, findings, rank
from .records import (
    ATTENDANCE,
    BEHAVIOR,
    NOT_NOW,
    REFER,
    DataRead,
    KnownStudent,
    Suggestion,
)
from .thresholds import Thresholds, thresholds_of
from .words import what_was_counted

NAME: Final = "Signals"
TAB: Final = "indicators"
_ABOUT: Final = {ATTENDANCE: "Attendance", BEHAVIOR: "Behavior"}


@dataclass(frozen=True, slots=True)
class Found:
    """One indicator of one student, as it stands now."""

    student: RosterStudent
    known: KnownStudent
    finding: Finding
    among: int  # how many indicators this student has


def suggest(school: School) -> Iterator[WantedRow | WantedCells]:
    """New rows, those that come up again, and what rose: the most indicators first, so many a
    week. What is not decided yet says what is counted now."""
    lines = thresholds_of(school.settings.more)
    found = {(each.student.student_id, each.finding.indicator): each for each in all_found(school)}
    rows = _standing(school)
    week = school.today - timedelta(days=school.today.weekday())
    left = lines.new_suggestions_a_week - sum(
        1 for row in school.of(Suggestion) if row.since is not None and row.since >= week
    )
    yield from _no_longer(rows, found, lines, school)
    for place, each in sorted(found.items(), key=lambda item: _order(item[1])):
        row = rows.get(place)
        if row is None:
            key = key_of(each, school)
            if key in school.ask.done or left <= 0:
                continue
            left -= 1
            yield _new(each, key, lines, school)
        elif not row.decision:
            yield from _brought_up_to_date(row, each, lines, school)
        elif left > 0 and _comes_again(row, each, school):
            left -= 1
            yield _again(row, each, lines, school)


def decided(school: School) -> Iterator[WantedCells]:
    """Beside a decision: at which level it was made, and when it is looked at again."""
    lines = thresholds_of(school.settings.more)
    for row in school.of(Suggestion):
        cells: dict[str, Value] = {}
        if row.decision and not row.decided_at:
            cells["decided_at"] = row.level
        if row.decision == NOT_NOW and row.look_again is None:
            cells["look_again"] = school.today + timedelta(days=lines.look_again_after_days)
        if cells and row.indicator:
            yield WantedCells(row.row, cells, school.say("signals.decided_because"))


def refer(school: School) -> Iterator[WantedRow | WantedCells]:
    """Refer makes a referral with Source Data, one for a student while it is not decided: what is
    referred beside it goes into the same one."""
    open_ones: dict[str, Referral] = {}
    told: dict[str, list[str]] = defaultdict(list)
    by_id = {each.referral_id: each for each in school.of(Referral)}
    source = school.say("signals.source")
    for row in school.of(Suggestion):
        if row.decision != REFER or not row.student_id:
            continue
        referral = by_id.get(row.referral)
        if row.referral and referral is not None and not referral.decision:
            open_ones[row.student_id] = referral
            told[referral.referral_id].append(_told(row))
    begun: set[str] = set()  # what else is referred of them goes into it once it stands
    for row in school.of(Suggestion):
        if row.decision != REFER or row.referral or not row.student_id or not row.row.row_id:
            continue
        if row.student_id in begun:
            continue
        number = school.ask.referral_number("data", row.row.row_id)
        stands = open_ones.get(row.student_id)
        because = school.say("signals.referred_because")
        if stands is not None:
            told[stands.referral_id].append(_told(row))
            concern = "\n".join(told[stands.referral_id])
            yield WantedCells(stands.row, {"concern": concern}, because)
            yield WantedCells(row.row, {"referral": stands.referral_id}, because)
            continue
        begun.add(row.student_id)
        if number not in by_id:
            cells: dict[str, Value] = {
                "referral_id": number,
                "received": school.now.astimezone(school.zone),
                "source": source,
                "referred_by": school.say("signals.referred_by"),
                "student_as_written": row.called,
                "student": row.called,
                "about": _ABOUT.get(row.indicator, "Academic"),
                "concern": _told(row),
                "tell_referrer": "Received only",
                "status": school.say("intake.new"),
            }
            yield WantedRow(f"signal:{row.row.row_id}", OFFICE, "referrals", cells, because)
        yield WantedCells(row.row, {"referral": number}, because)


def questions(school: School) -> Iterator[Problem]:
    """What of Data cannot be read, a sentence for each column; and what of Indicators."""
    say = school.say
    for read in school.of(DataRead):
        for trouble in read.troubles:
            yield Problem(
                key=f"signals:{trouble.tab}:{trouble.column}:{trouble.why}",
                row=data_row(trouble.tab, trouble.rows[0] - 1, school),
                column=trouble.column,
                what=say("signals.trouble.what"),
                why=say(
                    f"signals.trouble.{trouble.why}",
                    rows=", ".join(map(str, trouble.rows)),
                    count=trouble.count,
                ),
                whose=school.coordinator,
            )
        if read.too_many_days:
            yield Problem(
                key="signals:school_days",
                row=data_row("attendance", 0, school),
                column="date",
                what=say("signals.too_many_days.what"),
                why=say("signals.too_many_days.why", count=read.too_many_days),
                whose=school.coordinator,
            )
    for row in school.of(Suggestion):
        if row.decision == NOT_NOW and not row.reason.strip():
            yield Problem(
                key=f"signals:reason:{row.row.row_id}",
                row=row.row,
                column="reason",
                what=say("signals.no_reason.what"),
                why=say("signals.no_reason.why"),
                student=row.called,
                whose=school.coordinator,
            )


def data_row(tab: str, position: int, school: School) -> RowRef:
    """A place on a tab of Data."""
    return RowRef(DATA, tab, "", position, school.files.get(DATA, ""))


# ---------------------------------------------------------------- what is found


def all_found(school: School) -> Iterator[Found]:
    """Every indicator of every student on the roster who has no open case."""
    known = students_of(school)
    if not known:
        return
    lines = thresholds_of(school.settings.more)
    with_case = open_cases(school)
    for student in school.roster.students:
        one = known.get(student.student_id)
        if one is None or student.student_id in with_case:
            continue
        found = findings(one, lines)
        for each in found:
            yield Found(student, one, each, len(found))


def open_cases(school: School) -> dict[str, str]:
    """The students with an open case: student id -> case code."""
    students = Students(school.roster.students)
    return {
        students.same(case.student_id): case.code
        for case in school.cases
        if case.is_open and case.student_id
    }


def key_of(each: Found, school: School) -> str:
    """The identity of a row for ever, without saying whom it is about."""
    year = school.settings.school_year.year_of(school.today)
    who = school.ask.hashed(each.student.student_id)
    return f"indicator:{who}:{each.finding.indicator.casefold().replace(' ', '-')}:{year}"


def _order(each: Found) -> tuple[int, int, str, int]:
    return (-each.among, -rank(each.finding.level), each.student.student_id, 0)


def _standing(school: School) -> Mapping[tuple[str, str], Suggestion]:
    """The rows of this school year, by student and indicator; the newest where there are two."""
    year = school.settings.school_year
    this = year.year_of(school.today)
    rows: dict[tuple[str, str], Suggestion] = {}
    for row in school.of(Suggestion):
        if row.student_id and year.year_of(row.since or school.today) == this:
            rows[row.student_id, row.indicator] = row
    return rows


def _new(each: Found, key: str, lines: Thresholds, school: School) -> WantedRow:
    names = _called(school)
    cells: dict[str, Value] = {
        "student": names.get(each.student.student_id, each.student.name),
        "indicator": each.finding.indicator,
        "level": each.finding.level,
        "what_was_counted": what_was_counted(each.known, each.finding, lines, school),
        "since": school.today,
        "student_id": each.student.student_id,
    }
    because = school.say("signals.suggested_because")
    return WantedRow(key, OFFICE, TAB, cells, because)


def _called(school: School) -> dict[str, str]:
    """What the drop-downs call each student."""
    students = school.roster.students
    shown = display_names((each.name, each.student_id) for each in students)
    return {each.student_id: name for each, name in zip(students, shown, strict=True)}


def _brought_up_to_date(
    row: Suggestion, each: Found, lines: Thresholds, school: School
) -> Iterator[WantedCells]:
    """An undecided row says a level that has risen."""
    if rank(each.finding.level) > rank(row.level):
        counted = what_was_counted(each.known, each.finding, lines, school)
        cells: dict[str, Value] = {"level": each.finding.level, "what_was_counted": counted}
        yield WantedCells(row.row, cells, school.say("signals.rose_because"))


def _no_longer(
    rows: Mapping[tuple[str, str], Suggestion],
    found: Mapping[tuple[str, str], Found],
    lines: Thresholds,
    school: School,
) -> Iterator[WantedCells]:
    """A suggestion that nobody has decided says so where what is counted has changed and the line
    is not reached any more, or a case was opened meanwhile."""
    known = students_of(school) if rows else {}
    for place, row in rows.items():
        one = known.get(row.student_id)
        if row.decision or place in found or one is None:
            continue
        counted = what_was_counted(one, Finding(row.indicator, row.level), lines, school)
        said = school.say("signals.no_longer", counted=counted)
        yield WantedCells(row.row, {"what_was_counted": said}, school.say("signals.rose_because"))


def _comes_again(row: Suggestion, each: Found, school: School) -> bool:
    if row.decision == REFER:
        return False
    before = row.decided_at or row.level
    if rank(each.finding.level) > rank(before):
        return True
    return row.look_again is not None and row.look_again <= school.today


def _again(row: Suggestion, each: Found, lines: Thresholds, school: School) -> WantedCells:
    before = row.decided_at or row.level
    counted = what_was_counted(each.known, each.finding, lines, school)
    was = school.say("signals.was", level=before, decision=row.decision)
    cells: dict[str, Value] = {
        "level": each.finding.level,
        "what_was_counted": f"{counted} {was}",
        "since": school.today,
        "decision": None,
        "look_again": None,
        "decided_at": None,
    }
    return WantedCells(row.row, cells, school.say("signals.again_because"))


def _told(row: Suggestion) -> str:
    return f"{row.indicator}: {row.what_was_counted}"
