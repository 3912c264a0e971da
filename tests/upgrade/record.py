"""Record a small school as a release keeps it: Workspace and ledger, for releases to come.

Copy this file into the checkout of the release, and run it there:

    python -m tests.upgrade.record FOLDER
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from emulator.app import create_app
from tests.school_fixture import COORDINATOR, DANA, DOMAIN, INES, TOMAS, LiveSchool


def day(year: int, month: int, number: int) -> int:
    """A day as Sheets keeps it."""
    return (date(year, month, number) - date(1899, 12, 30)).days


STAFF = (
    {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager", "Capacity": 12},
    {"Email": TOMAS, "Name": "Tomás Herrera", "Role": "Case manager", "Capacity": 12},
    {"Email": COORDINATOR, "Name": "Maren Okafor", "Role": "Coordinator"},
    {"Email": INES, "Name": "Ines Kowalczyk", "Role": "Counsellor"},
)
STUDENTS = ("Ana Silva", "Bo Lind", "Chen Mei", "Dara Quinn")
ROWS = (
    ("Caseload", {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active",
                  "Needs": "Reading", "Strengths": "Draws"}),
    ("Caseload", {"Student": "Bo Lind", "Case manager": TOMAS, "Status": "Monitor"}),
    ("Diary", {"Student": "Ana Silva", "Kind": "Check-in", "Date": day(2026, 10, 12),
               "Start": 0.375, "Status": "Planned"}),
    ("Diary", {"Student": "Bo Lind", "Kind": "Check-in", "Date": day(2026, 10, 13),
               "Start": 10 / 24, "Status": "Planned"}),
    ("Diary", {"Student": "Ana Silva", "Kind": "Family contact", "Date": day(2026, 10, 1),
               "Status": "Done", "Notes": "Spoke with Mom"}),
    ("Goals", {"Student": "Ana Silva", "Goal": "Reads 60 words", "Kind": "Behaviour",
               "Measure": "words", "Direction": "Increase", "Baseline": 20, "Target": 60,
               "Start": day(2026, 9, 1), "Due": day(2027, 2, 1)}),
    ("Actions", {"Student": "Ana Silva", "Action": "Read daily", "Who": "Mom", "Status": "To do"}),
    ("Team", {"Student": "Ana Silva", "Person": "Rosa Silva", "Role": "Mother",
              "Email": "rosa@family.example", "Rights": "Full", "May see": "Plan"}),
    ("Accommodations", {"Student": "Ana Silva", "Accommodation": "More time",
                        "Type": "Accommodation", "Where": "Tests"}),
)  # fmt: skip


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        live = LiveSchool(Path(work), app=create_app(Path(work) / "data"))
        live.init()
        for row in STAFF:
            live.type_row("office", "Staff", row)
        for number, name in enumerate(STUDENTS):
            live.type_row(
                "office",
                "Students",
                {"Student ID": f"0{400 + number}", "Student": name, "Grade": 7},
            )
        for tab, row in ROWS:
            live.type_row("caseload", tab, row)
        live.refer(
            person=f"p.varga@{DOMAIN}",
            student_name="Chen Mei",
            grade="7",
            concern="Very quiet since October.",
        )
        for _ in range(3):
            print(dict(live.sync().changes))
        (folder / "school.json").write_text(json.dumps(live.found, indent=1) + "\n")
        pack(Path(work) / "data" / "workspace.sqlite", folder / "workspace.sqlite.gz")
        pack(Path(work) / "ledger.db", folder / "ledger.db.gz")


def pack(file: Path, into: Path) -> None:
    """The database as one file, whatever its journal still holds."""
    with closing(sqlite3.connect(file)) as database:
        into.write_bytes(gzip.compress(database.serialize(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
