"""A safety referral's student is nobody's to know outside of those who read it."""

import httplib2
import pytest

from tests.school_fixture import DOMAIN, Http

from .conftest import CARL, DANA, MAREN, PHILIP, RUTH, TOMAS, button, card_of, words


def accept(panel, row, **inputs):
    return panel.post(RUTH, "accept", {"row": row}, inputs)


def sync(panel):
    panel.live.later(minutes=1)
    panel.live.sync()
    panel.live.sync()
    panel.live.later(minutes=1)


@pytest.fixture
def opened(panel):
    """A safety referral about a student without a case, accepted with Dana as case manager."""
    panel.live.refer(danger="Yes", student_name="Oscar D'Angelo", concern="Afraid.", person=DANA)
    panel.live.sync()
    panel.live.later(minutes=1)
    accept(panel, "R-0004", manager=DANA)
    sync(panel)
    assert panel.live.find("caseload", "Caseload", Student="Oscar")["Case manager"]
    return panel


def test_no_line_outside_restricted_ties_it_to_its_student(opened):
    case = opened.live.find("caseload", "Caseload", Student="Oscar")
    held = opened.live.find("office", "Referrals", Referral_ID="R-0004")
    assert held["Status"] == "held by safeguarding"
    lines = opened.live.rows("caseload", "History")
    about = [r for r in lines if r["Student"].startswith("Oscar")]
    assert about
    assert not [r for r in lines if "R-0004" in str(r)]
    at = {r["When"] for r in about}
    for row in opened.live.rows("office", "History"):
        assert not ("R-0004" in str(row) and row["When"] in at), row
    for tab in ("Caseload", "Diary", "Attention"):
        for row in opened.live.rows("caseload", tab):
            assert "R-0004" not in str(row)
    for tab in ("Attention", "History"):
        for row in opened.live.rows("office", tab):
            assert not ("R-0004" in str(row) and case["Case code"] in str(row)), row


def test_the_card_proposes_the_cases_own_manager_and_else_nobody(panel):
    def proposed(row):
        card = panel.card(RUTH, "referral", {"row": row})
        items = next(
            w["selectionInput"]["items"]
            for s in card["sections"]
            for w in s["widgets"]
            if w.get("selectionInput", {}).get("name") == "manager"
        )
        return next(item["value"] for item in items if item.get("selected"))

    assert proposed("R-0003") == TOMAS  # Zoë's case is his
    panel.live.refer(adult_here="Yes", student_name="Oscar D'Angelo", concern="x", person=DANA)
    panel.live.sync()
    panel.live.change("office", "Settings", {"Setting": "Alternate safeguarding lead"},
                      {"Value": RUTH})  # fmt: skip
    panel.live.later(minutes=1)
    assert proposed("R-0004") == ""


def test_where_an_adult_here_is_part_of_it_only_the_alternate_sees_it(panel):
    panel.live.refer(
        adult_here="Yes", student_name="Siobhán Ní Bhriain", concern="Mr X.", person=DANA
    )
    panel.live.sync()

    def sees(email):
        panel.live.later(minutes=1)
        answers = [panel.post(email, name, {"row": "R-0004"}) for name in ("referral", "home")]
        shown = [words(card_of(answer.json)) for answer in answers]
        return any("Siobhán" in each and "R-0004" in each for each in shown)

    assert [sees(email) for email in (RUTH, PHILIP, MAREN, CARL)] == [False, True, False, False]
    assert accept(panel, "R-0004", manager=DANA).status_code == 403
    alternate = f"philip.other@{DOMAIN}"
    panel.live.change("office", "Settings", {"Setting": "Alternate safeguarding lead"},
                      {"Value": alternate})  # fmt: skip
    assert [sees(email) for email in (RUTH, PHILIP)] == [False, False]


def test_what_is_settled_leaves_everybodys_list(panel):
    for email in (RUTH, MAREN, PHILIP):
        assert "R-0003" in words(panel.card(email, "home"))
    done = accept(panel, "R-0003")
    assert button(card_of(done.json), "Undo")
    sync(panel)
    for email in (RUTH, MAREN, PHILIP):
        assert "R-0003" not in words(panel.card(email, "home"))


