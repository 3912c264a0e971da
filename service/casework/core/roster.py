"""The roster shows which students have a case, and with whom."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Case, RosterStudent
from ..school import School
from ..wants import Value, WantedCells


def roster_cells(school: School) -> Iterator[WantedCells]:
    """Status, Case manager and Case code of every student; one without a case has blanks."""
    by_id: dict[str, Case] = {}
    for case in school.cases:
        if case.student_id and (case.is_open or case.student_id not in by_id):
            by_id[case.student_id] = case
    names = {person.email: person.name for person in school.staff}
    because = school.say("changes.roster_cells")
    for student in school.of(RosterStudent):
        found = by_id.get(student.student_id)
        cells: dict[str, Value] = {
            "status": found.status if found else None,
            "case_manager": names.get(found.case_manager, "") if found else None,
            "case_code": found.code if found else None,
        }
        yield WantedCells(student.row, cells, because)
