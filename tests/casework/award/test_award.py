"""Gates and points as pure rules; the tab, its question and the cards through the front door."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.casework.award.gates import closed, gate_texts, read_gate
from service.casework.award.points import weighed
from service.casework.award.proposals import way_gone
from service.casework.award.records import AwardRow
from service.casework.award.standing import standing_words, standings, unreadable
from service.casework.records import CASELOAD, OFFICE, Case, Goal, RowRef
from service.casework.registry import AT_FIRST
from service.casework.settings import SchoolSettings
from service.casework.standing import Standing
from tests.casework.small_school import case, school_with
from tests.school_fixture import DANA, LiveSchool

ROW = AwardRow(RowRef(CASELOAD, "award", "hf-1", 2), "C-0001", "Ana Silva", "2026-27 S1")
WEIGHTS = {"attendance": 3, "respect": 2, "effort": 1}


def school(*rows, gates=None, weights=None, known=()):
    more = {f"award_weight_{name}": weight for name, weight in (weights or WEIGHTS).items()}
    more |= {f"award_gate_{name}": text for name, text in (gates or {}).items()}
    records = {AwardRow: rows, Case: (case("C-0001"),), Standing: known}
    return school_with(records, settings=SchoolSettings(more=more))


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ({"attendance": 8, "respect": 5, "effort": 10}, 7.33),  # FIELD: 44 / 6
        ({"attendance": 8}, 8.0),  # what is empty is left out, and is no zero
        ({"attendance": 0, "respect": 0}, 0.0),
        ({"goals": 9}, None),  # weighs nothing here
        ({"attendance": 11, "effort": 6}, 6.0),
        ({}, None),
    ],
)
def test_points_are_the_weighted_mean_of_what_is_filled_in(scores, points):
    assert weighed(replace(ROW, **scores), school()).points == points


@pytest.mark.parametrize(
    ("gates", "cells", "words"),
    [
        ({"respect": "at least 5"}, {"respect": 4}, "Respect 4, at least 5: one to go"),
        ({"late": "at most 6"}, {"late": 7}, "Late 7, at most 6: one over"),
        ({"late": "At most 6."}, {"late": 9}, "Late 9, at most 6: 3 over"),
        ({"late": "como máximo 6"}, {"late": 6}, ""),
        ({"respect": "≥ 5"}, {"respect": 4.5}, "Respect 4.5, at least 5: 0.5 to go"),
        ({"respect": "at least 5"}, {}, ""),  # what is not filled in closes nothing
    ],
)
def test_a_closed_gate_says_what_is_missing(gates, cells, words):
    said = standing_words(replace(ROW, **cells), school(gates=gates, weights={"goals": 1}))
    assert said == words


@pytest.mark.parametrize("text", ["5", "many", "at least", "at least 5 or so", "at least five", ""])
def test_what_is_no_gate_is_none(text):
    assert read_gate("respect", text) is None


def test_standing_has_gates_first_and_then_its_sum():
    row = replace(ROW, attendance=8, respect=4, effort=10)
    found = school(row, gates={"respect": "at least 5"})
    (own, of_case) = standings(found)
    assert own.cells == {
        "points": 7.0,
        "standing": "Respect 4, at least 5: one to go; (3 × 8 + 2 × 4 + 1 × 10) ÷ 6 = 7",
    }
    assert of_case.cells == {"award_points": 7.0}


def test_missing_work_that_the_schools_data_knows_is_proposed_and_never_written():
    known = Standing(RowRef(OFFICE, "standing", "C-0001"), "C-0001", missing_work=3)
    said = standing_words(ROW, school(known=(known,)))
    assert said == "missing work 3 in the school's data; write it in if that is right"
    assert standing_words(replace(ROW, missing_work=2), school(known=(known,))) == ""


def test_late_that_the_schools_data_knows_is_proposed_with_its_span():
    known = Standing(RowRef(OFFICE, "standing", "C-0001"), "C-0001", late=7)
    said = standing_words(ROW, school(known=(known,)))
    assert said.startswith("late 7 this year in the school's data, without the excused")
    assert standing_words(replace(ROW, late=0), school(known=(known,))) == ""


def goal(baseline, target, latest, code="C-0001"):
    row = RowRef(CASELOAD, "goals", "hf-g", 2)
    return Goal(row, code, "Ana", "Reads", baseline=baseline, target=target, latest=latest)


@pytest.mark.parametrize(
    ("measured", "way"),
    [
        (goal(60, 100, 70), 0.25),
        (goal(8, 2, 5), 0.5),  # one that shall become less
        (goal(60, 100, 55), 0.0),
        (goal(60, 100, 120), 1.0),
        (goal(60, 100, None), None),
        (goal(60, 60, 60), None),
        (goal(60, 100, 70, code="C-0002"), None),
    ],
)
def test_the_way_gone_from_baseline_to_target(measured, way):
    assert way_gone(measured, "C-0001") == way


def test_goals_are_proposed_by_progress_where_nobody_has_filled_them_in():
    found = school()
    goals = (goal(60, 100, 70), goal(8, 2, 5), goal(0, 1, 1, code="C-0002"))
    found = replace(found, records={**found.records, Goal: goals})
    assert standing_words(ROW, found).startswith("goals 3.8 of 10 by progress (how far 2 measured")
    assert standing_words(replace(ROW, goals=9), found) == ""


def test_a_score_that_cannot_be_one_and_a_gate_that_reads_as_none_are_asked_about():
    found = school(replace(ROW, effort=12), gates={"respect": "lots", "late": "at most 6"})
    score, gate = unreadable(found)
    assert (score.column, score.code) == ("effort", "C-0001")
    assert "0 and 10" in score.why
    assert gate.row.row_id == "Award gate: Respect"
    assert [heading for heading, _ in gate_texts(found)] == ["respect", "late"]
    assert closed(replace(ROW, respect=1, late=1), found) == []


def test_the_award_in_a_school(tmp_path):
    live = LiveSchool(tmp_path, modules=AT_FIRST).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": "Ana Silva", "Grade": 7})
    live.type_row(
        "caseload",
        "Caseload",
        {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"},
    )
    live.change("office", "Settings", {"Setting": "Module: Award"}, {"Value": "yes"})
    live.sync()
    live.sync()
    row = {"Student": "Ana Silva", "Term": "2026-27 S1", "Respect": 4, "Effort": 8, "Late": 7}
    live.type_row("caseload", "Award", row)
    live.later(minutes=5)
    live.sync()
    (said,) = live.rows("caseload", "Award")
    assert said["Points"] == "6"
    assert said["Standing"] == (
        "Respect 4, at least 5: one to go; Late 7, at most 6: one over; (1 × 4 + 1 × 8) ÷ 2 = 6"
    )
    assert live.find("caseload", "Caseload", Student="Ana Silva")["Award points"] == "6"
    assert not live.sync().changes
    live.change("caseload", "Award", {"Student": "Ana"}, {"Respect": "quite good"})
    live.later(minutes=5)
    live.sync()
    asked = live.find("caseload", "Attention", Where="Award › Respect")
    assert asked["Student"].startswith("Ana Silva")
