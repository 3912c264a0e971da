"""A module is switched on and off on Settings, through the front door; Decisions is the module."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import Tools, main
from tests.school_fixture import COORDINATOR, DANA, ROOT, LiveSchool, kinds, questions

QUIET = {"sheets": 3, "drive": 1, "forms": 2, "calendar": 1}
STUDENT, SWITCH, COUNTS = "Ana Silva", "Module: Decisions", "Decisions counts from"


def school(folder: Path) -> LiveSchool:
    live = LiveSchool(folder).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    live.sync()
    return live


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A founded school: Decisions is on."""
    return school(tmp_path)


@pytest.fixture
def off(live: LiveSchool) -> LiveSchool:
    switched(live, "no")
    live.sync()
    return live


def switched(live: LiveSchool, to: str) -> None:
    live.change("office", "Settings", {"Setting": SWITCH}, {"Value": to})


def propose(live: LiveSchool, what: str, day: str) -> None:
    said = {"Student": STUDENT, "What": what, "Proposed by": "M", "Proposed on": day}
    live.type_row("caseload", "Decisions", said)


def found(live: LiveSchool, what: str) -> dict[str, Any]:
    return live.find("caseload", "Decisions", What=what)


def asked(live: LiveSchool) -> Iterable[str]:
    """What is asked about decisions, and of whom."""
    return sorted(row["Whose"] for row in questions(live) if "decision" in row["What"])


def entries(live: LiveSchool) -> list[str]:
    return [e["summary"] for e in live.events(DANA) if e["summary"].startswith("Answer")]


def counting(live: LiveSchool) -> list[str]:
    return [r["Value"] for r in live.rows("office", "Settings") if r["Setting"] == COUNTS]


def told(live: LiveSchool, word: str) -> list[str]:
    return [row["Why"] for row in live.rows("office", "History") if word in row["Why"]]


# ---------------------------------------------------------------- on


def test_switched_on_the_case_manager_is_asked_by_mail_calendar_and_a_grey_cell(live: LiveSchool):
    propose(live, "Leave", "2026-10-05")
    live.sync()
    assert found(live, "Leave")["Answer by"] == "Wed 7 Oct 2026"
    assert len(entries(live)) == 1
    assert [m["Subject"] for m in live.mails(DANA)].count("A question about C-0001") == 1
    live.later(days=3)
    live.sync()
    assert asked(live) == ["Dana", "M"]


def test_a_founded_school_has_had_it_always(live: LiveSchool):
    assert counting(live) == []
    propose(live, "Leave", "2026-09-01")
    live.sync()
    assert asked(live) == ["Dana", "M"]


# ---------------------------------------------------------------- off


def test_switched_off_nothing_is_asked_mailed_or_written_and_what_stands_stays(off: LiveSchool):
    propose(off, "Leave", "2026-09-01")
    before = off.rows("caseload", "Decisions")
    assert kinds(off.sync()) == {}
    assert off.rows("caseload", "Decisions") == before
    assert found(off, "Leave")["Answer by"] == ""
    assert (list(asked(off)), entries(off)) == ([], [])
    assert [m for m in off.mails(DANA) if m["Subject"].startswith("A question about")] == []


def test_what_was_open_when_it_is_switched_off_is_asked_no_more_and_no_data_goes(live: LiveSchool):
    propose(live, "Leave", "2026-09-01")
    live.sync()
    before = live.rows("caseload", "Decisions")
    assert asked(live)
    live.later(minutes=5)
    switched(live, "no")
    live.sync()
    assert asked(live) == []
    assert live.rows("caseload", "Decisions") == before
    assert told(live, "Switched off: Decisions")
    assert kinds(live.sync()) == {}


def test_it_is_silent_from_the_very_sync_that_reads_no(live: LiveSchool):
    propose(live, "Leave", "2026-10-05")
    switched(live, "no")
    live.sync()
    assert found(live, "Leave")["Answer by"] == ""
    assert [m for m in live.mails(DANA) if m["Subject"].startswith("A question about")] == []


# ---------------------------------------------------------------- on again


