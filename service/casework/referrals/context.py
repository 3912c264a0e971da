"""The coordinator's desk: everything that intake and decisions look at, and what they hand back.

A `Desk` is gathered once per sync. What needs the outside world comes in as plain callables, so
that the rules stay pure. The rules yield wants one by one; `gather` sorts them into a `Wanted`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from ..names import DOT, Match, Roster, display_names, fold, parse_display
from ..records import (
    RESTRICTED,
    Case,
    DiaryEntry,
    Problem,
    Referral,
    RosterStudent,
    RowRef,
    StaffMember,
)
from ..schooldays import SchoolCalendar
from ..settings import SchoolSettings
from ..staff_names import StaffNames
from ..wants import (
    ACCEPTED,
    Say,
    SlotRequest,
    WantedCells,
    WantedEvent,
    WantedMessage,
    WantedRow,
    accepted_code,
)

PROGRESS, RECEIVED_ONLY = "Progress", "Received only"  # Tell referrer
LONGEST_NAME = 120  # characters of a written name that are looked at


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested case manager (None when nobody can be), and the sum behind it."""

    person: StaffMember | None
    why: str


class Suggest(Protocol):
    """By weighted workload (docs/casework.md, Assignment and workload). `student` None = not known
    yet; `grade` and `language` as written."""

    def __call__(self, student: RosterStudent | None, grade: str, language: str) -> Suggestion: ...


