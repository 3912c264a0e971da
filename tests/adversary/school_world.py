"""The tiny school of the full histories: founded, filled and synced once in a process, and put
back for every history from then on.

Two open cases (one with a plan), six Diary rows, goals, actions, a measured progress sheet, two
referrals, two case managers. Answers are not held against Google's discovery documents here: all
other tests do that, and here it would be most of the work.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from emulator.app import create_app
from service import wiring
from service.casework.registry import AT_FIRST
from service.workbook.templates import load_templates
from tests.school_fixture import ADMIN, DANA, TOMAS, Kept, LiveSchool

from .school_sheets import first_row, other_sheets

NORA = "nora.lind@alder-creek.example"
MAREN = "maren.okafor@alder-creek.example"
OWNERS = (DANA, TOMAS)
ANA, SIOBHAN, THANDI, ZOE = "Ana Silva", "Siobhán Ní Bhriain", "Thandi Dlamini", "Zoë O'Brien"
MANAGERS = {ANA: DANA, SIOBHAN: TOMAS}

STAFF = (
    {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager"},
    {"Email": TOMAS, "Name": "Tomás Herrera", "Role": "Case manager"},
    {"Email": MAREN, "Name": "Maren Okafor", "Role": "Coordinator"},
    {"Email": NORA, "Name": "Nora Lind", "Role": "Teacher"},
)
ROSTER = (
    {"Student ID": "00142", "Student": ANA, "Grade": "7"},
    {"Student ID": "00019", "Student": SIOBHAN, "Grade": "8"},
    {"Student ID": "00555", "Student": THANDI, "Grade": "11"},
    {"Student ID": "00777", "Student": ZOE, "Grade": "10"},
)
# (Kind, Date, Start, Repeat, Minutes) of each student's Diary rows
ENTRIES = {
    ANA: (
        ("Check-in", "2026-10-07", "9:00", "None"),
        ("Meeting", "2026-10-08", "11:00", "None"),
        ("Teacher contact", "2026-10-06", "", "Weekly"),
    ),
    SIOBHAN: (
        ("Check-in", "2026-10-07", "10:00", "None"),
        ("Meeting", "2026-10-12", "12:00", "None"),
        ("Family contact", "2026-10-13", "14:00", "Weekly"),
    ),
}
GOALS = {ANA: ("Reads aloud with few errors", "Writes whole sentences"), SIOBHAN: ("Is on time",)}
ACTIONS = {ANA: ("Small-group reading", "A quiet place"), SIOBHAN: ("A bus pass", "A phone call")}
CONCERNS = {THANDI: "Falls asleep in first period.", ANA: "Sits alone at lunch."}
MEASURED = (("2026-08-31", 60), ("2026-09-07", 62), ("2026-09-14", 64), ("2026-09-21", 67))
ROWS = 40
LATEST, LATEST_OF = 67, (ANA, GOALS[ANA][0])
MEASURED_FOR = f"goal {sum(map(len, ENTRIES.values())) + 1}"  # by its Measure


class Seeded:
    """What `secrets` is for the service during a history, so that it can be replayed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"secrets {seed}")

    def token_hex(self, size: int) -> str:
        return self.chance.randbytes(size).hex()


@cache
def _folder(modules: frozenset[str]) -> Path:
    memory = Path("/dev/shm")  # a ledger that dies with the machine is enough here
    return Path(mkdtemp(prefix="holdfast-", dir=memory if memory.is_dir() else None))


@cache
def small_live(modules: frozenset[str]) -> LiveSchool:
    return LiveSchool(_folder(modules), app=create_app(check=False, seed=1), modules=modules)


@cache
def _founded(modules: frozenset[str]) -> Kept:
    wiring.secrets = Seeded(0)  # type: ignore[assignment]
    live = small_live(modules)
    live.found = live.school.init(modules)
    cut_to_size(live)
    live.school.ledger._engine.dispose()
    return live.keep()


def founded_anew(modules: frozenset[str] = AT_FIRST) -> LiveSchool:
    """A school with nothing in it, whichever history was played in this process before."""
    return taken_anew(_founded(modules), 0, modules)


