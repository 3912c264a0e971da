"""Lines of attendance and of incidents, as rows of Data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .cell_values import (
    ABSENT,
    LATE,
    NOT_SAID,
    PRESENT,
    attendance_kind,
    incident_kind,
    read_day,
    read_excused,
    read_flag,
    read_number,
    serial,
)
from .heading_words import OurWords, plain
from .recognised import Recognised
from .who import Students

Cells = tuple[str | float | None, ...]
_WHOLE: Final = frozenset({"", "daily", "day", "allday", "fullday", "full", "1", "whole", "todo"})


class Unreadable(ValueError):
    """A line cannot be read; the text is a key of the wording."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line's cells by part, with what is needed to read them."""

    cells: Sequence[str]
    known: Recognised
    words: OurWords
    students: Students
    month_first: bool

    def text(self, part: str) -> str:
        """What stands under the first column of a part that says something."""
        for place in self.known.places.get(part, ()):
            if place < len(self.cells) and self.cells[place]:
                return self.cells[place]
        return ""

    def heading(self, part: str) -> str:
        """What the column of a part is called, letters and digits alone."""
        places = self.known.places.get(part, ())
        return plain(self.known.headings[places[0]]) if places else ""

    def student(self) -> str:
        """The student's id. Raises Unreadable where the line names nobody."""
        places = self.known.places.get("student", ())
        ids = [self.cells[place] for place in places if place < len(self.cells)]
        name = self.text("name")
        if not name and (self.text("first") or self.text("last")):
            name = f"{self.text('first')} {self.text('last')}".strip()
        found = self.students.find(ids, name)
        if not found:
            raise Unreadable("nobody_called" if name else "no_student")
        return found

    def day(self, part: str, *, needed: bool = True) -> float | None:
        """A day as Sheets counts. Raises Unreadable for one that is missing or cannot be read."""
        written = self.text(part)
        if not written:
            if needed:
                raise Unreadable("no_date")
            return None
        found = read_day(written, self.month_first)
        if found is None:
            raise Unreadable("not_a_date")
        return serial(found)


def attendance(line: Line) -> Cells | None:
    """Student ID, Date, Kind, Part of day, Excused; None for somebody who was there."""
    day = line.day("date")
    kind, share = _what(line)
    if not kind:
        raise Unreadable("no_kind")
    student = line.student()
    if kind == PRESENT:
        return None
    excused = read_excused(line.text("excused"), line.words)
    if excused == NOT_SAID:
        # "AE", "T-E": the code says it; a reason that is given excuses nobody by itself.
        code = line.text("code")
        excused = NOT_SAID if read_flag(code) is not None else read_excused(code, line.words)
    return (student, day, kind, _part(line, share), excused)


def _what(line: Line) -> tuple[str, str]:
    """Kind and, for a part of a day, how much of it."""
    places = line.known.places
    if "absent" in places or "late" in places:
        absent, late = read_flag(line.text("absent")), read_flag(line.text("late"))
        if absent is None or late is None:
            return "", ""
        share = line.text("share") or (line.text("absent") if "." in line.text("absent") else "")
        return (ABSENT, share) if absent else (LATE if late else PRESENT, "")
    if "share" in places:
        number = read_number(line.text("share")) if line.text("share") else None
        if number is not None and not 0 <= number <= 1:
            raise Unreadable("not_a_share")
        if number:
            return ABSENT, line.text("share")
        by_code = attendance_kind(line.text("code") or line.text("kind"), line.words)
        if number is None:
            return by_code, ""
        return (LATE if by_code == LATE else PRESENT), ""
    written = line.text("kind") or line.text("code")
    return attendance_kind(written, line.words), ""


def _part(line: Line, share: str) -> str | float:
    """ "" for a whole day, a share of one (0.5), or the part as it is written."""
    number = read_number(share) if share else None
    if number is not None and 0 < number < 1:
        return number
    written = line.text("part")
    if plain(written) in ("section", "period") and line.text("section"):
        return f"Section {line.text('section')}"[:80]
    if written.isdecimal() and line.heading("part") == "period":
        return f"Period {written}"[:80]
    return "" if plain(written) in _WHOLE else written[:80]


def incident(line: Line) -> Cells:
    """Student ID, Date, Kind, Days."""
    day, kind = line.day("date"), ""
    for place in line.known.places.get("kind", ()):
        if place < len(line.cells) and line.cells[place]:
            kind = incident_kind(line.cells[place], line.words)
            break
    if not kind:
        raise Unreadable("no_kind")
    student, written = line.student(), line.text("days")
    days = read_number(written) if written else None
    if written and (days is None or not 0 <= days <= 366):
        raise Unreadable("not_days")
    return (student, day, kind, days)
