"""A counselor whom Team names sees the lanes and goals about behavior, through the front door."""

from datetime import timedelta

from tests.school_fixture import TODAY

from .conftest import ANA, CARL, DANA, section, words


def test_the_counselor_on_team_sees_lanes_and_behavior_goals_and_the_manager_who_leads(panel):
    day = (TODAY + timedelta(days=7)).isoformat()
    live = panel.live
    assert "Who sees the student" not in words(panel.card(CARL, "case", {"code": ANA}))
    live.type_row(
        "caseload", "Team", {"Student": "Ana Silva", "Person": "Carl Berg", "Role": "Counselor"}
    )
    live.type_row(
        "caseload",
        "Diary",
        {"Student": "Ana Silva", "Kind": "Check-in", "Date": day, "Start": "13:00",
         "Status": "Planned", "With": "Carl Berg", "Repeat": "Monthly", "Notes": "Private word"},
    )  # fmt: skip
    live.change("caseload", "Diary", {"Kind": "Check-in", "Student": "Ana", "With": "Ana"},
                {"Date": day})  # fmt: skip
    live.type_row(
        "caseload", "Goals",
        {"Student": "Ana Silva", "Goal": "Asks before leaving", "Kind": "Behavior"},
    )  # fmt: skip
    live.sync()
    live.later(minutes=1)
    card = panel.card(CARL, "case", {"code": ANA})
    shown = words(section(card, "Who sees the student"))
    assert shown.index("Dana Whitfield") < shown.index("Carl Berg")
    for word in ("Leads · case manager", "Second · counselor", "Monthly", "2 appointments"):
        assert word in shown, word
    assert "Asks before leaving" in words(card)
    for word in ("Reads aloud", "Private word", "Keyboard practice"):
        assert word not in words(card), word
    assert "Reads aloud" in words(panel.card(DANA, "case", {"code": ANA}))
