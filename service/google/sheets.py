"""Sheets, as the reconciler needs it: one read, one atomic write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.ports import BadRequest

from .session import Session

# Of the cells that an answer brings back only what was entered is wanted, not how it looks.
_ANSWER = (
    "replies,updatedSpreadsheet(sheets(properties(sheetId),"
    "data(startRow,startColumn,rowData(values(userEnteredValue)))))"
)


class GoogleSheets:
    """Fills `ports.Sheets`, as one person."""

    def __init__(self, session: Session, person: str) -> None:
        self._session = session
        self._person = person

    def look(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.answer(file_id, body))
        return answer

    def answer(self, file_id: str, body: Mapping[str, Any]) -> bytes:
        values = self._session.collection("sheets", "spreadsheets.values")

        def ask(asked: Mapping[str, Any]) -> bytes:
            request = values.batchGetByDataFilter(spreadsheetId=file_id, body=dict(asked))
            request.postproc = _as_it_came
            content: bytes = self._session.execute("sheets", self._person, request)
            return content

        try:
            return ask(body)
        except BadRequest:
            filters = body.get("dataFilters", [])
            there = self._there(file_id, filters)
            if len(there) == len(filters):
                raise
            return ask({**body, "dataFilters": there}) if there else b"{}"

    def _there(self, file_id: str, filters: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Those that ask for developer metadata which is there, and all others. It is said nowhere
        whether what is not there is left out of an answer or makes an error of the question."""
        asked = [each for each in filters if "developerMetadataLookup" in each]
        metadata = self._session.collection("sheets", "spreadsheets.developerMetadata")
        request = metadata.search(spreadsheetId=file_id, body={"dataFilters": asked})
        found = self._read(request) if asked else {}
        ids = {
            each["developerMetadata"]["metadataId"]
            for each in found.get("matchedDeveloperMetadata", ())
        }
        return [
            each
            for each in filters
            if each not in asked or each["developerMetadataLookup"].get("metadataId") in ids
        ]

    def batch_update(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Repeated only where Google surely did nothing: a second append would be a second row."""
        mask = {"fields": _ANSWER} if body.get("includeSpreadsheetInResponse") else {}
        request = self._sheets.batchUpdate(spreadsheetId=file_id, body=dict(body), **mask)
        return self._write(request)

    def create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._write(self._sheets.create(body=dict(body)))

    def get(self, file_id: str, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        some = {"ranges": list(ranges)} if ranges else {}
        return self._read(self._sheets.get(spreadsheetId=file_id, fields=fields, **some))

    @property
    def _sheets(self) -> Any:
        return self._session.collection("sheets", "spreadsheets")

    def _read(self, request: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._session.execute("sheets", self._person, request)
        return answer

    def _write(self, request: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._session.execute(
            "sheets", self._person, request, changes=True, safe=False
        )
        return answer


def _as_it_came(_head: object, content: bytes) -> bytes:
    """Instead of Google's client, which decodes every answer."""
    return content