@cache
def _kept(modules: frozenset[str]) -> Kept:
    live = founded_anew(modules)
    for rows, tab in ((STAFF, "Staff"), (ROSTER, "Students")):
        for row in rows:
            live.type_row("office", tab, row)
    _fill_caseload(live)
    for student, concern in CONCERNS.items():
        live.refer(person=NORA, student_name=student, concern=concern)
    live.sync()
    _measure(live)
    _fill_others(live)
    assert any(not live.sync().changes for _ in range(4))
    live.school.ledger._engine.dispose()
    return live.keep()


def cut_to_size(live: LiveSchool) -> None:
    """Tabs of forty rows: a thousand blank ones would be most of what is read."""
    for book, template in load_templates(live.modules).items():
        tabs = [tab for tab in template.tabs if tab.key != "settings"]
        sizes = [
            {"sheetId": template.sheet_id(tab.key), "gridProperties": {"rowCount": ROWS}}
            for tab in tabs
        ]
        requests = [
            {"updateSheetProperties": {"properties": size, "fields": "gridProperties.rowCount"}}
            for size in sizes
        ]
        if book in live.found["workbooks"]:
            path = f"/v4/spreadsheets/{live.found['workbooks'][book]}:batchUpdate"
            live.google(path, ADMIN, "POST", {"requests": requests})


def _fill_caseload(live: LiveSchool) -> None:
    notes = iter(range(1, 100))

    def type_row(tab: str, cells: Mapping[str, Any]) -> None:
        live.type_row("caseload", tab, cells)

    for row in ROSTER[:2]:
        student = row["Student"]
        case = {"Case manager": MANAGERS[student], "Status": "Active", "Needs": "Writing."}
        strengths = {"Strengths": "Draws.", "Activities": f"case {student}"}
        type_row("Caseload", {**row, **case, **(strengths if student == ANA else {})})
    for student, entries in ENTRIES.items():
        for kind, day, start, repeat in entries:
            when = {"Date": day, "Start": start, "Status": "Planned", "Repeat": repeat}
            note = {"Notes": f"diary {next(notes)}"}
            type_row("Diary", {"Student": student, "Kind": kind, **when, **note})
    for student, goals in GOALS.items():
        for goal in goals:
            measure = {"Measure": f"goal {next(notes)}", "Kind": "Academic", "Unit": "words"}
            figures = {"Baseline": 60, "Target": 100, "Start": "2026-08-31", "Due": "2026-12-18"}
            aim = {"Direction": "Increase", **figures}
            type_row("Goals", {"Student": student, "Goal": goal, **measure, **aim})
    for student, actions in ACTIONS.items():
        for action in actions:
            resource = {"Resource": f"action {next(notes)}", "Status": "To do"}
            type_row("Actions", {"Student": student, "Action": action, **resource})


def _fill_others(live: LiveSchool) -> None:
    """Two rows for each student in every tab that only its template is known of. Workbooks that a
    module brings stand since the first sync."""
    live.found = live.school.init(live.modules)
    (sheet,) = live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    cut_to_size(live)
    live.found["workbooks"]["progress"] = sheet["id"]
    for tab in other_sheets(live.modules):
        for student in ENTRIES:
            for number in (1, 2):
                row = first_row(tab, student, f"{tab.tab} {student} {number}")
                live.type_row(tab.book, tab.template.heading, row)


def _measure(live: LiveSchool) -> None:
    (sheet,) = live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = live.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    tab.update([[day, GOALS[ANA][0], value] for day, value in MEASURED], "A2", raw=False)


def fresh_school(seed: int, modules: frozenset[str] = AT_FIRST) -> LiveSchool:
    """The tiny school on the day after its first sync. The one of the history before is gone."""
    return taken_anew(_kept(modules), seed, modules)


def taken_anew(kept: Kept, seed: int, modules: frozenset[str] = AT_FIRST) -> LiveSchool:
    """A school as it was kept. The one of the history before is gone."""
    live = small_live(modules)
    if "ledger" in live.school.__dict__:
        live.school.ledger._engine.dispose()
    for tail in ("", "-wal", "-shm"):
        (_folder(modules) / f"ledger.db{tail}").unlink(missing_ok=True)
    live.take(kept)
    live.school = live.open()
    wiring.secrets = Seeded(seed)  # type: ignore[assignment]
    return live
