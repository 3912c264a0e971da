"""A folder, a spreadsheet, a form and a document to try things on, made when first needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

from service.ports import GatewayError

from ..session import Session

NAME = "Holdfast: trying out this Google"
FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
MARKS = {"holdfast": "scratch"}


class CannotTell(Exception):
    """A probe came to nothing; the text says why."""


class Scratch:
    """What the probes of one run share. `clear` puts everything into the bin."""

    def __init__(
        self, session: Session, person: str, mail_from: str, wait: Callable[[float], None]
    ) -> None:
        self.session = session
        self.person = person
        self.mail_from = mail_from
        self.wait = wait
        self.made: list[str] = []

    def ask(self, api: str, request: Any, changes: bool = True, person: str = "") -> Any:
        """One request as the admin; not repeated when its answer is lost. Raises GatewayError."""
        who = person or self.person
        return self.session.execute(api, who, request, changes=changes, safe=not changes)

    def collection(self, api: str, path: str) -> Any:
        return self.session.collection(api, path)

    def new_file(self, mime_type: str, **more: Any) -> str:
        """A file in the scratch folder, made as an app makes one that says nothing of who may see
        it."""
        body = {"name": NAME, "mimeType": mime_type, "appProperties": MARKS}
        if mime_type != FOLDER:
            body["parents"] = [self.folder]
        request = self.collection("drive", "files").create(
            body=body, fields="id", supportsAllDrives=True, **more
        )
        self.made.append(self.ask("drive", request)["id"])
        return self.made[-1]

    @cached_property
    def folder(self) -> str:
        return self.new_file(FOLDER, ignoreDefaultVisibility=True)

    @cached_property
    def book(self) -> str:
        """A spreadsheet of one sheet (id 0)."""
        sheet = {"properties": {"sheetId": 0, "title": "S"}}
        body = {"properties": {"title": NAME}, "sheets": [sheet]}
        request = self.collection("sheets", "spreadsheets").create(body=body)
        self.made.append(self.ask("sheets", request)["spreadsheetId"])
        return self.made[-1]

    @cached_property
    def form(self) -> str:
        """A form, where Forms puts it."""
        body = {"info": {"title": NAME, "documentTitle": NAME}}
        self.made.append(
            self.ask("forms", self.collection("forms", "forms").create(body=body))["formId"]
        )
        return self.made[-1]

    def clear(self) -> None:
        """Into the bin; what cannot be put there stays, and is called what it is."""
        files = self.collection("drive", "files")
        for file_id in reversed(self.made):
            with suppress(GatewayError):
                request = files.update(
                    fileId=file_id, body={"trashed": True}, fields="id", supportsAllDrives=True
                )
                self.ask("drive", request)
