"""Baseline, aim line, four-point rule and trend, as CASEWORK's sources work them out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.progress import AimLine, OnTrack, Trend, baseline_of, goal_progress
from service.casework.progress import goals_on_track as count_on_track
from service.casework.records import Goal, Measurement, RowRef
from service.casework.settings import SchoolSettings
from service.casework.trend import exact, theil_sen
from service.workbook.wording import load_wording

say = load_wording("en").say
SETTINGS = SchoolSettings()
MONDAY = date(2026, 9, 7)
ROW = RowRef("caseload", "goals", "hf-1")

# Words read a minute: 20 at the start, 60 wanted after 20 weeks, so 2 more each week.
READING = Goal(
    ROW,
    "C-0142",
    "Ana Silva",
    goal="Reads aloud",
    direction="Increase",
    baseline=20,
    target=60,
    start=MONDAY,
    due=MONDAY + timedelta(weeks=20),
)


def weekly(values, first_week=1, phase=""):
    return [
        Measurement(
            RowRef("progress", "measurements", f"m{week}", week),
            MONDAY + timedelta(weeks=week),
            "Reads aloud",
            value,
            phase,
        )
        for week, value in enumerate(values, start=first_week)
    ]


def judge(values, goal=READING, **more):
    return goal_progress(goal, weekly(values, **more), SETTINGS, say)


@pytest.mark.parametrize(
    ("values", "baseline"),
    [([], None), ([7], 7), ([7, 10], 8.5), ([9, 3, 5], 5), ([9, 3, 5, 100], 5), ([0.1, 0.2], 0.15)],
)
def test_baseline_is_the_median_of_the_first_three(values, baseline):
    assert baseline_of(values) == baseline


def test_aim_line_and_needed_rate():
    line = AimLine(MONDAY, Fraction(20), MONDAY + timedelta(weeks=20), Fraction(60))
    assert [line.at(MONDAY + timedelta(weeks=week)) for week in (0, 1, 10, 20, 30)] == [
        20,
        22,
        40,
        60,
        60,
    ]
    assert line.per_week == 2
    found = judge([22])
    assert found.aim == ((MONDAY, 20.0), (MONDAY + timedelta(weeks=20), 60.0))
    assert found.needed_per_week == 2


# The aim line runs 22, 24, 26, 28, 30, 32, 34, 36 over weeks 1 to 8.
@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([], OnTrack.NO_DATA),
        ([21, 22, 23, 24, 25], OnTrack.TOO_EARLY),  # five weeks, five points
        ([21, 23, 25, 27, 29, 31], OnTrack.OFF),  # six weeks, all below
        ([23, 25, 27, 29, 31, 33], OnTrack.AHEAD),
        ([23, 25, 27, 27, 29, 31], OnTrack.ON),  # one of the last four above
        ([21, 23, 25, 28, 29, 31], OnTrack.ON),  # one of the last four exactly on the line
        ([23, 25, 27, 29, 31, 32], OnTrack.ON),  # the same from above
        ([90, 90, 90, 90, 29, 31, 33, 35], OnTrack.OFF),  # only the last four count
    ],
)
def test_four_point_rule(values, verdict):
    found = judge(values)
    assert found.on_track is verdict
    assert found.on_track_words
    assert found.recommendation


def test_words_say_what_to_consider_and_on_what_it_rests():
    off, ahead = judge([21, 23, 25, 27, 29, 31]), judge([23, 25, 27, 29, 31, 33])
    assert off.on_track_words == "Off track"
    assert "Consider a change" in off.recommendation
    assert "6 points, 6 weeks" in off.recommendation
    assert "higher goal" in ahead.recommendation
    assert (off.latest, off.latest_day) == (31, MONDAY + timedelta(weeks=6))
    assert off.is_on_track is False
    assert ahead.is_on_track is True
    assert judge([21]).is_on_track is None
    assert count_on_track([off, ahead, judge([21])], say) == "1 of 2"
    assert count_on_track([judge([])], say) == ""


def test_six_points_in_five_weeks_are_too_early():
    twice_a_week = [
        replace(each, day=MONDAY + timedelta(days=4 * place))
        for place, each in enumerate(weekly([10] * 8), start=1)
    ]
    assert goal_progress(READING, twice_a_week, SETTINGS, say).on_track is OnTrack.TOO_EARLY


def test_five_points_in_ten_weeks_are_too_early():
    every_other_week = weekly([10] * 10)[1::2]
    found = goal_progress(READING, every_other_week, SETTINGS, say)
    assert (found.on_track, found.points, found.weeks) == (OnTrack.TOO_EARLY, 5, 10)


def test_the_first_three_points_are_the_baseline_where_none_is_typed():
    goal = replace(READING, baseline=None, start=None)
    values = [19, 21, 20, 15, 15, 15, 15, 15]
    assert judge(values[:2], goal).on_track is OnTrack.TOO_EARLY
    assert judge(values, goal).on_track is OnTrack.TOO_EARLY  # five after the baseline
    found = judge([*values, 15], goal)
    assert (found.baseline, found.points, found.weeks) == (20, 6, 6)
    assert found.aim[0] == (MONDAY + timedelta(weeks=3), 20.0)
    assert found.on_track is OnTrack.OFF


def test_the_window_begins_anew_at_each_phase_change():
    before = weekly([21, 23, 25, 27, 29, 31, 33], phase="Phonics")
    for more, verdict in [(0, OnTrack.OFF), (1, OnTrack.TOO_EARLY), (3, OnTrack.TOO_EARLY)]:
        after = weekly([20] * more, first_week=8, phase="Repeated reading")
        assert goal_progress(READING, [*after, *before], SETTINGS, say).on_track is verdict
    after = weekly([90] * 4, first_week=8, phase="Repeated reading")
    assert goal_progress(READING, [*after, *before], SETTINGS, say).on_track is OnTrack.AHEAD
    blank = weekly([20] * 4, first_week=8)  # a blank phase goes on with the one before
    assert goal_progress(READING, [*before, *blank], SETTINGS, say).on_track is OnTrack.OFF
    same = weekly([20], first_week=8, phase=" phonics ")
    assert goal_progress(READING, [*before, *same], SETTINGS, say).on_track is OnTrack.OFF


@pytest.mark.parametrize(
    "change",
    [{"target": None}, {"due": None}, {"due": MONDAY}, {"direction": ""}],
)
def test_without_an_aim_line_it_says_so_and_still_shows_the_latest(change):
    found = judge([21, 22, 23, 24, 25, 26, 27], replace(READING, **change))
    assert found.on_track is OnTrack.NO_LINE
    assert found.latest == 27
    assert found.aim == ()
    assert found.slope_per_week == 1


def test_theil_sen_by_hand():
    points = [(Fraction(t), Fraction(y)) for t, y in [(1, 2), (2, 4), (3, 3), (4, 40)]]
    # slopes 2, 1/2, 38/3, -1, 18, 37: the middle two are 2 and 38/3
    slope, intercept = theil_sen(points)
    assert slope == (Fraction(2) + Fraction(38, 3)) / 2
    assert intercept == -8  # of -16/3, -32/3, -19, 32/3
    assert theil_sen(points[:1]) is None


@pytest.mark.parametrize(
    ("values", "trend", "slope"),
    [
        ([22, 24], Trend.NONE, None),  # fewer than three points: no slope
        ([22, 24, 26], Trend.TOO_EARLY, 2),
        ([22, 24, 26, 28, 30, 32], Trend.ENOUGH, 2),
        ([22, 23, 24, 25, 26, 27], Trend.TOO_SLOW, 1),
        ([22, 24, 26, 28, 30, 95], Trend.ENOUGH, 2),  # one odd point does not move it
    ],
)
def test_trend(values, trend, slope):
    found = judge(values)
    assert (found.trend, found.slope_per_week) == (trend, slope)


def test_tenths_are_tenths():
    assert exact(0.1) + exact(0.2) == exact(0.3)
    with pytest.raises(ValueError, match="not a measurement"):
        exact(float("inf"))


values = st.lists(st.integers(-500, 500).map(lambda n: n / 10), max_size=14)
phases = st.lists(st.sampled_from(["", "A", "B"]), min_size=14, max_size=14)
baselines = st.one_of(st.none(), st.integers(-50, 50).map(float))


@given(values, phases, baselines, st.integers(-300, 300).map(lambda n: n / 10), st.booleans())
def test_a_decrease_is_an_increase_upside_down(numbers, named, baseline, target, started):
    goal = replace(READING, baseline=baseline, target=target, start=MONDAY if started else None)
    points = [
        replace(each, phase=phase) for each, phase in zip(weekly(numbers), named, strict=False)
    ]
    down = replace(
        goal,
        direction="Decrease",
        baseline=None if baseline is None else -baseline,
        target=-target,
    )
    upside_down = [replace(each, value=-each.value) for each in points]
    one = goal_progress(goal, points, SETTINGS, say)
    other = goal_progress(down, upside_down, SETTINGS, say)
    assert (one.on_track, one.trend, one.points) == (other.on_track, other.trend, other.points)
    if one.slope_per_week is not None:
        assert one.slope_per_week == -other.slope_per_week


@given(values, st.integers(-40, 40), st.randoms())
def test_neither_order_nor_calendar_matter(numbers, weeks, random):
    points = weekly(numbers)
    shift = timedelta(weeks=weeks)
    later_goal = replace(READING, start=READING.start + shift, due=READING.due + shift)
    later = [replace(each, day=each.day + shift) for each in points]
    random.shuffle(later)
    one = goal_progress(READING, points, SETTINGS, say)
    other = goal_progress(later_goal, later, SETTINGS, say)
    assert one.on_track is other.on_track
    assert one.slope_per_week == other.slope_per_week
    assert one.recommendation == other.recommendation
