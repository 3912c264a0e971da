"""Each row about a student says whose case it is, so that everybody can look at their own."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..wants import WantedCells


def manager_cells(school: School) -> Iterator[WantedCells]:
    """Case manager of every row about a student, by name. (Diary has Owner instead.)"""
    because = school.say("changes.manager_cell")
    for records in school.records.values():
        for record in records:
            code = getattr(record, "code", "")
            if code and record.row.tab != "caseload" and record.row.row_id:
                manager = school.manager_of(code)
                name = school.name_of(manager) if manager else None
                yield WantedCells(record.row, {"case_manager": name}, because)
