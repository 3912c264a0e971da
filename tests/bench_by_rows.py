"""What a first sync does, as a competent colleague's script with gspread would do it: row by row.

Every row gets its id, every planned Diary row its calendar entry, every Active student a progress
sheet and an action plan, shared with the case manager and linked from the row, and a line each in
History. It reads each tab once and asks for nothing twice; only its writes are one at a time.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import gspread
from docx import Document

from emulator.school.timetable import EPOCH
from tests.school_fixture import ADMIN, DOCX, ROOT, LiveSchool

TABS = ("Caseload", "Diary", "Goals", "Actions", "Accommodations", "Team")
DOC = "application/vnd.google-apps.document"
Row = dict[str, Any]


class ByRows:
    def __init__(self, live: LiveSchool) -> None:
        self.live, people = live, live.people
        self.client = people.gspread_as(ADMIN)
        self.drive = people.session_as(ADMIN)
        self.book = self.client.open_by_key(live.found["workbooks"]["caseload"])
        self.tabs = {tab.title: tab for tab in self.book.worksheets()}
        self.managers: dict[str, str] = {}

    def run(self) -> None:
        for title in TABS:
            tab = self.tabs[title]
            headings = tab.row_values(1)
            for number, row in self.rows(tab, headings):
                own = "Row ID" if "Row ID" in headings else "Case code"
                tab.update_cell(number, headings.index(own) + 1, f"{title}-{number}")
                if title == "Caseload":
                    self.managers[row["Student"]] = row["Case manager"]
                    if row["Status"] == "Active":
                        self.papers(tab, headings, number, row)
                if title == "Diary" and row["Status"] == "Planned":
                    self.event(row)

    def rows(self, tab: gspread.Worksheet, headings: list[str]) -> Iterator[tuple[int, Row]]:
        values = tab.get_values(value_render_option="UNFORMATTED_VALUE")[1:]
        for number, cells in enumerate(values, start=2):
            row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
            if row["Student"]:
                yield number, row

    def papers(self, tab: gspread.Worksheet, headings: list[str], number: int, row: Row) -> None:
        sheet = self.client.create(f"Progress {number}")
        sheet.sheet1.update([["Date", "Goal", "Value"]], "A1")
        sheet.share(row["Case manager"], "user", "writer", notify=False)
        link = f"{ROOT}/spreadsheets/d/{sheet.id}/edit"
        tab.update_cell(number, headings.index("Progress sheet") + 1, link)
        plan = self.plan(row)
        share = {"type": "user", "role": "writer", "emailAddress": row["Case manager"]}
        asked = f"{ROOT}/drive/v3/files/{plan}/permissions?sendNotificationEmail=false"
        self.drive.post(asked, json=share).raise_for_status()
        tab.update_cell(number, headings.index("Action plan") + 1, f"{ROOT}/document/d/{plan}/edit")
        for what in ("Progress sheet made", "Action plan made"):
            self.tabs["History"].append_row(["", "Script", row["Student"], what])

    def plan(self, row: Row) -> str:
        written, document = io.BytesIO(), Document()
        document.add_paragraph(str(row["Needs"]))
        document.save(written)
        about = json.dumps({"name": "Action plan", "mimeType": DOC})
        parts = {
            "about": ("about", about, "application/json; charset=UTF-8"),
            "content": ("content", written.getvalue(), DOCX),
        }
        answer = self.drive.post(f"{ROOT}/upload/drive/v3/files?uploadType=multipart", files=parts)
        answer.raise_for_status()
        return str(answer.json()["id"])

    def event(self, row: Row) -> None:
        begins = EPOCH + timedelta(days=float(row["Date"]))
        day = f"{begins:%Y-%m-%d}"
        minutes = round(float(row["Start"]) * 1440)
        times = [f"{day}T{m // 60:02d}:{m % 60:02d}:00" for m in (minutes, minutes + 15)]
        zone = "America/New_York"
        body = {
            "summary": str(row["Kind"]),
            "start": {"dateTime": times[0], "timeZone": zone},
            "end": {"dateTime": times[1], "timeZone": zone},
        }
        manager = self.managers[row["Student"]]
        session = self.live.people.session_as(manager)
        asked = f"{ROOT}/calendar/v3/calendars/{manager}/events"
        session.post(asked, json=body).raise_for_status()


def by_rows(live: LiveSchool) -> int:
    """How many calls the script makes on this school."""
    before = sum(live.counts().values())
    ByRows(live).run()
    return sum(live.counts().values()) - before