def test_no_line_tells_of_an_alert_while_restricted_cannot_be_read(panel):
    live, restricted = panel.live, panel.live.found["workbooks"]["restricted"]

    class Refused(Http):
        def request(self, uri, *args, **kwargs):
            if restricted in uri:
                return httplib2.Response({"status": 403}), b'{"error": {"code": 403}}'
            return super().request(uri, *args, **kwargs)

    live.refer(danger="Yes", student_name="Oscar D'Angelo", concern="Afraid.", person=DANA)
    live.school = live.open()
    live.school.transport = lambda: Refused(live.app)
    live.sync()
    assert any("R-0004" in event["summary"] for event in live.events(RUTH))
    lines = live.rows("caseload", "History") + live.rows("office", "History")
    assert not [row for row in lines if "calendar" in row["What"] and "R-0004" in row["Why"]]


ELSEWHERE = "Alternate safeguarding lead"


@pytest.fixture
def of_an_adult(panel):
    """A referral an adult here is part of; Settings names the counselor as alternate."""
    live = panel.live
    live.change("office", "Settings", {"Setting": ELSEWHERE}, {"Value": CARL})
    live.refer(adult_here="Yes", student_name="Nobody Known", concern="Mr X.", person=DANA)
    live.sync()
    live.later(minutes=1)
    return panel


def test_an_alternate_of_any_role_reads_and_decides_what_is_theirs_and_nothing_else(of_an_adult):
    panel = of_an_adult
    home = words(panel.card(CARL, "home"))
    assert "R-0004" in home
    assert "R-0003" not in home
    assert "Mr X." in words(panel.card(CARL, "referral", {"row": "R-0004"}))
    for row in ("R-0001", "R-0003"):
        assert panel.post(CARL, "referral", {"row": row}).status_code == 403
        assert panel.post(CARL, "accept", {"row": row}, {"manager": DANA}).status_code == 403
    for email in (RUTH, PHILIP, MAREN, TOMAS):
        for name in ("referral", "home", "accept", "answer_safety"):
            answer = panel.post(email, name, {"row": "R-0004"}, {"manager": DANA})
            assert "Mr X." not in words(card_of(answer.json))
    done = panel.post(CARL, "accept", {"row": "R-0004"}, {"manager": DANA})
    assert done.status_code == 200
    undo = dict(button(card_of(done.json), "Undo"))
    for email in (RUTH, PHILIP):
        assert panel.post(email, "undo", undo).status_code == 403
    panel.live.change("office", "Settings", {"Setting": ELSEWHERE}, {"Value": PHILIP})
    panel.live.later(minutes=1)
    assert panel.post(CARL, "undo", undo).status_code == 403
    assert "R-0004" not in words(panel.card(CARL, "home"))
    looks = panel.live.school.ledger.accesses("R-0004")
    assert {look["what"] for look in looks} >= {"referral list", "referral card"}


def test_what_is_asked_of_a_safety_referral_is_answered_on_its_card(of_an_adult):
    panel = of_an_adult
    panel.post(CARL, "accept", {"row": "R-0004"}, {"manager": DANA})
    sync(panel)
    new = panel.live.school.wording.say("questions.open_new")
    card = panel.card(CARL, "referral", {"row": "R-0004"})
    assert new in words(card)
    refused = panel.post(CARL, "answer_safety", {"row": "R-0004"}, {"pick": "Maren Okafor"})
    assert "Please pick one" in words(card_of(refused.json))
    panel.press(CARL, card, "Save", {"pick": new})
    sync(panel)
    case = panel.live.find("caseload", "Caseload", Student="Nobody Known")
    assert case["Case manager"]
    lines = panel.live.rows("caseload", "History") + panel.live.rows("office", "History")
    assert not [row for row in lines if "R-0004" in str(row) and case["Case code"] in str(row)]


def test_an_alternate_gives_no_case_to_themselves(panel):
    panel.live.change("office", "Settings", {"Setting": ELSEWHERE}, {"Value": TOMAS})
    panel.live.refer(adult_here="Yes", student_name="Oscar D'Angelo", concern="x", person=DANA)
    panel.live.sync()
    panel.live.later(minutes=1)
    answer = panel.post(TOMAS, "accept", {"row": "R-0004"}, {"manager": TOMAS})
    assert "Nobody makes a case their own" in words(card_of(answer.json))
    assert panel.live.find("restricted", "Safety referrals", Referral_ID="R-0004")["Decision"] == ""
