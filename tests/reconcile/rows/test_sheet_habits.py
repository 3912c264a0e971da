"""What people do to a sheet: merge a name over rows, put a title above the headings."""

from datetime import timedelta

import pytest

from tests.school_fixture import DANA, TODAY, LiveSchool, questions


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    for student in ("Ana Silva", "Tom Reed"):
        cells = {"Student": student, "Case manager": DANA, "Status": "Active"}
        live.type_row("caseload", "Caseload", cells)
    live.sync()
    return live


def test_a_name_merged_over_rows_is_one_question_and_one_pick(school):
    tab = school.tab("caseload", "Diary")
    day = str(TODAY + timedelta(days=2))
    rows = [
        [name, "Check-in", day, f"1{n}:00", 30, "Planned"]
        for n, name in enumerate(["Tom Reed", "", ""])
    ]
    tab.update(values=rows, range_name="A2", value_input_option="USER_ENTERED")
    tab.merge_cells("A2:A4")
    school.sync()
    (asked,) = questions(school)
    assert "2 in all" in asked["Why"]
    school.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": "Tom Reed"})
    school.sync()
    assert not list(questions(school))
    assert len(school.events(DANA)) == 3
    report = school.sync()
    assert not report.changes


@pytest.mark.parametrize("title", ["Diary 2026/27", ""])
def test_a_title_above_the_headings_is_told_in_words_and_costs_nothing(school, title):
    day = str(TODAY + timedelta(days=2))
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Date": day, "Status": "Planned"}
    school.type_row("caseload", "Diary", row)
    school.sync()
    school.tab("caseload", "Diary").insert_row([title], 1)
    school.sync()
    (asked,) = questions(school)
    assert asked["What"] == "The headings have moved"
    assert "row 2" in asked["Why"]
    assert len(school.events(DANA)) == 1
    school.tab("caseload", "Diary").delete_rows(1)
    school.sync()
    assert not list(questions(school))
    assert not school.sync().changes
