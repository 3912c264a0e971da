"""The grey columns: what each row is told about itself, worked out anew from what stands."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.accommodations.quarters import proposals
from service.casework.diary import follow_ups
from service.casework.records import OFFICE, Case, RowRef
from service.casework.wants import Value
from service.workbook.look import WorkbookSeen

from ..rule_rounds import RuleRounds
from ..school_records import School


def fill(rounds: RuleRounds, school: School) -> None:
    """Next and Last family contact in Caseload; Status, Case manager and Case code on the
    roster; Proposal for each accommodation."""
    _caseload(rounds, school)
    _roster(rounds, school)
    say = rounds.context.say
    for want in proposals(school.caseload.accommodations, say, school.today):
        rounds.projection.want_cells(want)


def _caseload(rounds: RuleRounds, school: School) -> None:
    kinds = rounds.context.kinds
    entries = school.caseload.diary
    contacts = follow_ups.last_family_contact(entries, kinds)
    coming = follow_ups.next_entry(entries, school.today)
    because = rounds.context.say("changes.caseload_cells")
    for case in school.caseload.cases:
        following = coming.get(case.code)
        cells: dict[str, Value] = {
            "next": following.day if following else None,
            "last_family_contact": contacts.get(case.code),
        }
        rounds.projection.cells(case.row, cells, because)


def _roster(rounds: RuleRounds, school: School) -> None:
    """The roster shows which students have a case, and with whom; one without has blanks."""
    by_id: dict[str, Case] = {}
    for case in school.caseload.cases:
        if case.student_id and (case.is_open or case.student_id not in by_id):
            by_id[case.student_id] = case
    names = {person.email: person.name for person in school.office.staff}
    because = rounds.context.say("changes.roster_cells")
    for student in school.office.students:
        found = by_id.get(student.student_id)
        cells: dict[str, Value] = {
            "status": found.status if found else None,
            "case_manager": names.get(found.case_manager, "") if found else None,
            "case_code": found.code if found else None,
        }
        rounds.projection.cells(student.row, cells, because)


def codes_of_rows(school: School) -> dict[str, str]:
    """Row id -> case code, for every row about a student and every case itself."""
    caseload = school.caseload
    codes = {case.code: case.code for case in caseload.cases if case.code}
    for records in (
        caseload.diary,
        caseload.goals,
        caseload.actions,
        caseload.accommodations,
        caseload.team,
    ):
        codes |= {record.row.row_id: record.code for record in records if record.row.row_id}
    return codes


def whole_tab(workbook: str, tab: str) -> RowRef:
    """A place that is a whole tab (or workbook), for a question that no single cell raised."""
    return RowRef(workbook if workbook in ("caseload", "restricted") else OFFICE, tab, "")


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
