"""The library through the front door: made when it is switched on, read when it has changed, asked
about where it names a student, shown on cards."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator.school import enrol
from service.workbook.templates import load_template
from tests.school_fixture import COORDINATOR, TODAY, LiveSchool, questions

TAB = load_template("shelf", frozenset({"library"})).by_key["library"]
NAMED = "A student can be told from the Library"


def switched(live: LiveSchool, to: str) -> None:
    tab = live.tab("office", "Settings")
    row = tab.col_values(1).index("Module: Library") + 1
    tab.update_cell(row, tab.row_values(1).index("Value") + 1, to)


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A small school at work that has just switched the library on."""
    live = LiveSchool(tmp_path).init()
    live.type_row(
        "office", "Staff", {"Email": COORDINATOR, "Name": "Maren Okafor", "Role": "Coordinator"}
    )
    for student_id, name in (("00142", "Ana Silva"), ("00555", "Thandi Dlamini")):
        live.type_row(
            "office", "Students", {"Student ID": student_id, "Student": name, "Grade": "9"}
        )
    live.sync()
    switched(live, "yes")
    return live


def made(live: LiveSchool) -> LiveSchool:
    """The same once its Shelf stands and is read."""
    live.sync()
    live.found = live.school.init()
    assert not live.sync().changes
    return live


def asked(live: LiveSchool) -> list[Mapping[str, Any]]:
    return [row for row in questions(live, "office") if row["What"] == NAMED]


def enter(live: LiveSchool, **cells: Any) -> None:
    live.later(minutes=1)
    live.type_row("shelf", "Library", {"Topic": "Time", "Kind": "Argument", **cells})


# ---------------------------------------------------------------- the workbook


def test_the_shelf_is_made_when_it_is_switched_on_and_the_plan_says_so(live: LiveSchool) -> None:
    assert "shelf" not in live.school.init()["workbooks"]
    planned = [change for change in live.plan().planned if change.kind == "make_workbook"]
    assert [change.key for change in planned] == ["shelf"]
    assert not live.files(holdfast="workbook", holdfast_key="shelf")
    assert live.sync().changes["make_workbook"] == 1
    (file,) = live.files(holdfast="workbook", holdfast_key="shelf")
    assert live.school.init()["workbooks"]["shelf"] == file["id"]
    told = [row for row in live.rows("office", "History") if row["What"] == "Made a workbook"]
    assert len(told) == 1
    assert "Library" in told[0]["Why"]
    live.found = live.school.init()
    assert live.tab("shelf", "Library").row_values(1) == [c.heading for c in TAB.columns]


