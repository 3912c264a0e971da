"""The card Cracks: whose lines, behind which rights, and the mail of the week."""

from __future__ import annotations

from tests.school_fixture import TODAY

from .conftest import ANA, DANA, ELEANOR, MAREN, NORA, PHILIP, button, clicks, words

SECRETS = ("Ana", "Silva", "Leo", "Brand", "Zo", "Siobh", "C-0")


def weeks_later(panel, weeks):
    panel.live.later(weeks=weeks)
    panel.live.sync()


def test_the_case_manager_sees_it_first_and_the_coordinator_a_week_of_school_later(panel):
    # A family contact ten days ago: a crack after four weeks, on Friday 23 October.
    weeks_later(panel, 3)  # Monday 26 October
    own = words(panel.card(DANA, "cracks"))
    assert "Ana Silva" in own
    assert "No contact with the family" in own
    assert "No contact with the family" not in words(panel.card(MAREN, "cracks"))
    weeks_later(panel, 1)
    assert "No contact with the family" in words(panel.card(MAREN, "cracks"))


def test_it_shows_own_cases_alone_and_leads_to_them(panel):
    weeks_later(panel, 6)
    card = panel.card(DANA, "cracks")
    assert "Siobhán" not in words(card)
    assert any(given.get("code") == ANA for _, given in clicks(card))
    assert "Cracks: " in words(panel.card(DANA, "home"))
    looks = panel.live.school.ledger.accesses(ANA)
    assert "cracks card" in {each["what"] for each in looks}


def test_a_contact_that_is_logged_takes_the_line_away(panel):
    weeks_later(panel, 6)
    assert "No contact with the family" in words(panel.card(DANA, "cracks"))
    day = panel.live.now.date().isoformat()
    for student in ("Ana Silva", "Leo Brandão"):
        contact = {"Student": student, "Kind": "Family contact", "Date": day, "Status": "Done"}
        panel.live.type_row("caseload", "Diary", contact)
    panel.live.later(minutes=6)
    panel.live.sync()
    assert "No contact with the family" not in words(panel.card(DANA, "cracks"))


def test_coordinator_and_deputy_see_all_and_nobody_else_any(panel):
    unread = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "???", "Status": "Planned"}
    panel.live.type_row("caseload", "Diary", unread)
    weeks_later(panel, 8)
    weeks_later(panel, 3)
    for person in (MAREN, PHILIP):
        said = words(panel.card(person, "cracks"))
        assert "Ana Silva" in said
        assert "Siobhán" in said
        assert "A referral waits" in said
        assert "Questions older than a week" in said
    for person in (NORA, ELEANOR):
        assert panel.post(person, "cracks").status_code == 403


def test_who_may_not_see_services_learns_how_many_and_whose(panel):
    panel.live.change("office", "Settings", {"Setting": "Module: Services"}, {"Value": "yes"})
    panel.live.later(minutes=6)
    panel.live.sync()
    row = {"Student": "Ana Silva", "Resource": "Harbor Clinic", "For": "Family",
           "Made on": TODAY.isoformat(), "Status": "Made"}  # fmt: skip
    panel.live.type_row("caseload", "Service referrals", row)
    panel.live.later(days=20)
    panel.live.sync()
    assert "Nobody has looked after a service" in words(panel.card(MAREN, "cracks"))
    deputy = words(panel.card(PHILIP, "cracks"))
    assert "Services nobody has looked after: 1" in deputy
    assert "Nobody has looked after a service" not in deputy


def test_the_mail_goes_once_a_week_and_names_nobody(panel):
    def told():
        mails = panel.live.mails(MAREN)
        return [each for each in mails if each["Subject"].startswith("This week")]

    weeks_later(panel, 7)
    first = told()
    for _ in range(2):
        panel.live.later(days=1)
        panel.live.sync()
    assert len(told()) == len(first)
    panel.live.later(days=5)
    panel.live.sync()
    assert len(told()) == len(first) + 1
    # A file's id in a link may hold any letters.
    said = [line for line in told()[0]["text"].splitlines() if not line.startswith("http")]
    for secret in SECRETS:
        assert not [line for line in said if secret in line]
        assert secret not in told()[0]["Subject"]


def test_a_quiet_sync_makes_the_same_calls(panel):
    weeks_later(panel, 7)
    panel.live.sync()
    panel.live.later(minutes=6)
    calls = panel.live.sync().calls
    assert dict(calls) == {"drive": 1, "forms": 2, "calendar": 2}


def test_a_teacher_who_says_so_has_read_it(panel):
    panel.live.later(days=14)
    assert "Nora Lind · Ana Silva" in words(panel.card(DANA, "cracks"))
    panel.post(NORA, "have_read", button(panel.card(NORA, "home"), "I have read this"))
    row = panel.live.find("caseload", "Team", Student="Ana Silva", Person="Nora Lind")
    assert row["Read on"].endswith("19 Oct 2026")
    panel.live.later(seconds=6)
    assert "Nora Lind · Ana Silva" not in words(panel.card(DANA, "cracks"))
    panel.live.sync()
    assert not panel.live.sync().changes
    assert "Nora Lind · Ana Silva" not in words(panel.card(DANA, "cracks"))
