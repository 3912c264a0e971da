"""One row of the Class log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..names import fold
from ..records import RowRef, column
from ..school import School

NAME = "Class log"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """`code` is "" for a row about a whole class. `value` is on the scale of its measure."""

    row: RowRef
    code: str
    student: str
    day: date | None = column("date", default=None)
    class_name: str = column("class")
    phase: str = ""
    what_we_did: str = ""
    minutes: int | None = column(default=None, read="minutes")
    measure: str = ""
    value: float | None = column(default=None, read="score")
    next_step: str = column("next")

    @property
    def of_class(self) -> str:
        """The class as it is compared."""
        return fold(self.class_name)

    @property
    def is_of_a_class(self) -> bool:
        """Whether it is about a whole class, and no student."""
        return not self.code and not self.student.strip() and bool(self.of_class)


def in_order(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Those with a day, the oldest first."""
    dated = [entry for entry in entries if entry.day is not None]
    return sorted(dated, key=lambda entry: (entry.day or date.min, entry.row.position))


def by_case(school: School) -> dict[str, list[LogEntry]]:
    """Every case's entries, the oldest first."""
    found: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in in_order(school.of(LogEntry)):
        if entry.code:
            found[entry.code].append(entry)
    return found


def of_classes(school: School) -> list[LogEntry]:
    """The entries about whole classes, the oldest first."""
    return [entry for entry in in_order(school.of(LogEntry)) if entry.is_of_a_class]


def this_year(entries: Iterable[LogEntry], school: School) -> list[LogEntry]:
    """Those of the school year that runs."""
    year = school.settings.school_year
    now = year.year_of(school.today)
    return [entry for entry in entries if entry.day and year.year_of(entry.day) == now]
