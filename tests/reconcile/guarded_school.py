"""A school large enough for its guards to speak, and what people see of it."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import rowcol_to_a1

from tests.school_fixture import DANA, DOMAIN, TOMAS, Kept, LiveSchool, questions

NORA = f"nora.lind@{DOMAIN}"
STUDENTS = ("Ana Silva", "Leo Brandão", "Zoë O'Brien", "Thandi Dlamini", "Mei-Ling Chen")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Five cases of Dana's with everything of theirs, two entries of Tomás's; in step."""
    live = LiveSchool(tmp_path_factory.mktemp("school")).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (TOMAS, "Tomás Herrera", "Case manager"),
        (f"maren.okafor@{DOMAIN}", "Maren Okafor", "Coordinator"),
        (f"ruth.adeyemi@{DOMAIN}", "Ruth Adeyemi", "Safeguarding lead"),
        (f"philip.brandt@{DOMAIN}", "Philip Brandt", "Deputy"),
        (NORA, "Nora Lind", "Teacher"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name in enumerate((*STUDENTS, "Imani Farouk", "Oscar D'Angelo"), start=101):
        student = {"Student ID": f"00{number}", "Student": name, "Grade": "7"}
        live.type_row("office", "Students", student)
        if name != "Oscar D'Angelo":
            manager = "Dana Whitfield" if name in STUDENTS else "Tomás Herrera"
            case = {"Case manager": manager, "Status": "Active"}
            live.type_row("caseload", "Caseload", {**student, **case})
    for name in STUDENTS:
        _papers(live, name)
        _entry(live, name, "Check-in", "2026-10-14")
    _entry(live, "Imani Farouk", "Check-in", "2026-10-15")
    _entry(live, "Imani Farouk", "Meeting", "2026-10-16")
    for number in range(5):
        day = f"2026-11-{10 + number}"
        live.type_row("office", "School days", {"From": day, "To": day, "What": "Closed"})
        live.refer(person=NORA, student_name="Oscar D'Angelo", concern=f"Sits alone, {number}.")
    live.sync()
    live.sync()
    assert not live.sync().changes
    return live.keep()


@pytest.fixture
def settled(kept: Kept, tmp_path: Any) -> LiveSchool:
    live = LiveSchool(tmp_path)
    assert live.take(kept)
    return live


def _papers(live: LiveSchool, name: str) -> None:
    goal = {"Student": name, "Goal": "Reads aloud", "Direction": "Increase", "Target": 60}
    live.type_row("caseload", "Goals", goal)
    live.type_row("caseload", "Actions", {"Student": name, "Action": "Quiet seat", "Who": "Nora"})
    aid = {"Student": name, "Accommodation": "More time", "Type": "Accommodation"}
    live.type_row("caseload", "Accommodations", aid)
    home = {"Student": name, "Person": "Ms Lopez", "Role": "Mother", "Household": "Elm Street"}
    live.type_row("caseload", "Team", home)


def _entry(live: LiveSchool, name: str, kind: str, day: str) -> None:
    row = {"Student": name, "Kind": kind, "Date": day, "Start": "10:00", "Status": "Planned"}
    live.type_row("caseload", "Diary", row)


# ---------------------------------------------------------------- what people see


def world(live: LiveSchool) -> dict[str, Any]:
    """What others would notice: calendars, mails, files and who may open them."""
    files = live.google("/drive/v3/files?fields=*&pageSize=1000", "admin@alder-creek.example")
    return {
        "calendars": {
            who: sorted((e["id"], e["status"], str(e["start"])) for e in live.events(who))
            for who in (DANA, TOMAS)
        },
        "mails": {who: len(live.mails(who)) for who in (DANA, TOMAS, NORA)},
        "files": sorted(
            (f["id"], f["trashed"], str(sorted(p["emailAddress"] for p in f["permissions"])))
            for f in files["files"]
        ),
    }


def asked(live: LiveSchool) -> list[dict[str, Any]]:
    return list(questions(live))


def the_rest_goes_on(live: LiveSchool) -> None:
    """A referral that comes in meanwhile is taken in, and answered."""
    before, mails = len(live.rows("office", "Referrals")), len(live.mails(NORA))
    live.refer(person=NORA, student_name="Oscar D'Angelo", concern="Has not eaten.")
    live.sync()
    assert len(live.rows("office", "Referrals")) == before + 1
    assert len(live.mails(NORA)) == mails + 1


def visible(tab: gspread.Worksheet) -> str:
    """The rows below the headings, from the first column to the last that people see: the two
    hidden ones at the end are not among what a person selects."""
    headings = tab.row_values(1)
    last = headings.index("Case code") if "Case code" in headings[1:] else len(headings)
    return f"A2:{rowcol_to_a1(tab.row_count, last)}"


def bring_back(tab: gspread.Worksheet, grid: list[list[Any]]) -> None:
    """What Undo or the version history does."""
    missing = len(grid) - tab.row_count
    if missing > 0:
        tab.add_rows(missing)
    tab.update(grid, "A1", raw=True)


def grid_of(tab: gspread.Worksheet) -> list[list[Any]]:
    return tab.get(value_render_option="UNFORMATTED_VALUE", date_time_render_option="SERIAL_NUMBER")
