"""A school for tests: founded, filled and synced in a local Workspace in the same process.

The very same code paths as `make run`: Google's clients, gspread, the respondents' form pages.
A school is founded and filled once a session for each time of day, and copied from then on.
"""

from __future__ import annotations

import copy
import io
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import gspread
import requests
from docx import Document

from emulator.app import Emulator, create_app
from emulator.inprocess import Adapter, Http
from emulator.school import enrol
from emulator.workspace import Snapshot
from service.reconcile.sync import Report
from service.settings import load_settings
from service.wiring import Holdfast, open_school

ROOT = "http://workspace.test"
DOMAIN = "alder-creek.example"
ADMIN = f"admin@{DOMAIN}"
COORDINATOR = f"maren.okafor@{DOMAIN}"
DANA = f"dana.whitfield@{DOMAIN}"
TOMAS = f"tomas.herrera@{DOMAIN}"
INES = f"ines.kowalczyk@{DOMAIN}"
KWAME = f"kwame.boateng@{DOMAIN}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What the tests' schools begin with. A module that adds rows and calendar entries of its own accord
# is on in the tests that are about it (`LiveSchool.modules`), and in those of the whole school.
BEGIN_WITH = frozenset({"decisions"})
# A Monday of an ordinary school week.
NOW = datetime(2026, 10, 5, 13, 0, tzinfo=UTC)
TODAY = date(2026, 10, 5)


@dataclass(frozen=True, slots=True)
class Kept:
    """A school as it was at one moment: the Workspace, its counts, what was founded, the ledger."""

    workspace: Snapshot
    counts: Mapping[str, int]
    found: Mapping[str, Any]
    ledger: bytes


# By time of day, by the day it was filled, and by which Google and with which modules it is.
KEPT: dict[tuple[datetime, date | None, str], Kept] = {}


class _Opened(gspread.Spreadsheet):
    """As client.open_by_key, without asking once more for what a tab of it is found by."""

    def __init__(self, client: gspread.HTTPClient, properties: dict[str, Any]) -> None:
        self.client, self._properties = client, properties
        self._seen: Any = super().fetch_sheet_metadata()
        self._properties.update(self._seen["properties"])

    def fetch_sheet_metadata(self, params: Any = None) -> Any:
        seen, self._seen = self._seen, None
        return seen or super().fetch_sheet_metadata(params)


class PeopleHere(enrol.School):
    """The school's people, whose browsers and tools speak to the Workspace in-process."""

    def __init__(self, app: Emulator, found: Mapping[str, Any]) -> None:
        super().__init__(ROOT, found["workbooks"], found["forms"], found["admin"])
        object.__setattr__(self, "_app", app)

    __slots__ = ("_app",)

    def session_as(self, person: str) -> requests.Session:
        session = super().session_as(person)
        session.mount("http://", Adapter(self._app))
        return session

    def gspread_as(self, person: str) -> gspread.Client:
        client = super().gspread_as(person)
        client.http_client.session.mount("http://", Adapter(self._app))
        client.http_client.session.trust_env = False  # no proxy leads to this same process
        return client


