"""A small school on a busy day: one sync away from one of everything.

The first sync has been; since then the coordinator has accepted a referral, two more came in (one
about safety), an event was moved, another deleted, a row re-dated, one cancelled, one done in a
series, a goal changed, a plan edited by hand, a father's rights withdrawn, a measurement typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.ledger import open_engine, upgrade
from service.ledger.tables import METADATA
from tests.school_fixture import ADMIN, DANA, ROOT, TOMAS, Kept, LiveSchool

NORA = "nora.lind@alder-creek.example"
RUTH = "ruth.adeyemi@alder-creek.example"

STAFF = (
    (DANA, "Dana Whitfield", "Case manager"),
    (TOMAS, "Tomás Herrera", "Case manager"),
    ("maren.okafor@alder-creek.example", "Maren Okafor", "Coordinator"),
    (RUTH, "Ruth Adeyemi", "Safeguarding lead"),
    (NORA, "Nora Lind", "Teacher"),
)
ROSTER = (
    ("00142", "Ana Silva", "7"),
    ("00019", "Siobhán Ní Bhriain", "8"),
    ("00777", "Zoë O'Brien", "10"),
    ("00555", "Thandi Dlamini", "11"),
)


def founded_school(folder: Path) -> LiveSchool:
    """Staff, roster and two cases; not synced yet."""
    live = LiveSchool(folder).init()
    for email, name, role in STAFF:
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for student_id, name, grade in ROSTER:
        row = {"Student ID": student_id, "Student": name, "Grade": grade}
        live.type_row("office", "Students", row)
    _case(live, "Ana Silva", "00142", "7", "Dana Whitfield")
    _case(live, "Siobhán Ní Bhriain", "00019", "8", "Tomás Herrera")
    return live


# Made once in a process, and copied from then on.
KEPT: dict[str, tuple[Kept, datetime]] = {}


def busy_day(folder: Path, database_url: str = "") -> LiveSchool:
    """The school on the eve of the sync that has one of everything to do."""
    return _kept("eve", folder, database_url, _eve)


def day_after(folder: Path, database_url: str = "") -> LiveSchool:
    """The same school when that sync has been, and nothing is left to do."""
    return _kept("after", folder, database_url, _after)


def _kept(
    when: str, folder: Path, database_url: str, make: Callable[[Path], LiveSchool]
) -> LiveSchool:
    if when not in KEPT:
        with TemporaryDirectory() as first:
            live = make(Path(first))
            live.school.ledger._engine.dispose()
            KEPT[when] = live.keep(), live.now
    kept, now = KEPT[when]
    live = LiveSchool(folder, now=now)
    live.take(kept)
    if database_url:
        _move_ledger(live, database_url)
    return live


def _move_ledger(live: LiveSchool, database_url: str) -> None:
    """The same ledger on another database."""
    source, target = open_engine(live.database_url), open_engine(database_url)
    upgrade(target)
    with source.connect() as reading, target.begin() as writing:
        for table in METADATA.sorted_tables:
            rows = [dict(row) for row in reading.execute(table.select()).mappings()]
            if rows:
                writing.execute(table.insert(), rows)
    source.dispose()
    target.dispose()
    live.database_url = database_url
    live.school = live.open()


def _after(folder: Path) -> LiveSchool:
    live = busy_day(folder)
    live.sync()
    assert not live.sync().changes
    return live


def _eve(folder: Path) -> LiveSchool:
    live = founded_school(folder)
    _plan(live, "Ana Silva")
    _plan(live, "Siobhán Ní Bhriain")
    for person, home in (("Marisol Núñez", "Elm Street"), ("Esteban Núñez", "Harbour Road")):
        _guardian(live, "Ana Silva", person, home)
    for student, kind, day, start, repeat in (
        ("Ana Silva", "Check-in", "2026-10-07", "14:30", "None"),
        ("Ana Silva", "Meeting", "2026-10-08", "11:00", "None"),
        ("Ana Silva", "Teacher contact", "2026-10-06", "", "Weekly"),
        ("Ana Silva", "Family contact", "2026-10-13", "14:00", "None"),
        ("Siobhán Ní Bhriain", "Check-in", "2026-10-07", "10:00", "None"),
        ("Siobhán Ní Bhriain", "Meeting", "2026-10-12", "12:00", "None"),
    ):
        _entry(live, student, kind, day, start, repeat)
    live.refer(person=NORA, student_name="Thandi Dlamini", grade="11", concern="Falls asleep.")
    live.refer(person=NORA, student_name="Ana Silva", concern="Sits alone at lunch.")
    live.sync()
    live.later(hours=9)  # evening: no slot of today is free any more, so minutes do not count
    _people_work(live)
    return live


def _people_work(live: LiveSchool) -> None:
    referral = {"Decision": "Accept", "Case manager": "Dana Whitfield"}
    live.change("office", "Referrals", {"Referral ID": "R-0001"}, referral)
    live.change("office", "Referrals", {"Referral ID": "R-0002"}, {"Decision": "Accept"})
    live.refer(person=NORA, student_name="The boy with the bicycle", concern="Never says a word.")
    live.refer(
        "outside", danger="Yes", student_name="Zoë O'Brien", concern="Is afraid to go home tonight."
    )
    moved = {
        "start": {"dateTime": "2026-10-09T10:30:00-04:00"},
        "end": {"dateTime": "2026-10-09T10:50:00-04:00"},
    }
    _on_event(live, DANA, "Check-in", "PATCH", moved)
    _on_event(live, TOMAS, "Meeting", "DELETE")
    diary = ("caseload", "Diary")
    live.change(*diary, {"Kind": "Meeting", "Owner": DANA}, {"Date": "2026-10-15"})
    live.change(*diary, {"Kind": "Family contact", "Owner": DANA}, {"Status": "Cancelled"})
    live.change(*diary, {"Kind": "Teacher contact", "Owner": DANA}, {"Status": "Done"})
    _entry(live, "Nobody We Know", "Check-in", "2026-10-20", "9:00", "None")
    _edit_by_hand(live, "C-0002")
    live.change("caseload", "Goals", {"Student": "Siobhán"}, {"Target": 120})
    live.change("caseload", "Team", {"Person": "Esteban"}, {"Rights": "None by order"})
    live.change("caseload", "Team", {"Person": "Marisol"}, {"Hand on": "Yes"})
    _measure(live, "C-0001")
    _case(live, "Zoë O'Brien", "00777", "10", "Tomás Herrera")
    _plan(live, "Zoë O'Brien")
    for person, home in (("Aoife O'Brien", "A"), ("Declan O'Brien", "B")):
        _guardian(live, "Zoë O'Brien", person, home)


def _case(live: LiveSchool, student: str, student_id: str, grade: str, manager: str) -> None:
    live.type_row(
        "caseload",
        "Caseload",
        {
            "Student": student,
            "Student ID": student_id,
            "Grade": grade,
            "Case manager": manager,
            "Status": "Active",
            "Needs": "Starting written work.",
            "Strengths": "Draws beautifully.",
        },
    )


def _plan(live: LiveSchool, student: str) -> None:
    goal = {
        "Student": student,
        "Goal": "Reads aloud with few errors",
        "Kind": "Academic",
        "Measure": "Words read correctly",
        "Unit": "words a minute",
        "Direction": "Increase",
        "Baseline": 60,
        "Target": 100,
        "Start": "2026-08-31",
        "Due": "2026-12-18",
    }
    live.type_row("caseload", "Goals", goal)
    action = {"Student": student, "Action": "Small-group reading", "Who": "Ms Lind"}
    live.type_row("caseload", "Actions", {**action, "Status": "To do"})


def _guardian(live: LiveSchool, student: str, person: str, home: str) -> None:
    team = {
        "Student": student,
        "Person": person,
        "Role": "Guardian",
        "Household": home,
        "Email": f"{person.split()[0].lower()}@mail.example",
        "Phone": "555-0100",
        "Rights": "Shared",
        "May see": "Plan",
        "Invite": "Apart",
    }
    live.type_row("caseload", "Team", team)


def _entry(live: LiveSchool, student: str, kind: str, day: str, start: str, repeat: str) -> None:
    entry = {
        "Student": student,
        "Kind": kind,
        "Date": day,
        "Start": start,
        "Minutes": 20 if start else "",
        "Status": "Planned",
        "Repeat": repeat,
    }
    live.type_row("caseload", "Diary", entry)


def _on_event(live: LiveSchool, owner: str, kind: str, method: str, body: Any = None) -> None:
    (event,) = [e for e in live.events(owner) if e.get("summary", "").startswith(kind)]
    live.google(f"/calendar/v3/calendars/{owner}/events/{event['id']}", owner, method, body)


def _edit_by_hand(live: LiveSchool, code: str) -> None:
    (plan,) = live.files(holdfast="action_plan", holdfast_key=code)
    live.write_into(plan["id"], "Written by hand.", TOMAS)


def _measure(live: LiveSchool, code: str) -> None:
    (sheet,) = live.files(holdfast="progress_sheet", holdfast_key=code)
    tab = live.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    days = ("2026-08-31", "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28")
    rows = [[day, "Reads aloud with few errors", 60 + 2 * n] for n, day in enumerate(days)]
    tab.update(rows, "A2", raw=False)


def everything_of(live: LiveSchool) -> list[dict[str, Any]]:
    """Every file that Holdfast made, with all of Drive's fields."""
    answer = live.people.session_as(ADMIN).get(
        f"{ROOT}/drive/v3/files", params={"fields": "files(*)", "pageSize": 1000}
    )
    answer.raise_for_status()
    return answer.json()["files"]
