"""The grey columns: what each row is told about itself, worked out anew from what stands."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.records import OFFICE, Problem, RowRef
from service.casework.school import School
from service.casework.wants import WantedCells
from service.workbook.look import WorkbookSeen
from service.workbook.templates import EVERY_SCHOOL, ON_DEMAND

from ..rule_rounds import RuleRounds

# Of which a tab can be asked about as a whole.
WORKBOOKS = (*EVERY_SCHOOL, *ON_DEMAND)


def fill(rounds: RuleRounds, school: School) -> list[Problem]:
    """What registers work out from the school as it will be; answers what they ask. Of what two
    of them want in one cell, the later one's stands."""
    asked: list[Problem] = []
    wanted: list[WantedCells] = []
    for register in rounds.context.registers:
        for figure in register.figures:
            for want in figure(school):
                if isinstance(want, WantedCells):
                    wanted.append(want)
                elif isinstance(want, Problem):
                    asked.append(want)
    last = {
        (want.row.workbook, want.row.tab, want.row.position, column): number
        for number, want in enumerate(wanted)
        for column in want.cells
    }
    for number, want in enumerate(wanted):
        place = (want.row.workbook, want.row.tab, want.row.position)
        own = {c: value for c, value in want.cells.items() if last[*place, c] == number}
        rounds.projection.cells(want.row, own, want.because)
    return asked


def codes_of_rows(school: School) -> dict[str, str]:
    """Row id -> case code, for every row about a student and every case itself."""
    codes = {case.code: case.code for case in school.cases if case.code}
    for records in school.records.values():
        for record in records:
            code = getattr(record, "code", "")
            if code and record.row.row_id:
                codes.setdefault(record.row.row_id, code)
    return codes


def whole_tab(workbook: str, tab: str) -> RowRef:
    """A place that is a whole tab (or workbook), for a question that no single cell raised."""
    return RowRef(workbook if workbook in WORKBOOKS else OFFICE, tab, "")


def row_of(books: Mapping[str, WorkbookSeen], workbook: str, tab: str, row_id: str) -> RowRef:
    """The row of this id as it stands now; its whole tab where it does not."""
    seen = books.get(workbook)
    for row in seen.tabs[tab].rows if seen and row_id and tab in seen.tabs else ():
        if seen and seen.tabs[tab].row_id(row) == row_id:
            return RowRef(workbook, tab, row_id, row.position, seen.file_id)
    return whole_tab(workbook, tab)


def place(books: Mapping[str, WorkbookSeen], row: RowRef, column: str) -> str:
    """ "Diary > Date", in the words that stand in the sheet now."""
    book = books.get(row.workbook)
    tab = book.tabs.get(row.tab) if book else None
    if book is None:
        return row.workbook.title()
    if tab is None:
        return book.template.title
    heading = tab.headings.get(column, "")
    return f"{tab.title} › {heading}" if heading else tab.title