@dataclass
class LiveSchool:
    """A founded school. `now` is what every sync takes for the time of day."""

    folder: Path
    database_url: str = ""
    app: Emulator = field(default_factory=lambda: create_app())
    now: datetime = NOW
    found: dict[str, Any] = field(default_factory=dict)
    modules: frozenset[str] = BEGIN_WITH
    shared: bool = False  # whether this very founding is the one that others begin with

    def __post_init__(self) -> None:
        self.database_url = self.database_url or f"sqlite:///{self.folder / 'ledger.db'}"
        self.set_clock(self.now)
        self.school = self.open()

    # ------------------------------------------------ the service

    def open(self, **environment: str) -> Holdfast:
        """A fresh process of the service, as it were: same Workspace, same ledger."""
        settings = load_settings(
            {
                "HOLDFAST_WORKSPACE_URL": ROOT,
                "HOLDFAST_DATABASE_URL": self.database_url,
                "HOLDFAST_DOMAIN": DOMAIN,
                "HOLDFAST_AUDIENCE": "holdfast-tests",
                **environment,
            }
        )
        school = open_school(settings, transport=lambda: Http(self.app), clock=lambda: self.now)
        school.at_once = 1  # what happens in a test happens in one order
        return school

    def init(self) -> LiveSchool:
        """Found the school; a copy of one founded before, where nothing is there yet."""
        bare = self._bare()
        if bare and self.take(KEPT.get((self.now, None, self._google))):
            return self
        self.found = self.school.init(self.modules)
        if bare:
            KEPT[self.now, None, self._google] = self.keep()
            self.shared = True
        return self

    @property
    def _google(self) -> str:
        return json.dumps([self.app.workspace.variants, sorted(self.modules)])

    def _ledger_file(self) -> Path:
        return self.folder / "ledger.db"

    def _bare(self) -> bool:
        """Whether nobody has asked anything of this Workspace, and its ledger is not there."""
        ours = self.database_url == f"sqlite:///{self._ledger_file()}"
        controls = self.app.controls
        untouched = not (controls.counts or controls.faults or self.app.quotas)
        return ours and untouched and not self._ledger_file().exists()

    def keep(self) -> Kept:
        """The school as it is now, for others to begin with."""
        counts, found = dict(self.app.controls.counts), copy.deepcopy(self.found)
        with closing(sqlite3.connect(self._ledger_file())) as ledger:
            return Kept(self.app.snapshot(), counts, found, ledger.serialize())

    def take(self, kept: Kept | None) -> bool:
        """Be this school; False where there is none."""
        if kept is None:
            return False
        self.app.restore(kept.workspace)
        self.app.controls.counts.update(kept.counts)
        self.found = copy.deepcopy(dict(kept.found))
        self.shared = True
        if not self._ledger_file().exists():  # to fill a school in changes no ledger
            self._ledger_file().write_bytes(kept.ledger)
        return True

    def sync(self, *confirm: str) -> Report:
        return self.school.sync(self.now, frozenset(confirm))

    def plan(self) -> Report:
        return self.school.plan(self.now)

    def later(self, **ahead: float) -> None:
        """Let time pass for the Workspace and the service alike."""
        self.now += timedelta(**ahead)
        self.set_clock(self.now)

    def set_clock(self, now: datetime) -> None:
        self.control("POST", "clock", {"now": now.isoformat().replace("+00:00", "Z")})

    # ------------------------------------------------ the school's people

    @property
    def people(self) -> PeopleHere:
        return PeopleHere(self.app, self.found)

    def fill(self, today: date | None = None) -> LiveSchool:
        """Type the sample school into the workbooks and share them."""
        today = today or self.now.date()
        founded = KEPT.get((self.now, None, self._google))
        filled = KEPT.get((self.now, today, self._google))
        untouched = self.shared and founded and founded.counts == self.app.controls.counts
        if untouched and self.take(filled):
            return self
        list(enrol.fill_workbooks(self.people, today))
        list(enrol.share_workbooks(self.people, today))
        if untouched:
            KEPT[self.now, today, self._google] = self.keep()
        return self

    def tab(self, book: str, title: str, person: str = ADMIN) -> gspread.Worksheet:
        client, file_id = self.people.gspread_as(person), self.found["workbooks"][book]
        return _Opened(client.http_client, {"id": file_id}).worksheet(title)

    def type_row(
        self, book: str, title: str, cells: Mapping[str, Any], person: str = ADMIN
    ) -> None:
        """A person types one new row below the others."""
        enrol.type_rows(self.tab(book, title, person), list(cells), [list(cells.values())])

    def rows(self, book: str, title: str) -> list[dict[str, Any]]:
        """The rows of a tab as shown, by heading; wholly blank ones left out."""
        headings, *rows = self.tab(book, title).get_all_values() or [[]]
        return [dict(zip(headings, row, strict=False)) for row in rows if any(row)]

    def find(self, book: str, title: str, **cells: str) -> dict[str, Any]:
        """The one row whose cells hold these texts (heading words with _ for blanks)."""
        wanted = {name.replace("_", " "): text for name, text in cells.items()}
        found = [
            row
            for row in self.rows(book, title)
            if all(text in row[heading] for heading, text in wanted.items())
        ]
        assert len(found) == 1, f"{len(found)} rows of {title} have {wanted}"
        return found[0]

    def change(
        self, book: str, title: str, where: Mapping[str, str], cells: Mapping[str, Any]
    ) -> None:
        """A person changes cells of the one row in which these texts stand."""
        tab = self.tab(book, title)
        headings, *rows = tab.get_all_values()
        hits = [
            number
            for number, row in enumerate(rows, start=2)
            if all(text in row[headings.index(heading)] for heading, text in where.items())
        ]
        assert len(hits) == 1, f"{len(hits)} rows of {title} have {dict(where)}"
        for heading, value in cells.items():
            tab.update_cell(hits[0], headings.index(heading) + 1, value)

    def refer(self, form: str = "inside", person: str = "", edit: str = "", **answers: str) -> str:
        """Somebody fills in a referral form, or changes an earlier answer (`edit`); the token
        with which this one can be changed."""
        who = "I work at this school" if form == "inside" else "Parent or guardian"
        given = {"danger": "No", "adult_here": "No", "relationship": who, **answers}
        page = enrol.send_response(self.people, self.found["forms"][form], given, person, edit)
        found = re.search(r"edit2=([\w-]+)", page)
        return found[1] if found else ""

    # ------------------------------------------------ calendars, mail, files

    def google(self, path: str, person: str, method: str = "GET", body: Any = None) -> Any:
        """One plain call to the Workspace as a person; the JSON that comes back."""
        answer = self.people.session_as(person).request(method, f"{ROOT}{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def events(self, owner: str) -> list[dict[str, Any]]:
        return self.google(f"/calendar/v3/calendars/{owner}/events?maxResults=2500", owner)["items"]

    def mails(self, person: str) -> list[dict[str, Any]]:
        """The person's inbox: headers by name, and the text."""
        listed = self.google("/gmail/v1/users/me/messages?labelIds=INBOX&maxResults=500", person)
        return [self._mail(each["id"], person) for each in listed.get("messages", ())]

    def _mail(self, message_id: str, person: str) -> dict[str, Any]:
        import base64

        full = self.google(f"/gmail/v1/users/me/messages/{message_id}", person)
        headers = {h["name"]: h["value"] for h in full["payload"]["headers"]}
        first, *enclosed = full["payload"].get("parts") or [full["payload"]]
        text = base64.urlsafe_b64decode(first["body"].get("data", "") + "==").decode()
        return {**headers, "text": text, "enclosed": [part["filename"] for part in enclosed]}

    def files(self, **properties: str) -> list[dict[str, Any]]:
        """Files of ours with these appProperties, without what lies in Earlier versions."""
        away = [file["id"] for file in self.earlier()]
        return [file for file in self.files_of(**properties) if file["id"] not in away]

    def earlier(self) -> list[dict[str, Any]]:
        """What lies in the folder Earlier versions."""
        folders = self.files_of(holdfast="earlier_versions")
        return [file for each in folders for file in self.files_of(f"'{each['id']}' in parents")]

    def files_of(self, *terms: str, **has: str) -> list[dict[str, Any]]:
        named = [f"appProperties has {{ key='{k}' and value='{v}' }}" for k, v in has.items()]
        asked = {"q": " and ".join([*terms, *named, "trashed=false"]), "pageSize": 1000}
        session, address = self.people.session_as(ADMIN), f"{ROOT}/drive/v3/files"
        answer = session.get(address, params={**asked, "fields": "*"})
        answer.raise_for_status()
        return answer.json()["files"]

    def open_own(self, book: str, person: str) -> str:
        """Somebody's own workbook, which from here on is the one that is meant by `book`."""
        found = [
            file["id"]
            for file in self.files(holdfast="own_book")
            if person in {each.get("emailAddress") for each in file["permissions"]}
        ]
        assert len(found) == 1, f"{person} has {len(found)} of {book}"
        self.found["workbooks"] = {**self.found["workbooks"], book: found[0]}
        return found[0]

    def write_into(self, file_id: str, line: str, person: str = DANA) -> None:
        """Somebody adds a line to what stands in a document, as one would in Google Docs."""
        session, upload = self.people.session_as(person), f"{ROOT}/upload/drive/v3/files/{file_id}"
        export = f"{ROOT}/drive/v3/files/{file_id}/export"
        document = Document(io.BytesIO(session.get(export, params={"mimeType": DOCX}).content))
        document.add_paragraph(line)
        changed = io.BytesIO()
        document.save(changed)
        answer = session.patch(
            f"{upload}?uploadType=media",
            data=changed.getvalue(),
            headers={"Content-Type": DOCX},
        )
        answer.raise_for_status()

    # ------------------------------------------------ the Workspace's controls

    def control(self, method: str, name: str, body: Any = None) -> Any:
        content = json.dumps(body) if body is not None else None
        headers = {"content-type": "application/json"}
        _, answer = Http(self.app).request(f"{ROOT}/_emulator/{name}", method, content, headers)
        return json.loads(answer or b"{}")

    def counts(self) -> dict[str, int]:
        return self.control("GET", "requests")

    def count_anew(self) -> None:
        self.control("DELETE", "requests")


def kinds(report: Report) -> dict[str, int]:
    return copy.copy(dict(report.changes))


def questions(live: LiveSchool, *books: str) -> list[dict[str, Any]]:
    """The Attention rows of these workbooks (both, when none is named)."""
    wanted = books or ("caseload", "office")
    return [row for book in wanted for row in live.rows(book, "Attention") if row["What"]]