def test_on_again_it_counts_from_that_day_and_what_lies_before_is_not_asked(off: LiveSchool):
    propose(off, "Leave", "2026-10-01")
    off.later(days=7)
    switched(off, "yes")
    off.sync()
    assert counting(off) == ["2026-10-12"]
    assert told(off, "Switched on: Decisions")
    propose(off, "Return", "2026-10-12")
    off.sync()
    assert asked(off) == []
    assert found(off, "Return")["Answer by"] == "Wed 14 Oct 2026"
    off.later(days=3)
    off.sync()
    assert asked(off) == ["Dana", "M"]
    assert "Return" in " ".join(row["Why"] for row in questions(off, "caseload"))


def test_each_time_it_is_switched_on_it_counts_anew_in_the_same_row(off: LiveSchool):
    for to in ("yes", "no", "yes"):
        off.later(days=1)
        switched(off, to)
        off.sync()
    assert counting(off) == ["2026-10-08"]
    assert kinds(off.sync()) == {}


def test_a_day_that_people_set_stays_while_it_is_on(off: LiveSchool):
    switched(off, "yes")
    off.sync()
    off.change("office", "Settings", {"Setting": COUNTS}, {"Value": "2026-09-15"})
    propose(off, "Leave", "2026-09-16")
    off.sync()
    off.later(days=1)
    off.sync()
    assert counting(off) == ["2026-09-15"]
    assert asked(off) == ["Dana", "M"]


@pytest.mark.parametrize("word", ["Yes", "TRUE", "on"])
def test_yes_is_read_however_it_is_written(off: LiveSchool, word: str):
    switched(off, word)
    assert off.plan().changes["switch_modules"] == 1


# ---------------------------------------------------------------- neither yes nor no


def test_a_word_that_is_neither_is_asked_about_and_changes_nothing(off: LiveSchool):
    propose(off, "Leave", "2026-09-01")
    switched(off, "maybe")
    assert kinds(off.sync()) == {"ask": 1}
    (row,) = [row for row in questions(off, "office") if SWITCH in row["What"]]
    assert "'maybe' is neither yes nor no" in row["Why"]
    assert asked(off) == []
    assert kinds(off.sync()) == {}
    switched(off, "no")
    assert kinds(off.sync()) == {"settle_question": 1}


def test_while_it_is_on_such_a_word_counts_as_no_as_the_question_says(live: LiveSchool):
    propose(live, "Leave", "2026-09-01")
    live.sync()
    before = live.rows("caseload", "Decisions")
    switched(live, "maybe")
    live.sync()
    (row,) = [row for row in questions(live, "office") if SWITCH in row["What"]]
    assert "until then it counts as no" in row["Why"]
    assert asked(live) == []
    assert live.rows("caseload", "Decisions") == before


# ---------------------------------------------------------------- the list, and what it costs


def modules(live: LiveSchool, *words: str) -> str:
    tools = Tools(lambda *_, **__: live.school, {"HOLDFAST_WORKSPACE_URL": ROOT})
    wide = CliRunner(env={"COLUMNS": "200"})
    result = wide.invoke(main, ["modules", *words], obj=tools)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_modules_says_each_in_a_sentence_on_or_off_and_where_to_switch(live: LiveSchool):
    lines = modules(live).splitlines()
    (line,) = [line for line in lines if "Decisions" in line]
    assert line.split()[:2] == ["on", "Decisions"]
    assert "asked of the case manager" in line
    assert any("Module: <name>" in line for line in lines)
    switched(live, "no")  # it reads Settings themselves, and waits for no sync
    (line,) = [line for line in modules(live).splitlines() if "Decisions" in line]
    assert line.split()[:2] == ["off", "Decisions"]


def test_modules_for_programs(off: LiveSchool):
    listed = {each["name"]: each for each in json.loads(modules(off, "--json"))["modules"]}
    assert listed["Decisions"]["on"] is False
    assert listed["Decisions"]["what"].startswith("Decisions about a student")


def test_a_quiet_sync_makes_the_same_calls_with_it_on_and_off(live: LiveSchool):
    propose(live, "Leave", "2026-10-05")
    live.sync()
    for to in ("yes", "no", "yes"):
        switched(live, to)
        live.sync()
        quiet = live.sync()
        assert (kinds(quiet), Counter(quiet.calls) - Counter(QUIET)) == ({}, {})
