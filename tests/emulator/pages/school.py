"""A small invented school in a local Workspace, made through the API as a school makes it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from typing import Any
from urllib.parse import quote

from docx import Document
from googleapiclient.http import MediaIoBaseUpload

from emulator.app import Emulator, create_app
from emulator.workspace import Clock, Snapshot
from tests.emulator.clients import ask, service

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)  # a Tuesday, 9:00 in New York
ROBOT = "holdfast@holdfast-local.iam.gserviceaccount.com"
DANA, NORA = "dana@alder.example", "nora@alder.example"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/vnd.google-apps.document"
CASELOAD, STAFF, CHARTED = 11, 22, 33
STATUSES = ("Referred", "Active", "Monitor", "Exited")
HEADS = ("Student", "Grade", "Case manager", "Status", "Review due", "Needs", "Case code", "Plan")
STUDENTS = (
    ("Ana Silva", "7", DANA, "Active", "2026-04-14", "Reading long texts at speed.", "C-0142"),
    ("Zoë O'Brien", "10", "Dana Whitfield", "Active", "2026-05-02", "Sums in the head.", "C-0777"),
    ("Mei-Ling Chen", "5", DANA, "Monitor", "2026-03-20", "=1+1 written by a referrer", "C-0305"),
    ("Øyvind Søby", "8", DANA, "Referred", "", "", "C-0812"),
)
PEOPLE = ((DANA, "Dana Whitfield", "Case manager"), (NORA, "Nora Lind", "Teacher"))


@dataclass(frozen=True, slots=True)
class School:
    """The Workspace and the ids of what is in it."""

    app: Emulator
    book: str
    plan: str
    form: str
    event: str

    def client(self, person: str, api: str, version: str) -> Any:
        return service(self.app, person, api, version)

    def shown(self, place: str, option: str = "FORMATTED_VALUE") -> list[list[Any]]:
        """Values of the Caseload workbook as the API answers them."""
        path = f"/v4/spreadsheets/{self.book}/values/{quote(place)}"
        _, said = ask(self.app, "GET", f"{path}?valueRenderOption={option}", person=DANA)
        return list(said.get("values", []))


def found_school() -> School:
    """A new school: a copy of one that is made once."""
    first, kept = _first_school()
    app = create_app(clock=Clock(NOW), seed=7, snapshot=kept)
    return replace(first, app=app)


@cache
def _first_school() -> tuple[School, Snapshot]:
    app = create_app(clock=Clock(NOW), seed=7)
    book = _caseload(app)
    school = School(app, book, _plan(app), _form(app), _event(app))
    return school, app.snapshot()


def _caseload(app: Emulator) -> str:
    sheets = service(app, ROBOT, "sheets", "v4").spreadsheets()
    tabs = [(CASELOAD, "Caseload", 300, 12), (STAFF, "Staff", 40, 5), (CHARTED, "Progress", 60, 16)]
    made = sheets.create(
        body={
            "properties": {"title": "Caseload", "timeZone": "America/New_York"},
            "sheets": [{"properties": _tab(*tab)} for tab in tabs],
        }
    ).execute()
    requests = [*_furnish(), *_rows(), _staff(), *_progress()]
    sheets.batchUpdate(spreadsheetId=made["spreadsheetId"], body={"requests": requests}).execute()
    share(app, made["spreadsheetId"], DANA, "writer")
    return str(made["spreadsheetId"])


def share(app: Emulator, file_id: str, person: str, role: str) -> None:
    """Share a file as its owner does."""
    body = {"type": "user", "role": role, "emailAddress": person}
    permissions = service(app, ROBOT, "drive", "v3").permissions()
    permissions.create(fileId=file_id, body=body, sendNotificationEmail=False).execute()


def _tab(sheet_id: int, title: str, rows: int, columns: int) -> dict[str, Any]:
    grid = {"rowCount": rows, "columnCount": columns, "frozenRowCount": 1, "frozenColumnCount": 1}
    color = {"rgbColor": {"green": 0.43, "blue": 0.4}}
    return {"sheetId": sheet_id, "title": title, "gridProperties": grid, "tabColorStyle": color}


def _area(left: int, right: int, top: int = 1) -> dict[str, int]:
    return {
        "sheetId": CASELOAD,
        "startRowIndex": top,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _furnish() -> list[dict[str, Any]]:
    teal, grey = {"red": 0.06, "green": 0.46, "blue": 0.43}, {"red": 0.9, "green": 0.9, "blue": 0.9}
    white, ink = {"red": 1, "green": 1, "blue": 1}, {"red": 0.3, "green": 0.33, "blue": 0.39}
    heads = [
        {
            "userEnteredValue": {"stringValue": head},
            "note": f"What {head} means.",
            "userEnteredFormat": {
                "backgroundColorStyle": {"rgbColor": grey if head == "Case code" else teal},
                "textFormat": {
                    "bold": True,
                    "foregroundColorStyle": {"rgbColor": ink if head == "Case code" else white},
                },
            },
        }
        for head in HEADS
    ]
    choices = [{"userEnteredValue": status} for status in STATUSES]
    date = {"numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"}}
    span = {"sheetId": CASELOAD, "dimension": "COLUMNS"}
    listed = {"type": "ONE_OF_LIST", "values": choices}
    named = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Staff!$B$2:$B"}]}
    needs = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    fields = "userEnteredValue,note,userEnteredFormat"
    start = {"sheetId": CASELOAD, "rowIndex": 0, "columnIndex": 0}
    return [
        {"updateCells": {"start": start, "rows": [{"values": heads}], "fields": fields}},
        _repeat(4, {"userEnteredFormat": date}),
        _repeat(5, needs),
        _repeat(1, {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}),
        _rule(3, listed, True),
        _rule(2, named, False),
        {
            "updateDimensionProperties": {
                "range": span | {"startIndex": 5, "endIndex": 6},
                "properties": {"pixelSize": 220},
                "fields": "pixelSize",
            }
        },
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": _area(6, 7),
                    "description": "Holdfast fills in the grey columns.",
                    "warningOnly": True,
                }
            }
        },
        {
            "addBanding": {
                "bandedRange": {
                    "range": _area(0, 8),
                    "rowProperties": {
                        "firstBandColorStyle": {"rgbColor": white},
                        "secondBandColorStyle": {"rgbColor": {"red": 0.96, "green": 1, "blue": 1}},
                    },
                }
            }
        },
    ]


def _rule(column: int, condition: dict[str, Any], strict: bool) -> dict[str, Any]:
    rule = {"condition": condition, "strict": strict, "showCustomUi": True}
    return {"setDataValidation": {"range": _area(column, column + 1), "rule": rule}}


def _repeat(column: int, cell: dict[str, Any]) -> dict[str, Any]:
    fields = "userEnteredFormat"
    return {"repeatCell": {"range": _area(column, column + 1), "cell": cell, "fields": fields}}


def _value(text: str, column: int) -> dict[str, Any]:
    if column == 4 and text:
        serial = (datetime.fromisoformat(text) - datetime(1899, 12, 30)).days
        return {"userEnteredValue": {"numberValue": serial}}
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _rows() -> list[dict[str, Any]]:
    lines = [{"values": [_value(text, at) for at, text in enumerate(one)]} for one in STUDENTS]
    link = {"formulaValue": '=HYPERLINK("https://docs.google.com/document/d/PLAN/edit","Plan 2")'}
    lines[0]["values"].append({"userEnteredValue": link})
    start = {"sheetId": CASELOAD, "rowIndex": 1, "columnIndex": 0}
    return [{"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}]


def _staff() -> dict[str, Any]:
    lines = [("Email", "Name", "Role"), *PEOPLE]
    rows = [
        {"values": [{"userEnteredValue": {"stringValue": text}} for text in line]} for line in lines
    ]
    start = {"sheetId": STAFF, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _progress() -> list[dict[str, Any]]:
    """Ten measurements and their chart."""
    lines: list[list[dict[str, Any]]] = [
        [{"userEnteredValue": {"stringValue": head}} for head in ("Week", "Measured", "Aim line")]
    ]
    for week in range(10):
        values = (week, 62 + 3 * week + week % 3, 62 + 4 * week)
        lines.append([{"userEnteredValue": {"numberValue": value}} for value in values])
    start = {"sheetId": CHARTED, "rowIndex": 0, "columnIndex": 0}
    rows = [{"values": line} for line in lines]
    overlay = {
        "anchorCell": {"sheetId": CHARTED, "rowIndex": 1, "columnIndex": 4},
        "widthPixels": 480,
        "heightPixels": 300,
    }
    chart = {
        "spec": {
            "title": "Reads aloud with few errors",
            "basicChart": {
                "chartType": "LINE",
                "headerCount": 1,
                "axis": [{"position": "LEFT_AXIS", "title": "words a minute"}],
                "domains": [{"domain": _source(0)}],
                "series": [{"series": _source(1)}, {"series": _source(2)}],
            },
        },
        "position": {"overlayPosition": overlay},
    }
    return [
        {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}},
        {"addChart": {"chart": chart}},
    ]


def _source(column: int) -> dict[str, Any]:
    area = {"startRowIndex": 0, "endRowIndex": 20}
    columns = {"startColumnIndex": column, "endColumnIndex": column + 1}
    return {"sourceRange": {"sources": [{"sheetId": CHARTED} | area | columns]}}


def _plan(app: Emulator) -> str:
    written = Document()
    written.add_heading("Action plan · C-0142", 1)
    written.add_paragraph("Remembers every story told in class.")
    saved = io.BytesIO()
    written.save(saved)
    media = MediaIoBaseUpload(io.BytesIO(saved.getvalue()), DOCX)
    files = service(app, ROBOT, "drive", "v3").files()
    made = files.create(body={"name": "Plan C-0142", "mimeType": DOC}, media_body=media).execute()
    share(app, made["id"], DANA, "writer")
    return str(made["id"])


def _form(app: Emulator) -> str:
    forms = service(app, ROBOT, "forms", "v1").forms()
    made = forms.create(body={"info": {"title": "Tell us about a student"}}).execute()
    item = {
        "title": "What have you seen?",
        "questionItem": {"question": {"textQuestion": {"paragraph": True}}},
    }
    create = {"createItem": {"item": item, "location": {"index": 0}}}
    forms.batchUpdate(formId=made["formId"], body={"requests": [create]}).execute()
    share(app, made["formId"], DANA, "writer")
    anybody = {"view": "published", "role": "reader", "type": "anyone"}
    drive = service(app, ROBOT, "drive", "v3").permissions()
    drive.create(fileId=made["formId"], body=anybody).execute()
    return str(made["formId"])


def _event(app: Emulator) -> str:
    events = service(app, DANA, "calendar", "v3").events()
    zone = "America/New_York"
    made = events.insert(
        calendarId="primary",
        body={
            "summary": "Check-in · C-0142",
            "description": '<a href="https://docs.google.com/spreadsheets/d/X/edit#gid=1">Row</a>',
            "start": {"dateTime": "2026-03-04T09:00:00", "timeZone": zone},
            "end": {"dateTime": "2026-03-04T09:30:00", "timeZone": zone},
        },
    ).execute()
    letter = EmailMessage()
    letter["To"], letter["Subject"] = NORA, "We received your message · R-0031"
    letter.set_content("In danger now: call 911. Crisis line: 988.\nhttps://example.org/help")
    raw = base64.urlsafe_b64encode(letter.as_bytes()).decode()
    service(app, DANA, "gmail", "v1").users().messages().send(
        userId="me", body={"raw": raw}
    ).execute()
    return str(made["id"])
