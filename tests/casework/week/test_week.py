"""Weekly checks through the front door: in a school as it is founded, week after week."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.casework.registry import AT_FIRST
from tests.school_fixture import COORDINATOR, DANA, LiveSchool, kinds

ANA, LEO = "Ana Silva", "Leo Brandão"


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A small school as `init` founds it, with one Active case."""
    live = LiveSchool(tmp_path, modules=AT_FIRST).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    for number, name in (("0400", ANA), ("0401", LEO)):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
    begin(live, ANA)
    live.sync()
    return live


def begin(live: LiveSchool, student: str) -> None:
    cells = {"Student": student, "Case manager": DANA, "Status": "Active"}
    live.type_row("caseload", "Caseload", cells)


def weeks(live: LiveSchool) -> list[tuple[str, str]]:
    return [(row["Student"], row["Week of"]) for row in live.rows("caseload", "Week")]


def entries(live: LiveSchool) -> list[dict[str, Any]]:
    return [e for e in live.events(DANA) if e["summary"] == "Organization checks"]


def test_a_school_as_it_is_founded_has_a_row_and_an_entry_and_is_quiet_then(live: LiveSchool):
    assert weeks(live) == [(ANA, "Mon 5 Oct 2026")]
    (entry,) = entries(live)
    assert entry["start"] == {"date": "2026-10-05"}
    assert ANA not in str(entry)
    assert kinds(live.sync()) == {}


def test_a_check_is_compared_and_told_on_the_caseload_and_the_next_comes_in_three_weeks(live):
    cells = {"Inbox": 14, "Missing work": 2, "Failing in": "Maths", "Student's promise": "Labs"}
    live.change("caseload", "Week", {"Student": ANA}, {**cells, "Done on": "2026-10-06"})
    live.sync()
    (row,) = live.rows("caseload", "Week")
    assert row["Since last time"] == "Missing work 2; inbox 14, above 10; failing Maths"
    grade = live.find("caseload", "Caseload", Student=ANA)["Grade check"]
    assert grade == "2 missing, failing Maths · 6 Oct"
    live.later(weeks=2)
    live.sync()
    assert len(weeks(live)) == 1
    live.later(weeks=1)
    live.sync()
    assert weeks(live) == [(ANA, "Mon 5 Oct 2026"), (ANA, "Mon 26 Oct 2026")]
    assert live.rows("caseload", "Week")[1]["Student's promise"] == "Labs"
    assert len(entries(live)) == 2


def test_an_untouched_row_moves_on_and_a_deleted_one_does_not_come_back(live: LiveSchool):
    live.later(weeks=3)
    live.sync()
    assert weeks(live) == [(ANA, "Mon 26 Oct 2026")]
    live.tab("caseload", "Week").delete_rows(2)
    live.later(minutes=5)
    live.sync("caseload/week")
    live.sync("caseload/week")
    assert weeks(live) == []


def test_a_new_case_gets_its_row_in_its_week_an_exited_one_none_and_a_holiday_none(live):
    live.later(days=2)
    begin(live, LEO)
    live.sync()
    assert weeks(live) == [(ANA, "Mon 5 Oct 2026"), (LEO, "Mon 5 Oct 2026")]
    assert len(entries(live)) == 1
    live.change("caseload", "Caseload", {"Student": LEO}, {"Status": "Exited"})
    days = {"From": "2026-10-26", "To": "2026-10-30", "What": "Break"}
    live.type_row("office", "School days", days)
    live.later(days=19)  # Monday of the break
    live.sync()
    assert (ANA, "Mon 26 Oct 2026") not in weeks(live)
    live.later(weeks=1)
    live.sync()
    assert weeks(live) == [(ANA, "Mon 2 Nov 2026"), (LEO, "Mon 5 Oct 2026")]


def test_a_ledger_that_was_lost_doubles_neither_row_nor_entry(live: LiveSchool):
    live.school.ledger._engine.dispose()
    for file in live.folder.glob("ledger.db*"):
        file.unlink()
    live.school = live.open()
    live.school.rebuild(live.now)
    live.sync()
    assert kinds(live.sync()) == {}
    assert (len(weeks(live)), len(entries(live))) == (1, 1)


def test_switched_off_nothing_is_added_or_filled_in(live: LiveSchool):
    live.change("office", "Settings", {"Setting": "Module: Weekly checks"}, {"Value": "no"})
    live.sync()
    live.change("caseload", "Week", {"Student": ANA}, {"Missing work": 4})
    live.later(weeks=3)
    made = kinds(live.sync())
    assert made.keys() <= {"send_mail"}  # the weekly word of who was out of view for three weeks
    assert weeks(live) == [(ANA, "Mon 5 Oct 2026")]
