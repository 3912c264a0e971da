"""Today: the home card of each role."""

from datetime import timedelta

from tests.school_fixture import TODAY

from .conftest import (
    ANA,
    CARL,
    DANA,
    ELEANOR,
    LEO,
    LIN,
    MAREN,
    NORA,
    PHILIP,
    RUTH,
    TOMAS,
    button,
    clicks,
    headers,
    section,
    words,
)


def test_a_case_managers_day_in_its_order(panel):
    card = panel.card(DANA, "home")
    assert headers(card) == [
        "First of all", "Today", "Next", "Waits for your answer", "Overdue",
        "No contact for a while", "My rows in the sheet",
        "Random things for students you see today", "Away and back",
    ]  # fmt: skip
    first = words(section(card, "First of all"))
    assert "Speak to Ruth Adeyemi before any call to the family." in first
    assert "Ana Silva · Plan review" in first
    of_day = words(section(card, "Today"))
    assert "today, 11:00" in of_day
    assert "Ana Silva" in of_day
    ahead = section(card, "Next")["widgets"]
    assert "Leo Brandão" in words(ahead)
    assert "Wed 7 Oct, 09:00" in words(ahead)
    assert "Leo Brandão · Meeting" in words(section(card, "Overdue"))
    assert "review of the plan" in words(section(card, "Waits for your answer"))
    things = words(section(card, "Random things for students you see today"))
    assert "Ask about the chess match" in things
    assert "Tomás Herrera is away" in words(section(card, "Away and back"))


def test_what_has_passed_today_stays_until_somebody_marks_it(panel):
    for ahead, marked in ((0, False), (4, True), (9, True)):
        panel.live.later(hours=ahead)
        said = words(section(panel.card(DANA, "home"), "Today"))
        assert "Ana Silva" in said
        assert ("not marked yet" in said) == marked
    card = panel.card(DANA, "home")
    given = next(g for _, g in clicks(section(card, "Today")))
    panel.press(DANA, panel.card(DANA, "entry", given), "Done", {"note": "Went well."})
    panel.live.later(seconds=6)
    assert "Ana Silva" not in words(section(panel.card(DANA, "home"), "Today"))


def test_today_shows_the_whole_day_and_then_the_week(panel):
    day = lambda ahead: (TODAY + timedelta(days=ahead)).isoformat()  # noqa: E731
    planned = [(0, f"{hour:02}:15") for hour in range(8, 16)] + [(6, "10:00"), (7, "10:00")]
    for number, (ahead, start) in enumerate(planned):
        cells = {"Student": "Leo Brandão", "Kind": "Meeting", "Date": day(ahead), "Start": start}
        cells |= {"Status": "Planned", "With": f"P{number}"}
        panel.live.type_row("caseload", "Diary", cells)
    panel.live.sync()
    panel.live.later(hours=2)
    card = panel.card(DANA, "home")
    of_day = words(section(card, "Today"))
    places = [of_day.index(f"P{number}") for number in range(8)]
    assert places == sorted(places)
    ahead = words(section(card, "Next"))
    assert "P8" in ahead
    assert "P9" not in ahead


def test_my_students_are_one_tap_away(panel):
    card = panel.card(DANA, "home")
    given = button(card, "My students")
    shown = panel.card(DANA, given["action"], given)
    assert headers(shown) == ["Active", "Monitor"]
    # Zoë's and Siobhán's case manager is away today, and Dana stands in.
    assert shown["header"]["subtitle"] == "4 in all"
    assert "Leo Brandão" in words(section(shown, "Monitor"))
    assert "with Tomás Herrera" in words(section(shown, "Active"))
    opened = [panel.card(DANA, g["action"], g) for _, g in clicks(shown) if g["action"] == "case"]
    assert "Ana Silva" in [each["header"]["title"] for each in opened]
    assert "students list" in [a["what"] for a in panel.live.school.ledger.accesses(ANA)]
    panel.live.later(days=3)
    assert "Zoë" not in words(panel.card(DANA, "students"))
    for who in (NORA, MAREN, ELEANOR, PHILIP):
        assert panel.post(who, "students").status_code == 403


def test_who_stands_in_sees_the_cases_of_whom_is_away(panel):
    assert panel.post(DANA, "case", {"code": "C-0003"}).status_code == 200
    assert "Sums with several steps." in words(panel.card(DANA, "case", {"code": "C-0003"}))
    panel.live.later(days=3)
    assert "Sums" not in words(panel.card(DANA, "case", {"code": "C-0003"}))


def test_every_item_opens_its_case_or_its_entry(panel):
    card = panel.card(DANA, "home")
    pressed = [given for _, given in clicks(card) if given["action"] in ("case", "entry")]
    assert len(pressed) >= 6
    for given in pressed:
        assert panel.post(DANA, given["action"], given).status_code == 200


def test_the_coordinator_sees_referrals_urgent_ones_first(panel):
    card = panel.card(MAREN, "home")
    assert "Leo Brand" in words(section(card, "First of all"))
    waiting = words(section(card, "Referrals that wait for a decision"))
    assert "Oscar D'Angelo" in waiting
    assert "held by safeguarding" in waiting
    assert "Zoë" not in words(card)


def test_the_safeguarding_lead_sees_safety_and_nothing_of_office(panel):
    seen = words(panel.card(RUTH, "home"))
    assert "Zoë O'Brien" in seen
    assert "Oscar" not in seen


def test_each_role_has_a_home_of_its_own(panel):
    titles = {
        email: panel.card(email, "home")["header"]["title"]
        for email in (DANA, TOMAS, MAREN, PHILIP, RUTH, NORA, LIN, ELEANOR, CARL)
    }
    assert titles[NORA] == titles[LIN] == "My students' accommodations"
    assert titles[ELEANOR] == titles[CARL] == "Find"
    assert titles[DANA] == titles[MAREN] == titles[RUTH] == "Today"


def test_the_looks_of_today_are_written_down(panel):
    panel.card(DANA, "home")
    for code in (ANA, LEO):
        assert "today card" in [each["what"] for each in panel.live.school.ledger.accesses(code)]


def test_the_panel_speaks_as_settings_say(panel):
    assert "Next" in headers(panel.card(DANA, "home"))
    panel.live.change("office", "Settings", {"Setting": "Language"}, {"Value": "Español"})
    panel.live.later(minutes=11)
    assert "Next" not in headers(panel.card(DANA, "home"))
    assert "Atrasado" in headers(panel.card(DANA, "home"))
