"""Growth with published values, phases carried forward, and when there is no number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.casework.class_log.goal_of import goal_of
from service.casework.class_log.growth import compared
from service.casework.class_log.records import LogEntry
from service.casework.class_log.series import Phase, phases, points
from service.casework.effect_sizes import pogo
from service.casework.records import CASELOAD, Goal, RowRef

DAY = date(2026, 9, 7)
# SingleCaseES and scan, two packages of R, give the same.
A, B = (20.0, 20.0, 26.0, 25.0, 22.0, 23.0), (28.0, 25.0, 24.0, 27.0, 30.0, 30.0, 29.0)


def stretch(*values: float, name: str = "A") -> Phase:
    return Phase(name, DAY, values)


def entry(number: int, value: float | None, phase: str = "", **more) -> LogEntry:
    said = {"code": "C-0001", "class_name": "Math", "measure": "Steps"} | more
    code = said.pop("code")
    row = RowRef(CASELOAD, "class_log", f"hf-{number}", number)
    day = DAY + timedelta(days=number)
    return LogEntry(row, code, "Ana" if code else "", day, phase=phase, value=value, **said)


def test_percent_of_goal_obtained_is_the_published_value():
    assert pogo(A, B, 25) == pytest.approx(210.20, abs=0.005)


def test_percent_of_goal_is_mirrored_for_what_shall_fall():
    fall_a, fall_b = [-value for value in A], [-value for value in B]
    assert pogo(fall_a, fall_b, -25) == pytest.approx(210.20, abs=0.005)


def test_where_the_goal_is_reached_before_there_is_no_way_to_it():
    assert pogo((5, 5), (6, 7), 5) is None


def test_two_phases_have_means_pairs_and_the_way_to_the_goal():
    growth = compared([stretch(*A), stretch(*B, name="B")], goal=25)
    assert growth is not None
    assert round(growth.mean_before, 2) == 22.67
    assert round(growth.mean_after, 2) == 27.57
    assert (growth.better, growth.pairs) == (38.5, 42)
    assert growth.nap == pytest.approx(38.5 / 42)
    assert growth.pogo == pytest.approx(210.20, abs=0.005)


def test_what_shall_fall_is_better_when_it_is_lower():
    growth = compared([stretch(*B), stretch(*A)], "decrease")
    assert growth is not None
    assert growth.better == 38.5


@pytest.mark.parametrize(
    "found",
    [
        [],
        [stretch(*A)],
        [stretch(*A), stretch(1, 2)],  # a phase of two: the picture alone
        [stretch(1, 2), stretch(*B)],
        [stretch(1, 2), stretch(*A), stretch(*B)],
    ],
)
def test_without_three_points_in_every_phase_there_is_no_number(found):
    assert compared(found, goal=25) is None


def test_a_phase_goes_on_until_another_is_named():
    log = [entry(0, 1, "Alone"), entry(1, 2), entry(2, 3, "Cards"), entry(3, 4), entry(4, 5)]
    assert [(p.name, p.values) for p in phases(points(log, (), "steps"))] == [
        ("Alone", (1, 2)),
        ("Cards", (3, 4, 5)),
    ]


def test_a_row_about_the_whole_class_names_the_phase_of_each_student():
    whole = [entry(2, None, "Cards", code="")]
    log = [entry(0, 1), entry(1, 2), entry(3, 4)]
    assert [(p.name, p.values) for p in phases(points(log, whole, "Steps"))] == [
        ("", (1, 2)),
        ("Cards", (4,)),
    ]


def test_another_measure_is_another_series():
    log = [entry(0, 1), entry(1, 9, measure="Minutes on task")]
    assert [point.value for point in points(log, (), "Steps")] == [1]


def goal(words: str, measure: str) -> Goal:
    return Goal(RowRef(CASELOAD, "goals", words), "C-0001", "Ana", goal=words, measure=measure)


@pytest.mark.parametrize(
    ("measure", "found"),
    [("words read", "Reads"), ("Reads", "Reads"), ("steps", ""), ("", ""), ("Homework", "")],
)
def test_a_measure_is_of_the_one_goal_that_says_the_same(measure, found):
    goals = [
        goal("Reads", "Words read"),
        goal("Homework in", "Homework"),
        goal("More homework", "Homework"),
    ]
    of = goal_of(measure, goals)
    assert (of.goal if of else "") == found
