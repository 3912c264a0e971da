"""The disclosure record: every share, every name that a card showed, every look refused."""

from .conftest import ANA, CARL, DANA, DOMAIN, LEO, MAREN, NORA, PHILIP, TOMAS, ZOE, words


def looks(panel, code, email):
    ledger = panel.live.school.ledger
    who = ledger.hash_of(email)
    return [each["what"] for each in ledger.accesses(code) if each["who"] == who]


def test_a_share_names_recipient_and_student(panel):
    """Progress sheets and plans were shared by the syncs that filled this school."""
    assert "progress sheet shared" in looks(panel, ANA, DANA)
    assert "progress sheet shared" in looks(panel, ZOE, TOMAS)
    panel.live.type_row("caseload", "Team", {"Student": "Ana Silva", "Person": "Carl Berg",
                        "Email": CARL, "May see": "Progress"})  # fmt: skip
    panel.live.sync()
    assert "progress sheet shared" in looks(panel, ANA, CARL)
    panel.live.later(seconds=6)
    assert "progress sheet shared" in words(panel.card(DANA, "access", {"code": ANA}))


def test_every_name_on_a_list_is_a_look(panel):
    panel.card(MAREN, "find", {}, {"words": "b"})
    assert "found by name" in looks(panel, LEO, MAREN)
    panel.card(PHILIP, "referral", {"row": "R-0001"})
    assert looks(panel, "R-0001", PHILIP) == ["referral card"]
    assert looks(panel, "R-0002", PHILIP) == ["referral list"]


def test_a_look_that_was_refused_is_recorded(panel):
    panel.live.later(days=3)
    assert panel.post(TOMAS, "access", {"code": ANA}).status_code == 403
    assert panel.post(NORA, "case", {"code": ANA}).status_code == 403
    assert panel.post(DANA, "referral", {"row": "R-0001"}).status_code == 403
    assert looks(panel, ANA, TOMAS) == ["refused access"]
    assert "refused case" in looks(panel, ANA, NORA)
    assert looks(panel, "R-0001", DANA) == ["refused referral"]
    assert panel.post(TOMAS, "access", {"code": "C-9999"}).status_code == 403
    assert looks(panel, "C-9999", TOMAS) == []


def test_who_is_not_on_staff_is_recorded_too_once_a_minute(panel):
    stranger = f"student.of.ours@{DOMAIN}"
    for _ in range(5):
        assert panel.post(stranger, "case", {"code": ANA}).status_code == 403
    assert looks(panel, ANA, stranger) == ["refused case"]
    assert panel.post(stranger, "case", {"code": ZOE}).status_code == 403
    panel.live.later(minutes=2)
    assert panel.post(stranger, "case", {"code": ANA}).status_code == 403
    assert looks(panel, ANA, stranger) == ["refused case"] * 2
    assert looks(panel, ZOE, stranger) == ["refused case"]
    shown = words(panel.card(DANA, "access", {"code": ANA}))
    assert "refused case" in shown


def test_looks_under_a_referrals_number_are_shown_once_it_has_a_case(panel):
    panel.card(PHILIP, "referral", {"row": "R-0001"})
    panel.live.later(seconds=6)
    panel.post(MAREN, "accept", {"row": "R-0001"}, {"manager": DANA})
    panel.live.later(minutes=1)
    panel.live.sync()
    panel.live.later(minutes=1)
    code = panel.live.find("caseload", "Caseload", Student="Oscar")["Case code"]
    shown = words(panel.card(DANA, "access", {"code": code}))
    assert "Philip Brandt" in shown
    assert "referral card" in shown


def test_who_looked_is_named_after_two_other_keys(panel):
    panel.card(PHILIP, "case", {"code": ANA})
    known = panel.live.school.settings.key.get_secret_value()
    for key in ("another key that is quite long enough", "a third key that is quite long enough"):
        panel.live.school = panel.live.open(HOLDFAST_KEY=key, HOLDFAST_KEY_PREVIOUS=known)
        panel.live.school.sync(panel.live.now)
        known = f"{key},{known}"
        panel.live.later(minutes=1)
    panel.__post_init__()
    assert "Philip Brandt" in words(panel.card(MAREN, "access", {"code": ANA}))
