"""A member of staff's hands: plain calls to Google's APIs as that person, and a look at a tab."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emulator.inprocess import Http
from service.workbook.templates import METADATA_KEY
from tests.school_fixture import ADMIN, ROOT, LiveSchool

from .school_sheets import TEMPLATES

Grid = list[list[Any]]


class Refused(Exception):
    """Google said no; the person shrugs."""


@dataclass
class Seen:
    """One tab as a person sees it: its cells (None where blank), and where its columns are."""

    grid: Grid
    columns: Mapping[str, int]

    def at(self, position: int, column: str) -> Any:
        return cell(self.grid[position], self.columns[column])


@dataclass
class Hands:
    """What people can reach. `moved` must be called when columns of a workbook may have moved:
    only people ever move them, so their places are looked up once and kept until then."""

    live: LiveSchool
    http: Http = field(init=False)
    _places: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = Http(self.live.app)

    def call(
        self, path: str, method: str = "GET", body: Any = None, person: str = ADMIN, kind: str = ""
    ) -> Any:
        content = json.dumps(body) if body is not None and not kind else body
        headers = {
            "authorization": f"Bearer as:{person}",
            "content-type": kind or "application/json",
        }
        answer, said = self.http.request(f"{ROOT}{path}", method, content, headers)
        if answer.status >= 400:
            raise Refused(f"{method} {path.split('?')[0]}: {answer.status} {said[:200]!r}")
        if "json" not in answer.get("content-type", ""):
            return said
        return json.loads(said or b"{}")

    def book(self, book: str) -> str:
        return str(self.live.found["workbooks"][book])

    def sheet_id(self, book: str, tab: str) -> int:
        return TEMPLATES[book].sheet_id(tab)

    def change(self, book: str, *requests: dict[str, Any]) -> None:
        """One gesture: Google does it as a whole or not at all. It has a moment of its own, by
        which Drive tells that the file has changed once more."""
        self.live.later(milliseconds=1)
        path = f"/v4/spreadsheets/{self.book(book)}:batchUpdate"
        self.call(path, "POST", {"requests": list(requests)})

    def look(self, book: str, tab: str) -> Seen:
        """Every cell of a tab."""
        sheet_id = self.sheet_id(book, tab)
        body = {
            "dataFilters": [{"gridRange": {"sheetId": sheet_id}}],
            "valueRenderOption": "UNFORMATTED_VALUE",
        }
        path = f"/v4/spreadsheets/{self.book(book)}/values:batchGetByDataFilter"
        answer = self.call(path, "POST", body)
        rows = answer["valueRanges"][0]["valueRange"].get("values", [])
        width = max((len(row) for row in rows), default=0)
        blank = [None] * width
        grid = [[None if c == "" else c for c in row] + blank[len(row) :] for row in rows]
        return Seen(grid, self.columns(book).get(tab, {}))

    def columns(self, book: str) -> dict[str, dict[str, int]]:
        """Where the bound columns of each tab of a workbook are now."""
        if book not in self._places:
            body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": METADATA_KEY}}]}
            path = f"/v4/spreadsheets/{self.book(book)}/developerMetadata:search"
            places: dict[str, dict[str, int]] = {}
            for each in self.call(path, "POST", body).get("matchedDeveloperMetadata", ()):
                found = each["developerMetadata"]
                parts = found["metadataValue"].split("/")
                if len(parts) == 3 and "dimensionRange" in found["location"]:
                    where = found["location"]["dimensionRange"]
                    places.setdefault(parts[1], {})[parts[2]] = where["startIndex"]
            self._places[book] = places
        return self._places[book]

    def moved(self, book: str) -> None:
        self._places.pop(book, None)

    def events(self, owner: str) -> list[dict[str, Any]]:
        """What stands on a calendar."""
        path = f"/calendar/v3/calendars/{owner}/events?maxResults=2500"
        found: list[dict[str, Any]] = self.call(path, person=owner).get("items", [])
        return found

    def files(self, kind: str, trashed: bool = False) -> list[dict[str, Any]]:
        query = f"appProperties has {{ key='holdfast' and value='{kind}' }}"
        query += f" and trashed={'true' if trashed else 'false'}"
        path = f"/drive/v3/files?q={query}&fields=files(id,name,appProperties,trashed)"
        found: list[dict[str, Any]] = self.call(path.replace(" ", "%20"))["files"]
        return found


def cell(row: list[Any], index: int) -> Any:
    return row[index] if index < len(row) else None
