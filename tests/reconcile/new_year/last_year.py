"""A school with rows of this year, of last year and of the year before."""

from __future__ import annotations

from pathlib import Path

from tests.school_fixture import COORDINATOR, DANA, LiveSchool

STUDENT = "Ana Silva"


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


def archives(live: LiveSchool) -> dict[str, str]:
    """The archives by title: their file ids."""
    return {file["name"]: file["id"] for file in live.files(holdfast="archive")}


def rows_of(live: LiveSchool, file_id: str, title: str) -> list[list[str]]:
    """What a person reads on a tab of an archive, without its headings."""
    book = live.people.gspread_as("admin@alder-creek.example").open_by_key(file_id)
    return [row for row in book.worksheet(title).get_all_values()[1:] if any(row)]
