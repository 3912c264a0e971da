"""Numbers of goals as people type them in Sheets: scores, percents, times, absences, zero."""

from datetime import timedelta

import gspread
import pytest

from tests.school_fixture import DANA, TODAY, LiveSchool, questions


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    cells = {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"}
    live.type_row("caseload", "Caseload", cells)
    return live


def enter(tab: gspread.Worksheet, **cells) -> None:
    """Typed at the keyboard: Sheets makes of it what it will."""
    headings = tab.row_values(1)
    row = len(tab.get_all_values()) + 1
    named = {key.replace("_", " "): value for key, value in cells.items()}
    values = [[named.get(heading) for heading in headings]]
    tab.update(values=values, range_name=f"A{row}", value_input_option="USER_ENTERED")


def goal(school, **cells) -> None:
    start, due = str(TODAY - timedelta(weeks=12)), str(TODAY + timedelta(weeks=20))
    row = {"Student": "Ana Silva", "Goal": "Sums", "Direction": "Increase"}
    enter(school.tab("caseload", "Goals"), **{**row, "Start": start, "Due": due, **cells})
    school.sync()


def measured(school, *values, note="") -> list[str]:
    """After these were typed: Latest of the goal, and what is asked."""
    (sheet,) = school.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = school.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    for week, value in enumerate(values):
        day = str(TODAY - timedelta(weeks=len(values) - week))
        enter(tab, Date=day, Goal="Sums", Value=value, Note=note or None)
    school.sync()
    asked = [row["Why"] for row in questions(school)]
    return [school.find("caseload", "Goals", Student="Ana")["Latest"], *asked]


def test_a_score_that_sheets_takes_for_a_date_is_read_on_the_goals_scale(school):
    goal(school, Baseline="3/10", Target="9/10", Unit="sums")
    assert measured(school, "4/10", "6/10", 7) == ["7"]
    assert not [row for row in school.rows("caseload", "Goals") if "46" in str(row.values())]


def test_a_score_in_a_goal_of_percent(school):
    goal(school, Baseline="40%", Target="80%", Unit="%")
    assert measured(school, 45, "6/10") == ["60"]


@pytest.mark.parametrize(
    ("typed", "quoted"), [("2:30", "2:30"), ("12/31/2026", "12/31/2026"), ("8/4", "8/4")]
)
def test_what_became_a_time_or_a_date_is_asked_about_as_it_is_shown(school, typed, quoted):
    goal(school, Baseline=3, Target=9)
    latest, *asked = measured(school, 4, typed)
    assert latest == "4"
    assert len(asked) == 1
    assert quoted in asked[0]


@pytest.mark.parametrize("typed", ["45%", 45, "45 %"])
def test_percent_and_its_number_mean_the_same(school, typed):
    goal(school, Baseline="40%", Target="80%", Unit="%")
    assert measured(school, 41, typed) == ["45"]


def test_less_than_one_in_a_goal_of_percent_is_asked(school):
    goal(school, Baseline="40%", Target="80%")
    latest, *asked = measured(school, 45, 0.5)
    assert latest == "45"
    assert ["0.5" in why for why in asked] == [True]


def test_ends_on_two_scales_are_asked(school):
    goal(school, Baseline=0.4, Target="80%")
    assert [row["What"] for row in questions(school)] == ["Is this in percent?"]


def test_a_first_measurement_of_nothing_is_a_value(school):
    goal(school, Baseline=6, Target=0, Direction="Decrease")
    assert measured(school, 0) == ["0"]


@pytest.mark.parametrize("typed", ["absent", "N/A", "–", "-", "Sick", None])
def test_an_absence_is_no_question(school, typed):
    goal(school, Baseline=3, Target=9)
    assert measured(school, 4, typed, note="absent") == ["4"]


def test_a_word_that_is_no_absence_is_a_question(school):
    goal(school, Baseline=3, Target=9)
    assert len(measured(school, 4, "about five")) == 2


def test_a_goal_worded_anew_keeps_its_measurements(school):
    goal(school, Baseline=3, Target=9)
    assert measured(school, 4, 5) == ["5"]
    school.change("caseload", "Goals", {"Goal": "Sums"}, {"Goal": "Sums to twenty"})
    school.sync()
    assert school.find("caseload", "Goals", Student="Ana")["Latest"] == "5"
    goal(school, Baseline=3, Target=9)  # a new goal of the old name takes what is typed for it
    assert [row["Latest"] for row in school.rows("caseload", "Goals")] == ["", "5"]


def test_minutes_shown_as_a_time_are_quoted_as_shown(school):
    enter(
        school.tab("caseload", "Diary"),
        Student="Ana Silva",
        Kind="Check-in",
        Date=str(TODAY + timedelta(days=2)),
        Start="10:00",
        Minutes="1:00",
        Status="Planned",
    )
    school.sync()
    (row,) = questions(school)
    assert "1:00" in row["Why"]
    assert "0.04" not in row["Why"]
