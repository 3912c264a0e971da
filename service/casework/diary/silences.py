"""Cases without a word with the student, or with the family, for too long.

A contact of that kind counts whoever had it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..crack import Crack, begun, first_days
from ..diary_kinds import DONE
from ..records import DiaryEntry
from ..school import School

STUDENT, FAMILY = "no_student_contact", "no_family_contact"
WATCHED = ("Active", "Monitor")


def silences(school: School) -> Iterator[Crack]:
    """One for each kind of contact that an Active or Monitor case has gone without for so many
    weeks as Settings say; a case without any counts from its first day."""
    span = timedelta(weeks=school.settings.stale_after_weeks)
    days = first_days(school)
    newest = newest_contacts(school)
    for case in school.cases:
        if case.status not in WATCHED or not case.code:
            continue
        for kind, contacts in newest.items():
            last = contacts.get(case.code) or begun(case, days, school)
            if last is not None:
                since, manager = last + span, case.case_manager
                yield Crack(kind, since, case.code, case.student, manager)


def newest_contacts(school: School) -> Mapping[str, Mapping[str, date]]:
    """By kind of crack, by case code: the newest day of a contact that would clear it."""
    found: dict[str, dict[str, date]] = {STUDENT: {}, FAMILY: {}}
    kinds = school.ask.kinds
    for entry in school.of(DiaryEntry):
        kind = kinds.get(entry.kind)
        if kind is None or entry.status != DONE or not entry.code or entry.day is None:
            continue
        if kind.student_contact:
            _note(found[STUDENT], entry, entry.day)
        if kind.family_contact:
            _note(found[FAMILY], entry, entry.day)
    return found


def _note(days: dict[str, date], entry: DiaryEntry, day: date) -> None:
    days[entry.code] = max(days.get(entry.code, day), day)
