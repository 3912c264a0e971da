"""A small Diary with an Attention tab on a local Workspace, for many quick histories."""

from __future__ import annotations

import json
from typing import Any

import yaml

from emulator.app import create_app
from emulator.inprocess import Http
from service.google.access import LocalAccess
from service.google.retries import Patience
from service.google.session import Session
from service.google.sheets import GoogleSheets
from service.sheetwrite.new_workbook import create_body, furnish_workbook
from service.workbook.templates import WorkbookTemplate

ROOT = "http://workspace.test"
HOLDFAST, STAFF = "holdfast@school.example", "cm@school.example"

TEMPLATE = WorkbookTemplate.model_validate(
    yaml.safe_load(
        """
workbook: caseload
title: Small
tabs:
  - heading: Diary
    identity: row_id
    columns:
      - {heading: Student, kind: text}
      - {heading: Kind, kind: text}
      - {heading: Date, kind: date}
      - {heading: Status, kind: text}
      - {heading: Notes, kind: text}
      - {heading: Owner, kind: text, service: true}
      - {heading: Calendar, kind: text, service: true}
      - {heading: Row ID, kind: code, service: true}
  - heading: Attention
    identity: row_id
    columns:
      - {heading: What, kind: text, service: true}
      - {heading: Since, kind: date, service: true}
      - {heading: Pick, kind: text}
      - {heading: Row ID, kind: code, service: true}
"""
    )
)
DIARY, ATTENTION = TEMPLATE.sheet_id("diary"), TEMPLATE.sheet_id("attention")
TYPED = ("student", "kind", "date", "status", "notes")  # people's own columns of Diary


class SmallBook:
    """The workbook, Holdfast's way into it and the staff's."""

    def __init__(self) -> None:
        self.app = create_app()
        patience = Patience(attempts=1, sleep=lambda _: None)
        self.session = Session(
            LocalAccess(), ROOT, transport=lambda: Http(self.app), patience=patience
        )
        self.sheets = GoogleSheets(self.session, HOLDFAST)
        body = create_body(TEMPLATE, "Small", "America/New_York")
        for sheet in body["sheets"]:
            journal = sheet["properties"].get("hidden")
            sheet["properties"]["gridProperties"]["rowCount"] = 1000 if journal else 30
        self.file_id: str = self.sheets.create(body)["spreadsheetId"]
        furnish_workbook(self.sheets, self.file_id, TEMPLATE)
        person = {"type": "user", "role": "writer", "emailAddress": STAFF}
        Http(self.app, HOLDFAST).request(
            f"{ROOT}/drive/v3/files/{self.file_id}/permissions",
            "POST",
            json.dumps(person),
            {"content-type": "application/json"},
        )
        self._columns = self.session.collection("sheets", "spreadsheets")
        self._values = self.session.collection("sheets", "spreadsheets.values")

    def grid(self, sheet_id: int) -> list[list[Any]]:
        """Every cell of a tab, as a member of staff sees it; None where blank."""
        body = {
            "dataFilters": [{"gridRange": {"sheetId": sheet_id}}],
            "valueRenderOption": "UNFORMATTED_VALUE",
        }
        request = self._values.batchGetByDataFilter(spreadsheetId=self.file_id, body=body)
        answer = self.session.execute("sheets", STAFF, request)
        rows = answer["valueRanges"][0]["valueRange"].get("values", [])
        width = max((len(row) for row in rows), default=0)
        return [
            [(None if c == "" else c) for c in row] + [None] * (width - len(row)) for row in rows
        ]

    def columns(self, tab: str) -> dict[str, int]:
        """Where the bound columns are now."""
        look = {"developerMetadataLookup": {"metadataKey": "holdfast"}}
        search = self.session.collection("sheets", "spreadsheets.developerMetadata")
        request = search.search(spreadsheetId=self.file_id, body={"dataFilters": [look]})
        found = self.session.execute("sheets", STAFF, request)
        places = {}
        for each in found.get("matchedDeveloperMetadata", ()):
            metadata = each["developerMetadata"]
            parts = metadata["metadataValue"].split("/")
            if len(parts) == 3 and parts[1] == tab:
                places[parts[2]] = metadata["location"]["dimensionRange"]["startIndex"]
        return places

    def staff(self, *requests: dict[str, Any]) -> None:
        """A member of staff does something; Google does it as a whole or not at all."""
        request = self._columns.batchUpdate(
            spreadsheetId=self.file_id, body={"requests": list(requests)}
        )
        self.session.execute("sheets", STAFF, request, changes=True, safe=False)