@pytest.mark.parametrize("method", ["drive.files.create", "sheets.spreadsheets.batchUpdate"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_shelf_whose_making_is_cut_short_is_made_once(
    live: LiveSchool, method: str, when: str
) -> None:
    fault = {"method": method, "drop": True, "when": when, "times": 2}
    live.control("POST", "faults", fault)
    with contextlib.suppress(Exception):  # it may give up; what matters is what comes after
        live.sync()
    live.control("DELETE", "faults")
    live.sync()
    live.sync()
    assert len(live.files(holdfast="workbook", holdfast_key="shelf")) == 1
    live.found = live.school.init()
    enter(live, About="What a quiz measures")
    live.sync()
    live.sync()
    assert [row["Topic"] for row in live.rows("shelf", "Library")] == ["Time"]
    assert not live.sync().changes


def test_a_quiet_sync_makes_no_call_more(live: LiveSchool) -> None:
    switched(live, "no")
    live.sync()
    before = dict(live.sync().calls)
    switched(live, "yes")
    made(live)
    enter(live, About="What a quiz measures")
    live.sync()
    live.sync()
    quiet = live.sync()
    assert not quiet.changes
    assert dict(quiet.calls) == before


def test_a_change_is_read_at_the_next_sync(live: LiveSchool) -> None:
    made(live)
    quiet = live.sync().calls
    enter(live, About="What a quiz measures")
    report = live.sync()
    assert report.changes == {"give_id": 1}
    assert report.calls["sheets"] > quiet.get("sheets", 0)
    (row,) = live.rows("shelf", "Library")
    assert row["Row ID"].startswith("hf-")


def test_switched_off_it_is_left_alone_and_its_questions_go(live: LiveSchool) -> None:
    made(live)
    enter(live, About="Ana Silva again")
    live.sync()
    assert asked(live)
    switched(live, "no")
    live.sync()
    assert not asked(live)
    enter(live, About="Thandi Dlamini again")
    live.sync()
    assert not live.sync().changes
    assert [row["About"] for row in live.rows("shelf", "Library")] == [
        "Ana Silva again",
        "Thandi Dlamini again",
    ]


def test_a_ledger_that_was_lost_knows_the_shelf_again(live: LiveSchool) -> None:
    made(live)
    enter(live, About="What a quiz measures")
    live.sync()
    live.sync()
    row_id = live.rows("shelf", "Library")[0]["Row ID"]
    live.school.ledger._engine.dispose()
    for file in live.folder.glob("ledger.db*"):
        file.unlink()
    live.school = live.open()
    live.school.rebuild(live.now)
    live.sync()
    assert not live.sync().changes
    assert len(live.files(holdfast="workbook", holdfast_key="shelf")) == 1
    assert [row["Row ID"] for row in live.rows("shelf", "Library")] == [row_id]


def test_an_emptied_tab_and_a_column_that_is_gone_stop_it_until_they_are_back(
    live: LiveSchool,
) -> None:
    made(live)
    for number in range(6):
        enter(live, About=f"Entry {number}")
    live.sync()
    live.sync()
    tab = live.tab("shelf", "Library")
    kept = tab.get("A2:K7")
    live.later(minutes=1)
    tab.batch_clear(["A2:K7"])
    live.sync()
    assert [row["Where"] for row in questions(live, "office") if "Library" in row["Where"]]
    live.sync()  # it is looked at again until somebody says that it was meant
    assert [row["Where"] for row in questions(live, "office") if "Library" in row["Where"]]
    live.later(minutes=1)
    tab.update(kept, "A2")
    live.sync()
    assert not [row for row in questions(live, "office") if "Library" in row["Where"]]
    live.later(minutes=1)
    tab.delete_columns(2)
    live.sync()
    assert [row["Where"] for row in questions(live, "office") if "Library" in row["Where"]]


def test_a_tab_that_was_emptied_on_purpose_is_taken_as_it_is(live: LiveSchool) -> None:
    made(live)
    for number in range(6):
        enter(live, About=f"Entry {number}")
    live.sync()
    live.later(minutes=1)
    live.tab("shelf", "Library").batch_clear(["A2:K7"])
    live.sync()
    assert list(questions(live, "office"))
    live.sync("shelf/library")
    assert not list(questions(live, "office"))
    assert not live.sync().changes


def test_everybody_on_staff_may_be_in_it_and_nobody_else(live: LiveSchool) -> None:
    made(live)
    assert not [f for f in live.school.doctor(live.now) if f.where == "workbook/shelf"]
    list(enrol.switch_on_modules(live.people))
    live.sync()
    list(enrol.fill_workbooks(live.people, TODAY))
    list(enrol.fill_modules(live.people, TODAY))
    assert not [f for f in live.school.doctor(live.now) if f.where == "workbook/shelf"]
    path = f"/drive/v3/files/{live.found['workbooks']['shelf']}/permissions"
    stranger = {"type": "user", "role": "reader", "emailAddress": "somebody@else.example"}
    live.google(path, "admin@alder-creek.example", "POST", stranger)
    found = [f for f in live.school.doctor(live.now) if f.where == "workbook/shelf"]
    assert [f.level for f in found] == ["unsafe"]


# ---------------------------------------------------------------- no student in it


def test_a_named_student_is_asked_about_until_it_is_mended(live: LiveSchool) -> None:
    made(live)
    enter(live, About="Why Thandi Dlamini was right", Source="File 00142")
    live.sync()
    found = asked(live)
    assert sorted(row["Where"] for row in found) == ["Library › About", "Library › Source"]
    assert {row["Whose"] for row in found} == {"Maren Okafor"}
    said = json.dumps(found)
    assert "Thandi" not in said
    assert "Dlamini" not in said
    assert "00142" not in said
    live.sync()
    live.sync()
    assert len(asked(live)) == 2  # while nobody touches it they stay
    tab = live.tab("shelf", "Library")
    live.later(minutes=1)
    tab.update([["Why a ninth grader was right"]], "C2")
    live.sync()
    assert [row["Where"] for row in asked(live)] == ["Library › Source"]
    live.later(minutes=1)
    tab.update([["A file of ours"]], "E2")
    live.sync()
    assert not asked(live)


def test_a_new_name_on_the_roster_is_looked_for(live: LiveSchool) -> None:
    made(live)
    enter(live, About="What Xochitl Vandermeer taught us")
    live.sync()
    live.sync()
    assert not asked(live)
    student = {"Student ID": "09999", "Student": "Xochitl Vandermeer", "Grade": "9"}
    live.type_row("office", "Students", student)
    live.sync()
    assert [row["Where"] for row in asked(live)] == ["Library › About"]
