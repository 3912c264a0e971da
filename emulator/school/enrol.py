"""The school's own people at work: they fill workbooks through gspread and forms as a browser does.

Nothing here knows Holdfast's code. It reads what `init` printed (ids of workbooks and forms) and
the sample files, finds tabs and columns by their headings as a person would, and acts as the
person it stands for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import gspread
import requests
from google.auth.credentials import Credentials
from gspread.http_client import HTTPClient

from .timetable import resolve

SAMPLE = Path(__file__).resolve().parents[2] / "sheets_templates" / "sample"
# sample file -> (workbook, tab)
TABS = {
    "staff.csv": ("office", "Staff"),
    "students.csv": ("office", "Students"),
    "school_days.csv": ("office", "School days"),
    "caseload.csv": ("caseload", "Caseload"),
    "diary.csv": ("caseload", "Diary"),
    "goals.csv": ("caseload", "Goals"),
    "actions.csv": ("caseload", "Actions"),
    "accommodations.csv": ("caseload", "Accommodations"),
    "team.csv": ("caseload", "Team"),
}
# Below it, what stands on the tabs of modules: <workbook>/<Tab>.csv.
OF_MODULES = SAMPLE / "modules"
FIGURES = (
    "Minutes",
    "Capacity",
    "Baseline",
    "Target",
    "Value",
    "Attended",
    "Inbox",
    "Missing work",
    "Percent",
    "Days",
    "Score",
    "Of",
)
# Who may open which workbook: by role, as docs/privacy.md says.
MAY_OPEN = {
    "caseload": ("Case manager", "Coordinator"),
    "office": ("Coordinator", "Deputy"),
    "restricted": ("Safeguarding lead", "Deputy", "Counselor"),
}
OF_MODULES_MAY_OPEN = {"data": ("Coordinator", "Deputy")}


@dataclass(frozen=True, slots=True)
class School:
    """The ids that `python -m service init --json` printed, and where the Workspace answers."""

    url: str
    workbooks: Mapping[str, str]
    forms: Mapping[str, str]
    admin: str

    def gspread_as(self, person: str) -> gspread.Client:
        return gspread.Client(_AsPerson(person), http_client=_client_for(self.url))

    def session_as(self, person: str) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        if person:
            session.headers["Authorization"] = f"Bearer as:{person}"
        return session


class _AsPerson(Credentials):
    """What the local Workspace takes for a signed-in person."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self.token = f"as:{person}"

    def refresh(self, request: object) -> None:
        """A local sign-in never expires."""