@dataclass(frozen=True, slots=True)
class FirstTalk:
    """A First Talk that needs a slot. Ask for the free/busy times of `request.owner`, find a
    slot, and hand it to `first_talk.diary_row` (or to `first_talk.no_slot`)."""

    request: SlotRequest
    code: str
    student: str  # as it stands in Caseload; for the Diary row only
    brief: str
    row: RowRef  # the referral that called for it
    because: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be so, by kind. Every row, message and slot has a key that is its identity for
    ever; cells are service columns of rows that stand, or a choice somebody made under Pick."""

    rows: tuple[WantedRow, ...] = ()
    cells: tuple[WantedCells, ...] = ()
    messages: tuple[WantedMessage, ...] = ()
    events: tuple[WantedEvent, ...] = ()
    first_talks: tuple[FirstTalk, ...] = ()
    problems: tuple[Problem, ...] = ()


Want = WantedRow | WantedCells | WantedMessage | WantedEvent | FirstTalk | Problem


def gather(wants: Iterable[Want]) -> Wanted:
    """The wants by kind, in their order; several wants for cells of one row become one."""
    rows: list[WantedRow] = []
    messages: list[WantedMessage] = []
    events: list[WantedEvent] = []
    talks: list[FirstTalk] = []
    problems: list[Problem] = []
    cells: dict[tuple[str, str, str], WantedCells] = {}
    for want in wants:
        match want:
            case WantedCells(row=row):
                place = (row.workbook, row.tab, row.row_id)
                before = cells.get(place)
                cells[place] = want if before is None else _together(before, want)
            case WantedRow():
                rows.append(want)
            case WantedMessage():
                messages.append(want)
            case WantedEvent():
                events.append(want)
            case FirstTalk():
                talks.append(want)
            case Problem():
                problems.append(want)
    return Wanted(
        tuple(rows),
        tuple(cells.values()),
        tuple(messages),
        tuple(events),
        tuple(talks),
        tuple(problems),
    )


@dataclass(frozen=True)
class ReferralContext:
    """`now` is aware. `referrals` holds the rows of Office and of Restricted. `done` holds the
    keys of the rows, messages and slots that happened already; `sent` when a message was sent.
    `picks` is what people chose under Pick on Attention, by problem key.

    `speak(language as written)` says things in that language where there is a wording for it;
    `link(row)` is a web address; `code_for(referral id)` is the code of the case that this
    referral opens, the same at every call.
    """

    now: datetime
    settings: SchoolSettings
    calendar: SchoolCalendar
    say: Say
    speak: Callable[[str], Say]
    link: Callable[[RowRef], str]
    code_for: Callable[[str], str]
    roster: Roster
    suggest: Suggest
    first_talk_minutes: int = 45
    staff: tuple[StaffMember, ...] = ()
    cases: tuple[Case, ...] = ()
    referrals: tuple[Referral, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    done: Collection[str] = ()
    sent: Mapping[str, datetime] = field(default_factory=dict)
    picks: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def match(self, written: str, grade: str = "") -> Match:
        """Who a written name is; only the start of a very long text is looked at."""
        return self.roster.match(written[:LONGEST_NAME], grade=grade)

    def called(self, student: RosterStudent) -> str:
        """What the drop-downs call this student: "Ana Silva", a namesake "Ana Silva · 0142"."""
        return self._called[student.row.row_id or student.student_id]

    def offered(self, match: Match) -> tuple[str, ...]:
        """The candidates as a question offers them: "Ana Silva · grade 9 · 0142"."""
        return tuple(told_apart(each.student, self.say) for each in match.candidates)

    def picked(self, choice: str) -> str:
        """What was chosen of these, as the drop-downs call the student."""
        student = self.match(choice).student
        return self.called(student) if student else choice

    def open_case(self, name: str, student_id: str = "") -> Case | None:
        """The student's open case: by the school's own id, else by the very name where the case
        has no id (a student who is not on the roster yet)."""
        by_id = self._open_cases.get(("id", student_id)) if student_id else None
        return by_id or self._open_cases.get(("name", fold(parse_display(name)[0])))

    def case(self, code: str) -> Case | None:
        return self._cases_by_code.get(code)

    def person(self, as_typed: str) -> StaffMember | None:
        """The member of staff with this e-mail or name; None when nobody has it, or several."""
        return self._people.find(as_typed)

    def named(self, person: StaffMember) -> str:
        """What a cell says of a colleague: the name, where that leads back to nobody else."""
        return person.name if self.person(person.name) is person else person.email

    def with_role(self, *roles: str) -> tuple[StaffMember, ...]:
        """Everybody with one of these roles, in the order of the roles."""
        return tuple(person for role in roles for person in self.staff if person.role == role)

    @cached_property
    def held_ids(self) -> frozenset[str]:
        """The ids of the referrals that safeguarding holds."""
        return frozenset(each.referral_id for each in self.referrals if is_restricted(each))

    @cached_property
    def by_response(self) -> dict[str, Referral]:
        """The row that each response became; the Restricted one where there are two."""
        ordered = sorted(self.referrals, key=is_restricted)
        return {each.response_id: each for each in ordered if each.response_id}

    @cached_property
    def undecided(self) -> dict[str, list[Referral]]:
        """Undecided referrals with a settled student, by that student's row id."""
        by_student: dict[str, list[Referral]] = {}
        for each in self.referrals:
            if each.student and not each.decision and not accepted_code(each.status):
                student = self.match(each.student).student
                if student is not None:
                    key = student.row.row_id or student.student_id
                    by_student.setdefault(key, []).append(each)
        return by_student

    @cached_property
    def _cases_by_code(self) -> dict[str, Case]:
        return {case.code: case for case in self.cases if case.code}

    @cached_property
    def _open_cases(self) -> dict[tuple[str, str], Case]:
        return {
            ("id", case.student_id) if case.student_id else ("name", fold(case.student)): case
            for case in reversed(self.cases)
            if case.is_open
        }

    @cached_property
    def _called(self) -> dict[str, str]:
        students = self.roster.students
        names = display_names((each.name, each.student_id) for each in students)
        return {
            each.row.row_id or each.student_id: name
            for each, name in zip(students, names, strict=True)
        }

    @cached_property
    def _people(self) -> StaffNames:
        return StaffNames(self.staff)


def accepted_status(referral: Referral) -> str:
    """What Status says of the acceptance, without a question that may stand behind it."""
    found = ACCEPTED.match(referral.status)
    return found[0] if found else ""


def told_apart(student: RosterStudent, say: Say) -> str:
    """What tells a student from any other: "Ana Silva · grade 9 · 0142"."""
    grade = say("names.grade", grade=student.grade) if student.grade else ""
    return DOT.join(filter(None, (student.name, grade, student.student_id)))


def grade_written(referral: Referral, say: Say) -> str:
    """The grade that the referrer gave, as Details has it; "" where none was."""
    start = say("intake.grade", text="")
    lines = (line for line in referral.details.splitlines() if line.startswith(start))
    return next((line.removeprefix(start) for line in lines), "")


def is_restricted(referral: Referral) -> bool:
    return referral.row.workbook == RESTRICTED


def plain(text: str) -> str:
    """For comparing what people typed: no case, single spaces."""
    return " ".join(text.split()).casefold()


def _together(before: WantedCells, after: WantedCells) -> WantedCells:
    because = "; ".join(dict.fromkeys(each for each in (before.because, after.because) if each))
    return WantedCells(before.row, {**before.cells, **after.cells}, because)
