"""What teachers and students answered, as rows of Answers; and which quarter a row speaks of.

Several topics ask there: about accommodations, before a meeting, about co-teaching. The tab comes
with the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .records import RowRef, StaffMember, column
from .school_year import Quarter, SchoolYear

if TYPE_CHECKING:
    from .school import School

ACCOMMODATION, BEFORE_A_MEETING = "Accommodation", "Before a meeting"
TEACHER, STUDENT = "Teacher", "Student"
EVERY_TIME, SOMETIMES, NEVER = "Every time", "Sometimes", "Never"
YES, NO = "Yes", "No"
NOT_NEEDED, LETS_TALK = "Not needed", "I disagree, let's talk"
# Why not, by who says it.
OF_TEACHERS: Final = ("Forgot", "Student did not want it", NOT_NEEDED, "No equipment", LETS_TALK)
OF_STUDENTS: Final = ("Embarrassed", "Too slow", NOT_NEEDED, "Not available", "Other")

_QUARTER = re.compile(r"\s*(\d{4})(?:\s*[-/–]\s*\d{2,4})?[\s·,]*[QTqt]\s*([1-4])\s*")


@dataclass(frozen=True, slots=True)
class Answer:
    """One row. `accommodation` "" of a teacher's answer is about all of the student's. Gray:
    `answered_by` (a colleague's e-mail address, or the student's name) and `answered_as`."""

    row: RowRef
    code: str
    student: str
    about: str = ""
    accommodation: str = ""
    quarter: str = ""
    answered_by: str = ""
    answered_as: str = column("as")
    class_name: str = column("class")
    offered: str = ""
    used: str = ""
    helped: str = ""
    why_not: str = ""
    wants_a_goal: str = ""
    in_their_words: str = ""

    @property
    def is_said(self) -> bool:
        """Whether something was answered about use; a row made beforehand waits for it."""
        return bool(self.offered or self.used or self.why_not)

    @property
    def is_a_students(self) -> bool:
        """A card says whose it is; of what somebody typed, what says nothing under Offered is the
        student's, who is never asked about that."""
        if self.answered_by:
            return self.answered_as == STUDENT
        return not self.offered and self.answered_as != TEACHER

    @property
    def respondent(self) -> str:
        """Who it was; a class, or the row itself, where somebody typed what a teacher said."""
        return self.answered_by.casefold() or compared(self.class_name) or self.row.row_id


def quarter_words(quarter: Quarter, year: SchoolYear) -> str:
    """ "2026-27 Q2"; "2026 Q2" where a school year lies in one calendar year."""
    ends = year.ends_of(quarter.year)[-1].year
    of_year = str(quarter.year) if ends == quarter.year else f"{quarter.year}-{ends % 100:02}"
    return f"{of_year} {quarter.name}"


@lru_cache(maxsize=4096)  # a school writes few quarters, and each is read often
def quarter_from(written: str) -> Quarter | None:
    """The quarter of "2026-27 Q2", "2026/2027 Q2" or "2026 Q2"; None where it does not read so."""
    match = _QUARTER.fullmatch(written)
    return Quarter(int(match[1]), int(match[2])) if match else None


def before(quarter: Quarter) -> Quarter:
    """The quarter before it."""
    if quarter.number > 1:
        return Quarter(quarter.year, quarter.number - 1)
    return Quarter(quarter.year - 1, 4)


@lru_cache(maxsize=4096)
def compared(text: str) -> str:
    """How what people typed is compared: capitals and blanks do not count."""
    return " ".join(text.casefold().split())


def in_words_of_teacher(
    about: str, lines: Iterable[str], school: School, person: StaffMember
) -> Mapping[str, str]:
    """The cells of a row in which a teacher has said something in lines of words, this quarter."""
    year = school.settings.school_year
    return {
        "about": about,
        "quarter": quarter_words(year.quarter_of(school.today), year),
        "answered_by": person.email,
        "as": TEACHER,
        "in_their_words": "\n".join(lines),
    }