def _client_for(url: str) -> type[HTTPClient]:
    class LocalClient(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            local = url.rstrip("/") + "/" + endpoint.split("/", 3)[3]
            return super().request(method, local, *args, **kwargs)

    return LocalClient


def read_sample(name: str, today: date) -> tuple[list[str], list[list[str | float]]]:
    """Headings and rows of one sample file, dates resolved."""
    with (SAMPLE / name).open(newline="", encoding="utf-8") as file:
        headings, *rows = csv.reader(file)
    return headings, [
        [typed(heading, resolve(cell, today)) for heading, cell in zip(headings, row, strict=True)]
        for row in rows
    ]


def typed(heading: str, cell: str | float) -> str | float:
    """A figure as the number that a sheet makes of it when a person types it."""
    is_figure = isinstance(cell, str) and re.fullmatch(r"-?\d+(\.\d+)?", cell)
    return float(cell) if heading in FIGURES and is_figure else cell


def fill_workbooks(school: School, today: date) -> Iterable[str]:
    """Type the sample school into its workbooks, tab by tab; yields what was filled."""
    client = school.gspread_as(school.admin)
    books = {key: client.open_by_key(file_id) for key, file_id in school.workbooks.items()}
    for name, (book, tab) in TABS.items():
        headings, rows = read_sample(name, today)
        type_rows(books[book].worksheet(tab), headings, rows)
        yield f"{tab}: {counted(len(rows), 'row')}"
    yield _change_settings(books["office"].worksheet("Settings"), today)


def switch_on_modules(school: School) -> Iterable[str]:
    """Say yes to every module there is, on Settings; the next sync brings their tabs."""
    book = school.gspread_as(school.admin).open_by_key(school.workbooks["office"])
    tab = book.worksheet("Settings")
    column = tab.row_values(1).index("Value") + 1
    switches = [
        gspread.Cell(row, column, "yes")
        for row, name in enumerate(tab.col_values(1), start=1)
        if str(name).startswith("Module: ")
    ]
    tab.update_cells(switches)
    yield f"Settings: {len(switches)} modules switched on"


def fill_modules(school: School, today: date) -> Iterable[str]:
    """Type the sample rows of modules that are on into their tabs; a workbook that came with one is
    shared first, with all staff where it is about no student."""
    client = school.gspread_as(school.admin)
    for folder in sorted(OF_MODULES.iterdir()):
        file_id = school.workbooks.get(folder.name) or _made_since(school, folder.name)
        if not file_id:
            continue
        if folder.name not in MAY_OPEN:
            roles = OF_MODULES_MAY_OPEN.get(folder.name)
            people = [str(p["Email"]) for p in _staff(today) if not roles or p["Role"] in roles]
            yield _share(school, folder.name, file_id, people)
        book = client.open_by_key(file_id)
        standing = {tab.title for tab in book.worksheets()}
        for file in sorted(each for each in folder.glob("*.csv") if each.stem in standing):
            name = str(file.relative_to(SAMPLE))
            headings, rows = read_sample(name, today)
            type_rows(book.worksheet(file.stem), headings, rows)
            yield f"{file.stem}: {counted(len(rows), 'row')}"


def _made_since(school: School, key: str) -> str:
    """The file id of a workbook that Holdfast has made since the school was founded; "" where no
    module that is on has a tab on it."""
    return next((str(file["id"]) for file in files_of(school, "workbook", key)), "")


def type_rows(
    tab: gspread.Worksheet, headings: Sequence[str], rows: Sequence[Sequence[str | float]]
) -> None:
    """Write rows below the headings, each value under the heading it belongs to."""
    standing = tab.row_values(1)
    missing = [heading for heading in headings if heading not in standing]
    if missing:
        raise LookupError(f"The tab {tab.title} has no column {missing[0]!r}.")
    first = len(tab.col_values(1)) + 1
    if tab.row_count < first + len(rows):
        tab.add_rows(first + len(rows) - tab.row_count)
    cells = []
    for row in rows:
        by_heading = dict(zip(headings, row, strict=True))
        cells.append([by_heading.get(heading, "") or None for heading in standing])
    tab.update(cells, f"A{first}", raw=True)


def _change_settings(tab: gspread.Worksheet, today: date) -> str:
    _, rows = read_sample("settings.csv", today)
    names = tab.col_values(1)
    column = tab.row_values(1).index("Value") + 1
    updates = [gspread.Cell(names.index(str(name)) + 1, column, str(value)) for name, value in rows]
    tab.update_cells(updates)
    return f"Settings: {len(updates)} changed"


def share_workbooks(school: School, today: date) -> Iterable[str]:
    """Share each workbook with the roles that work in it, and with nobody else."""
    staff = _staff(today)
    for book, roles in MAY_OPEN.items():
        people = [str(person["Email"]) for person in staff if person["Role"] in roles]
        yield _share(school, book, school.workbooks[book], people)


def _staff(today: date) -> list[dict[str, str | float]]:
    headings, rows = read_sample("staff.csv", today)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def _share(school: School, book: str, file_id: str, people: Sequence[str]) -> str:
    session = school.session_as(school.admin)
    for email in people:
        answer = session.post(
            f"{school.url}/drive/v3/files/{file_id}/permissions",
            params={"sendNotificationEmail": "false"},
            json={"type": "user", "role": "writer", "emailAddress": email},
            timeout=30,
        )
        answer.raise_for_status()
    return f"{book.title()}: shared with {len(people)}"


def send_referrals(school: School, today: date) -> Iterable[str]:
    """Fill in the referral forms, one page after the other as their questions lead."""
    headings, rows = read_sample("referrals.csv", today)
    for row in rows:
        answers = {h: str(v) for h, v in zip(headings, row, strict=True)}
        form = school.forms[answers["form"]]
        send_response(school, form, answers, answers["respondent"])
        yield f"{answers['form']} form: {answers['what it shows']}"


def enter_points(school: School, today: date) -> Iterable[str]:
    """Type weeks of daily points into the Behavior tabs, once these have grown their columns."""
    return enter_measurements(school, today, "modules/progress/Behavior.csv", "Behavior")


def enter_measurements(
    school: School, today: date, name: str = "measurements.csv", tab: str = "Measurements"
) -> Iterable[str]:
    """Type months of measurements into the progress sheets that stand by now."""
    client = school.gspread_as(school.admin)
    caseload = client.open_by_key(school.workbooks["caseload"]).worksheet("Caseload")
    codes = {
        row["Student"]: row["Case code"]
        for row in caseload.get_all_records(numericise_ignore=["all"])
    }
    sheets = _progress_sheets(school)
    headings, rows = read_sample(name, today)
    by_student: dict[str, list[list[str | float]]] = {}
    for student, *cells in rows:
        by_student.setdefault(str(student), []).append(cells)
    for student, measured in by_student.items():
        sheet = sheets.get(codes.get(student, ""))
        if sheet:
            type_rows(client.open_by_key(sheet).worksheet(tab), headings[1:], measured)
    typed = counted(sum(map(len, by_student.values())), "row")
    yield f"{tab}: {typed} of {counted(len(by_student), 'student')}"


def counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _progress_sheets(school: School) -> dict[str, str]:
    """Case code -> file id of the progress sheet."""
    files = files_of(school, "progress_sheet")
    return {f["appProperties"]["holdfast_key"]: f["id"] for f in files}


def files_of(school: School, kind: str, key: str = "") -> list[dict[str, Any]]:
    """What Holdfast has made of one kind, and under one key where that is given."""
    held = {"holdfast": kind} | ({"holdfast_key": key} if key else {})
    terms = [f"appProperties has {{ key='{k}' and value='{v}' }}" for k, v in held.items()]
    answer = school.session_as(school.admin).get(
        f"{school.url}/drive/v3/files",
        params={
            "q": " and ".join(terms),
            "fields": "files(id,appProperties,permissions(emailAddress,role))",
            "pageSize": "1000",
        },
        timeout=30,
    )
    answer.raise_for_status()
    return list(answer.json()["files"])


# A word of the question -> the column of referrals.csv that answers it, in the forms' own order.
_ASKED = (
    ("danger", "danger"),
    ("an adult at this school", "adult_here"),
    ("who is it about", "student_name"),
    ("grade", "grade"),
    ("seen or heard", "concern"),
    ("goes well", "strengths"),
    ("tried", "tried"),
    ("how soon", "urgency"),
    ("family know", "they_know"),
    ("who are you", "relationship"),
    ("your name", "referrer_name"),
    ("reach you", "reach"),
    ("language", "language"),
)


def send_response(
    school: School, form_id: str, answers: Mapping[str, str], person: str, edit: str = ""
) -> str:
    """Submit one response as the respondent's browser does, or change an earlier one (`edit`);
    the page that answers. Raises on a refused form."""
    form = school.session_as(school.admin).get(f"{school.url}/v1/forms/{form_id}", timeout=30)
    form.raise_for_status()
    urgent = answers.get("danger") == "Yes"
    fields = {}
    for page, title, question in _questions(form.json()):
        if page not in _pages_on_the_way(form.json(), urgent):
            continue
        asked = next((column for words, column in _ASKED if words in title.casefold()), None)
        if asked and answers.get(asked):
            fields[f"entry.{int(question['questionId'], 16)}"] = answers[asked]
    session = school.session_as(person)
    if edit:
        fields["edit2"] = edit
    address = f"{school.url}/forms/d/e/{form_id}/formResponse"
    answer = session.post(address, data=fields, timeout=30)
    answer.raise_for_status()
    return answer.text


def _questions(form: Mapping[str, Any]) -> Iterable[tuple[int, str, Mapping[str, Any]]]:
    """(page number, title, question) of every question; a page break begins the next page."""
    page = 0
    for item in form.get("items", ()):
        if "pageBreakItem" in item:
            page += 1
        elif "questionItem" in item:
            yield page, str(item.get("title", "")), item["questionItem"]["question"]


def _pages_on_the_way(form: Mapping[str, Any], urgent: bool) -> set[int]:
    """The pages a respondent sees: the urgent way is the first page and the last."""
    last = sum("pageBreakItem" in item for item in form.get("items", ()))
    return {0, last} if urgent else set(range(last))
