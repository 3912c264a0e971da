"""A school with rows of this year, of last year and of the year before."""

from __future__ import annotations

from pathlib import Path

from service.reconcile.importing.writing import standing_protections
from service.workbook.templates import load_template
from tests.school_fixture import COORDINATOR, DANA, LiveSchool

STUDENT = "Ana Silva"
OLD, STAYING = ("first", "second", "third", "fourth"), ("noted", "marked", "nameless")


def school_of_three_years(folder: Path) -> LiveSchool:
    """It is October 2026; the year begins on 1 August."""
    live = LiveSchool(folder).init()
    for email, role in ((DANA, "Case manager"), (COORDINATOR, "Coordinator")):
        live.type_row("office", "Staff", {"Email": email, "Name": email[:4], "Role": role})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    for day, status, notes in (
        ("2026-09-15", "Done", "this year"),
        ("2026-07-31", "Done", "=last day"),
        ("2026-03-02", "Missed", "last year"),
        ("2025-08-01", "Done", "first day"),
        ("2025-07-31", "Cancelled", "the year before"),
        ("2026-04-01", "Planned", "open still"),
    ):
        row = {"Student": STUDENT, "Kind": "Check-in", "Date": day, "Status": status}
        live.type_row("caseload", "Diary", {**row, "Notes": notes, "Repeat": "None"})
    for decided, day in (("Yes", "2026-02-03"), ("To the team", "2026-02-04")):
        row = {"Student": STUDENT, "What": "Service", "Decided": decided, "Decided on": day}
        live.type_row("caseload", "Decisions", {**row, "Why": f"{decided}, they said"})
    while live.sync().changes:
        live.later(minutes=5)
    return live


def with_old_history(live: LiveSchool) -> LiveSchool:
    """The same with lines of History of two years ago and of last year, among them two that people
    gave something of their own, and one without a Row ID."""
    tab = live.tab("office", "History")
    tab.update_cell(1, tab.col_count, "Our column")
    for number, what in enumerate((*OLD, *STAYING)):
        day = "2025-03-02" if number < 2 else "2026-03-02"
        row = {"When": f"{day} 10:00", "Who": "Dana", "What": what, "Why": f"={what}"}
        row |= {"Row ID": f"hf-old-{number}"} if what != "nameless" else {}
        row |= {"Our column": "mine"} if what == "marked" else {}
        live.type_row("office", "History", row)
    place = tab.find("noted")
    tab.insert_note(f"D{place.row}", "ask Dana")
    while live.sync().changes:
        live.later(minutes=5)
    return live


def shut(live: LiveSchool) -> list[str]:
    """The tabs of Caseload and Office that are protected while rows leave them."""
    found: list[str] = []
    for book in ("caseload", "office"):
        template = load_template(book)
        sheets = live.school.workspace.sheets
        found += standing_protections(sheets, template, live.found["workbooks"][book])
    return found


def archives(live: LiveSchool) -> dict[str, str]:
    """The archives by title: their file ids."""
    return {file["name"]: file["id"] for file in live.files(holdfast="archive")}


def rows_of(live: LiveSchool, file_id: str, title: str) -> list[list[str]]:
    """What a person reads on a tab of an archive, without its headings."""
    book = live.people.gspread_as("admin@alder-creek.example").open_by_key(file_id)
    return [row for row in book.worksheet(title).get_all_values()[1:] if any(row)]
