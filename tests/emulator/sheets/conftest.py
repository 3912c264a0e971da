"""One spreadsheet, driven through Google's own client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from emulator.app import Emulator, create_app
from emulator.workspace import Clock
from tests.emulator.clients import ANA, service

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def app() -> Emulator:
    return create_app(clock=Clock(MORNING), seed=1)


@pytest.fixture
def book(app: Emulator) -> Workbook:
    return Workbook(app)


class Workbook:
    """A new spreadsheet with one sheet of 20 rows and 8 columns, id 0, titled Sheet1."""

    def __init__(self, app: Emulator, person: str = ANA, book_id: str | None = None) -> None:
        self.app, self.person = app, person
        self.api = service(app, person, "sheets", "v4").spreadsheets()
        self.id = book_id or self._made()

    def _made(self) -> str:
        grid = {"rowCount": 20, "columnCount": 8}
        sheet = {"properties": {"title": "Sheet1", "sheetId": 0, "gridProperties": grid}}
        made = self.api.create(body={"properties": {"title": "Book"}, "sheets": [sheet]}).execute()
        return str(made["spreadsheetId"])

    def seen_by(self, person: str) -> Workbook:
        """The same spreadsheet in another person's hands."""
        return Workbook(self.app, person, self.id)

    def put(self, where: str, rows: list[list[Any]], option: str = "USER_ENTERED") -> Any:
        return (
            self.api.values()
            .update(
                spreadsheetId=self.id, range=where, valueInputOption=option, body={"values": rows}
            )
            .execute()
        )

    def get(self, where: str, **options: Any) -> list[list[Any]]:
        found = self.api.values().get(spreadsheetId=self.id, range=where, **options).execute()
        rows: list[list[Any]] = found.get("values", [])
        return rows

    def batch(self, *requests: Any, **more: Any) -> Any:
        body = {"requests": list(requests), **more}
        return self.api.batchUpdate(spreadsheetId=self.id, body=body).execute()

    def reply(self, request: Any) -> Any:
        """The reply to one request, without its name."""
        replies = self.batch(request)["replies"]
        return next(iter(replies[0].values()), None)

    def refusal(self, *requests: Any) -> str:
        """The sentence of the 400 that a batch gets."""
        with pytest.raises(HttpError) as raised:
            self.batch(*requests)
        assert raised.value.status_code == 400
        return str(raised.value.reason)

    def show(self, **options: Any) -> Any:
        return self.api.get(spreadsheetId=self.id, **options).execute()

    def sheet(self, index: int = 0, **options: Any) -> Any:
        return self.show(**options)["sheets"][index]

    def cell(self, where: str) -> Any:
        """CellData of one cell, {} if it is blank."""
        data = self.sheet(ranges=where, includeGridData=True)["data"][0]
        rows = data.get("rowData", [{}])
        return rows[0].get("values", [{}])[0]


def area(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> dict[str, int]:
    """A GridRange."""
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def lines(dimension: str, start: int, end: int, sheet: int = 0) -> dict[str, Any]:
    """A DimensionRange."""
    return {"sheetId": sheet, "dimension": dimension, "startIndex": start, "endIndex": end}
