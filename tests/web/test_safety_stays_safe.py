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
