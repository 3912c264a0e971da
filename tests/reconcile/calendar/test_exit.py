"""Exit: appointments and shares that remain are one question; a pick cancels the appointments."""

from datetime import timedelta

from tests.school_fixture import DANA, TODAY, LiveSchool, questions

ROW = {"Student": "Ana Silva"}


def test_what_still_stands_for_an_exited_case_is_asked_about_once(tmp_path):
    school = LiveSchool(tmp_path).init()
    school.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    school.type_row("caseload", "Caseload", {**ROW, "Case manager": DANA, "Status": "Active"})
    for days in (2, 3):
        day = {"Date": str(TODAY + timedelta(days=days)), "Start": "10:00"}
        row = {**ROW, **day, "Kind": "Check-in", "Status": "Planned"}
        school.type_row("caseload", "Diary", row)
    member = {**ROW, "Person": "R. Silva", "Role": "Parent", "May see": "Plan"}
    school.type_row("caseload", "Team", member)
    school.sync()
    before = len(list(questions(school)))
    school.change("caseload", "Caseload", ROW, {"Status": "Exited"})
    school.sync()
    what = {"What": "Exited, and something still stands"}
    why = school.find("caseload", "Attention", **what)["Why"]
    assert "to come: 2" in why
    assert "see something: 1" in why
    assert len(school.events(DANA)) == 2  # nothing ends by itself
    school.change("caseload", "Attention", what, {"Pick": "Cancel the appointments"})
    school.sync()
    school.sync()
    assert not school.events(DANA)
    assert "to come" not in school.find("caseload", "Attention", **what)["Why"]
    school.change("caseload", "Team", ROW, {"May see": ""})
    school.sync()
    assert what["What"] not in [row["What"] for row in questions(school)]
    assert len(list(questions(school))) <= before
