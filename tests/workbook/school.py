"""A workbook on a local Workspace, reached through Google's own client, by us and by staff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emulator.app import create_app
from emulator.inprocess import Http
from service.google.access import LocalAccess
from service.google.retries import Patience
from service.google.session import Session
from service.google.sheets import GoogleSheets
from service.ports import Agreed
from service.sheetwrite.new_workbook import create_body, furnish_workbook
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen, question, read_look
from service.workbook.school_settings import rows_at_first
from service.workbook.templates import WorkbookTemplate, load_template
from service.workbook.wording import load_wording

ROOT = "http://workspace.test"
HOLDFAST, STAFF = "holdfast@school.example", "cm@school.example"
ZONE = "America/New_York"


@dataclass
class Memory:
    """As much of a ledger as writing needs."""

    things: dict[tuple[str, str], Agreed] = field(default_factory=dict)
    intents: dict[tuple[str, str], str] = field(default_factory=dict)

    def agreed(self) -> dict[tuple[str, str], Agreed]:
        return dict(self.things)

    def agree(self, items: Any) -> None:
        self.things.update({(item.kind, item.key): item for item in items})

    def intend(self, kind: str, key: str, detail: str = "") -> None:
        self.intents[(kind, key)] = detail

    def unsettled(self) -> dict[tuple[str, str], str]:
        return dict(self.intents)

    def settle(self, kind: str, key: str) -> None:
        self.intents.pop((kind, key), None)


class Book:
    """One workbook and the two who use it."""

    def __init__(
        self,
        workbook: str,
        rows: Mapping[str, list[dict[str, Any]]] | None = None,
        **variants: str,
    ):
        self.app = create_app()
        self.app.vary(variants)
        patience = Patience(attempts=1, sleep=lambda _: None)
        self.session = Session(
            LocalAccess(), ROOT, transport=lambda: Http(self.app), patience=patience
        )
        self.sheets = GoogleSheets(self.session, HOLDFAST)
        self.template: WorkbookTemplate = load_template(workbook)
        made = self.sheets.create(create_body(self.template, "A workbook", ZONE))
        self.file_id: str = made["spreadsheetId"]
        first = rows_at_first(load_wording("en").say) if "settings" in self.template.by_key else ()
        furnish_workbook(self.sheets, self.file_id, self.template, first)
        self.ledger = Memory()
        Http(self.app, HOLDFAST).request(
            f"{ROOT}/drive/v3/files/{self.file_id}/permissions",
            "POST",
            json.dumps({"type": "user", "role": "writer", "emailAddress": STAFF}),
            {"content-type": "application/json"},
        )
        for tab, typed in (rows or {}).items():
            self.type_rows(tab, typed)

    def look(self) -> WorkbookSeen:
        answer = self.sheets.look(self.file_id, question(self.template))
        return read_look(self.template, self.file_id, answer)

    def tab(self, key: str) -> TabSeen:
        return self.look().tabs[key]

    def row(self, tab: str, **cells: Any) -> RowSeen:
        """The one row that says this."""
        found = [
            row
            for row in self.tab(tab).rows
            if all(row.cells[column] == value for column, value in cells.items())
        ]
        assert len(found) == 1, f"{len(found)} rows of {tab} say {cells}"
        return found[0]

    def staff(self, *requests: dict[str, Any]) -> dict[str, Any]:
        """A member of staff does something, through the public API."""
        sheets = self.session.collection("sheets", "spreadsheets")
        body = {"requests": list(requests)}
        request = sheets.batchUpdate(spreadsheetId=self.file_id, body=body)
        return self.session.execute("sheets", STAFF, request, changes=True, safe=False)

    def type_rows(self, tab: str, rows: list[dict[str, Any]]) -> None:
        """Staff type rows below the last one."""
        seen = self.tab(tab)
        width = max(seen.columns.values()) + 1
        made = []
        for row in rows:
            values: list[dict[str, Any]] = [{} for _ in range(width)]
            for column, value in row.items():
                values[seen.columns[column]] = {"userEnteredValue": entered(value)}
            made.append({"values": values})
        sheet_id = seen.sheet_id
        below = 1 + max((0, *(row.position for row in seen.rows)))
        start = {"sheetId": sheet_id, "rowIndex": below, "columnIndex": 0}
        typed = {"start": start, "rows": made, "fields": "userEnteredValue"}
        more = {"sheetId": sheet_id, "dimension": "ROWS", "length": max(0, below + len(made) - 500)}
        self.staff(*([{"appendDimension": more}] if more["length"] else []), {"updateCells": typed})

    def type(self, tab: str, position: int, column: str, value: Any) -> None:
        seen = self.tab(tab)
        self.staff(typing(seen.sheet_id, position, seen.columns[column], value))

    def fault(self, method: str, **spec: Any) -> None:
        self.control("POST", "faults", {"method": method, **spec})

    def control(self, verb: str, name: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        content = json.dumps(body) if body is not None else None
        _, answer = Http(self.app).request(
            f"{ROOT}/_emulator/{name}", verb, content, {"content-type": "application/json"}
        )
        return json.loads(answer or b"{}")


def entered(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    return {"stringValue": value}


def typing(sheet_id: int, row: int, column: int, value: Any) -> dict[str, Any]:
    """The request that types one value."""
    cell = {} if value is None else {"userEnteredValue": entered(value)}
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue",
        }
    }
