"""Minutes of help in class: what was given this week, of what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..school import School
from .records import LogEntry, by_case, of_classes, this_year


def given_this_week(code: str, school: School) -> int:
    """Minutes of this student's entries from Monday to Sunday, and of those about a whole class in
    which the student has an entry in this school year."""
    monday = school.today - timedelta(days=school.today.weekday())
    own = by_case(school).get(code, [])
    classes = {entry.of_class for entry in this_year(own, school)} - {""}
    whole = [entry for entry in of_classes(school) if entry.of_class in classes]
    return sum(entry.minutes or 0 for entry in _of_week([*own, *whole], monday))


def _of_week(entries: Iterable[LogEntry], monday: date) -> list[LogEntry]:
    return [e for e in entries if e.day and monday <= e.day < monday + timedelta(days=7)]
