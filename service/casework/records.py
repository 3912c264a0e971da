"""The nouns of casework, as plain frozen records.

A record is what one row (or one form response, one calendar entry) says, after its cells have
been read: dates are `datetime.date`, times of day `datetime.time` in the school's own zone,
numbers `float`, empty text `""`, anything absent or unreadable `None`. Instants (`received`,
`updated`) are aware UTC `datetime`s. E-mail addresses are lower case.

`row` says where the record stands, so that a question about it can link to the very cell.

A record's fields are read from the columns of its tab: the one of the field's own name, or the one
that `column` names. Which reader takes a cell follows from the field's type and the column's kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

CASELOAD, OFFICE, RESTRICTED, PROGRESS = "caseload", "office", "restricted", "progress"
SHELF = "shelf"  # for all staff, about no student; there once a module has a tab on it
DATA = "data"  # what the school's own systems know; there once a module has a tab on it
MY_TIME = "my_time"  # what somebody's time went to; everybody has one, theirs alone


@dataclass(frozen=True, slots=True)
class RowRef:
    """Where a row stands: workbook (`caseload` ...), tab key (`diary` ...), the row's own id.

    `row_id` is the identity: Row ID for tabs about a student, case code for Caseload, referral
    id for Referrals, student id for Students, e-mail for Staff; `""` while it has none.
    `position` is the 0-based row index as last read: good for a link, never for identity.
    """

    workbook: str
    tab: str
    row_id: str
    position: int = field(default=-1, compare=False)
    file_id: str = field(default="", compare=False)


def column(key: str = "", *, default: Any = "", **how: Any) -> Any:
    """A field that is read from the column `key` ("" = the field's own name). `read` names a
    reader of its own: "email", "minutes", "duration"; `none` is the choice that stands for none of
    the others; `pairs` are (choice, text) columns that are read together."""
    return field(default=default, metadata={"column": key, **how})


@dataclass(frozen=True, slots=True)
class StaffMember:
    row: RowRef
    email: str
    name: str
    role: str  # Case manager, Coordinator, Deputy, Safeguarding lead, Counselor, Teacher, Head
    capacity: float | None = None
    grades: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    working_hours: str = ""  # as typed, e.g. "Mon-Fri 08:00-15:30"


@dataclass(frozen=True, slots=True)
class RosterStudent:
    """One student of the school (Office > Students)."""

    row: RowRef
    student_id: str
    name: str
    grade: str = ""
    also_known_as: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # that the school reports on


@dataclass(frozen=True, slots=True)
class DayOff:
    """A stretch of days without school for everyone (`who == ""`) or one person away."""

    row: RowRef
    first: date
    last: date
    what: str = ""
    who: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """One row of Restricted > Flags: speak to somebody before doing something."""

    row: RowRef
    code: str
    speak_to: str
    before: str = ""
    first: date | None = None
    until: date | None = None

    def is_in_force(self, today: date) -> bool:
        begun = self.first is None or self.first <= today
        return begun and (self.until is None or self.until >= today)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of Caseload: a student and the case around them."""

    row: RowRef
    code: str  # "C-0142", or "" while none has been given
    student: str
    student_id: str = ""
    grade: str = ""
    case_manager: str = ""  # e-mail, or "" when unknown
    status: str = ""  # Referred, Active, Monitor, Exited
    support_level: str = ""
    plan_type: str = ""
    needs: str = ""
    strengths: str = ""
    reading_level: str = ""
    make_up_times: str = ""
    random_things: str = ""
    graduation_path: str = ""
    activities: str = ""
    review_due: date | None = None
    staff_may_be_told: str = ""
    also_known_as: tuple[str, ...] = ()
    minutes_owed: float | None = None  # of help in class, a week
    is_confirmed: bool = True  # False: its manager was typed, and the coordinator is still asked

    @property
    def is_open(self) -> bool:
        return self.status in ("Referred", "Active", "Monitor")


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One row of Diary. `code` is whose row it is, once that is settled (else "")."""

    row: RowRef
    code: str
    student: str  # as written
    kind: str = ""
    day: date | None = column("date", default=None)
    start: time | None = None
    minutes: int | None = column(default=None, read="minutes")
    status: str = ""  # Planned, Done, Missed, Cancelled
    with_whom: str = column("with")
    how: str = ""
    notes: str = ""
    next_step: str = ""
    repeat: str = ""
    owner: str = column(read="email")  # service column: on whose calendar the entry stands
    calendar: str = ""  # service column: what Holdfast last said about the event
    start_stands: str = ""  # no column: "in_date" (Start is empty), "unread"; "" where it should


@dataclass(frozen=True, slots=True)
class Goal:
    row: RowRef
    code: str
    student: str
    goal: str = ""
    kind: str = ""
    measure: str = ""
    unit: str = ""
    direction: str = ""  # Increase, Decrease
    baseline: float | None = column(default=None, read="score")
    target: float | None = column(default=None, read="score")
    start: date | None = None
    due: date | None = None
    latest: float | None = None  # service column


@dataclass(frozen=True, slots=True)
class Action:
    row: RowRef
    code: str
    student: str
    action: str = ""
    who: str = ""
    due: date | None = None
    status: str = ""
    done_on: date | None = None
    resource: str = ""
    consent: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Accommodation:
    row: RowRef
    code: str
    student: str
    school_year: str = ""
    accommodation: str = ""
    type: str = ""  # Accommodation, Modification
    where: str = ""
    first: date | None = column("from", default=None)
    until: date | None = None
    # (answer, why) for Q1 to Q4
    quarters: tuple[tuple[str, str], ...] = column(
        default=(), pairs=(("q1", "q1_why"), ("q2", "q2_why"), ("q3", "q3_why"), ("q4", "q4_why"))
    )
    goal_wanted: str = ""


@dataclass(frozen=True, slots=True)
class TeamMember:
    row: RowRef
    code: str
    student: str
    person: str = ""
    role: str = ""
    household: str = ""
    email: str = column(read="email")
    phone: str = ""
    language: str = ""
    rights: str = ""  # Full, Shared, Limited by order, None by order, Unknown
    # Of Plan, Progress, Accommodations, Dates; empty = Nothing. "Nothing" beside something else:
    # the narrower word counts until it is cleared up.
    may_see: tuple[str, ...] = column(default=(), none="Nothing")
    invite: str = ""
    ask_first: str = ""
    checked_on: date | None = None
    read_on: date | None = None  # service column: when a teacher said they have read it
    hand_on: str = ""  # Yes: what stands for them has been read, and may go to them
    until: date | None = None  # a release or a role ends on this day by itself
    letters_by: str = ""  # Paper, Mail; empty = Paper


@dataclass(frozen=True, slots=True)
class Referral:
    """One row of Referrals (Office) or Safety referrals (Restricted)."""

    row: RowRef
    referral_id: str  # "R-0031"
    received: datetime | None
    source: str = ""
    relationship: str = ""
    referred_by: str = ""
    student_as_written: str = ""
    student: str = ""  # as settled by the coordinator (or by a sure match)
    about: str = ""
    concern: str = ""
    details: str = ""
    urgency: str = ""
    our_urgency: str = ""
    decision: str = ""  # Accept, Decline, Duplicate, Need more
    same_as: str = ""
    reason: str = ""
    case_manager: str = ""  # as typed: e-mail or name
    brief: str = ""
    tell_referrer: str = ""  # Received only, Progress
    status: str = ""  # service column
    pick: str = ""  # of Restricted alone: one of the answers that Status offers
    acknowledged: str = ""  # service column
    response_id: str = ""  # service column, hidden: which form response the row came from
    suggested: str = ""  # service column: the case manager that was suggested


@dataclass(frozen=True, slots=True)
class Response:
    """One answer to a referral form; (`response_id`, `last_submitted`) is its version.

    `answers` is keyed by the question's key in the form's template (`danger`, `adult_here`,
    `student_name`, `grade`, `concern` ...); several ticked boxes are joined with ", ".
    """

    form: str  # inside, outside
    response_id: str
    submitted: datetime
    last_submitted: datetime
    respondent: str  # verified e-mail, or ""
    answers: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Measurement:
    row: RowRef
    day: date
    goal: str
    value: float
    phase: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BehaviorNote:
    """One row of a progress sheet's Behavior tab: a class period, or one expectation in it."""

    row: RowRef
    day: date
    klass: str
    target: str
    score: float | None
    what_helped: str = ""
    by: str = ""
    period: str = ""
    of: float | None = None  # the most that Score can be
    absent: str = ""  # anything but a "no" says so
    teacher_said: str = ""  # Specific praise, Reminder, Quiet correction, Nothing


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An event as it stands on somebody's calendar. `day`/`start` are in the school's zone;
    `start` is None for an all-day event; `cancelled` when it was deleted."""

    owner: str
    event_id: str
    etag: str
    follow_up_id: str  # from the private extended property, "" if it is not one of ours
    cancelled: bool = False
    day: date | None = None
    start: time | None = None
    minutes: int | None = None
    title: str = ""
    updated: datetime | None = None
    base: str = ""  # keyed fingerprint of the time last agreed, kept on the event itself
    words: str = ""  # the same of its wording
    repeats: bool = False  # somebody made a series of it
    declined: bool = False  # its owner has declined it


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch in which a person is not free; aware datetimes, half open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that only a person can settle.

    `key` tells one problem from another and stays the same while it lasts. `why` is a kind
    sentence: what is wrong, and what to do. `pick` offers answers where a choice is needed.
    """

    key: str
    row: RowRef
    column: str  # column key the link points to
    what: str
    why: str
    student: str = ""  # as written in the row; stays inside the workbook
    code: str = ""
    whose: str = ""  # e-mail of who can settle it; "" = the coordinator
    pick: tuple[str, ...] = ()
