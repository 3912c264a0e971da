"""What is known per student from the school's own systems, and a suggestion as its row says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..records import RowRef, column

ATTENDANCE, BEHAVIOR, COURSE, ONLY_PUSH_IN = (
    "Attendance", "Behavior", "Course", "Only push-in passes",
)  # fmt: skip
NEAR, OVER, FAR = "Near the line", "Over it", "Far over"
LEVELS: Final = ("", NEAR, OVER, FAR)  # in this order
REFER, NOT_NOW, SUPPORTED = "Refer", "Not now", "Supported already"
NO_HELP: Final = ("", "None")


@dataclass(frozen=True, slots=True)
class KnownCourse:
    """A course that is worth telling: failing or near it, with work missing, or with help.
    `percent` is of 100; `missing_work` counts pieces; `failing` by mark or percentage."""

    course: str
    mark: str = ""
    percent: float | None = None
    state: str = ""  # Final, Running, Incomplete
    help: str = ""  # None, Push-in, Pull-out
    missing_work: int = 0
    failing: bool = False


@dataclass(frozen=True, slots=True)
class KnownStudent:
    """What the school's systems say of one student in this school year. Days are school days, and
    may have a fraction; `absent` holds the excused ones too. `courses` are those worth telling,
    `others` counts the courses beside them. This is what other modules read."""

    student_id: str
    enrolled: int = 0
    absent: float = 0.0
    excused: float = 0.0
    late: int = 0
    late_excused: int = 0
    last_absent: date | None = None
    referrals: int = 0
    in_school: float = 0.0  # days
    suspensions: int = 0
    suspension_days: float = 0.0
    last_incident: date | None = None
    courses: tuple[KnownCourse, ...] = ()
    others: int = 0
    counted_to: date | None = None  # the last day of which Data says something

    @property
    def missing_work(self) -> int:
        """Pieces of work that are missing, in all courses together."""
        return sum(each.missing_work for each in self.courses)

    @property
    def failing(self) -> tuple[str, ...]:
        """The courses that are failing, or were failed at their end."""
        return tuple(each.course for each in self.courses if each.failing)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """One row of Office > Known from Data: many students in one text."""

    row: RowRef
    page: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class DataTrouble:
    """Rows of one tab of Data of which one column cannot be read: `rows` as people count them, the
    first few; `count` how many."""

    tab: str
    column: str
    why: str  # a key of the wording
    rows: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class that a student is in now, as the tab Classes says it."""

    student_id: str
    course: str
    teacher: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DataRead:
    """Data was read in this look: all that it came to. `ids` without a leading zero were matched
    with the one student whom they fit."""

    students: tuple[KnownStudent, ...] = field(default=(), hash=False)
    classes: tuple[ClassRow, ...] = field(default=(), hash=False)
    troubles: tuple[DataTrouble, ...] = ()
    without_zeros: int = 0
    too_many_days: int = 0  # school days counted, where they are more than a year has


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row of Indicators."""

    row: RowRef
    called: str = column("student")
    student_id: str = ""
    indicator: str = ""
    level: str = ""
    what_was_counted: str = ""
    since: date | None = None
    decision: str = ""
    reason: str = ""
    look_again: date | None = None
    decided_at: str = ""
    referral: str = ""
