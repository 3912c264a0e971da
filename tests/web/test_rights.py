"""Who sees what, field by field; and that each look is written down."""

import re

import pytest

from service.web.answering import ACTIONS

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
    ZOE,
    button,
    headers,
    words,
)

FLAG = "Speak to Ruth Adeyemi"
PRIVATE = ("Reading <long> texts", "Ana likes the new seat", "IEP", "555 0169", "Ms Silva")


def test_a_teacher_sees_own_students_accommodations_and_whom_to_ask_and_nothing_else(panel):
    seen = words(panel.card(NORA, "home"))
    for word in ("Ana Silva", "Breaks when asked", "May I, please?", "Dana Whitfield"):
        assert word in seen
    for word in ("Leo", "Zoë", "C-0001", "IEP", "Reading", "grade", "Draws", "Active", FLAG):
        assert word not in seen
    other = words(panel.card(LIN, "teacher"))  # named by address there, and called otherwise
    assert "Zoë O'Brien" in other
    assert "Ana" not in other


PARTS = 8  # each with a panel of its own, so that no part asks for long


@pytest.mark.parametrize("part", range(PARTS))
def test_a_teacher_has_no_other_card_that_names_a_student(panel, part):
    for action in sorted(ACTIONS)[part::PARTS]:
        answer = panel.post(NORA, action, {"code": ANA, "row": "R-0001", "words": "Ana"})
        if action not in ("teacher", "have_read"):
            assert "Ana" not in answer.get_data(as_text=True), action
        for word in PRIVATE:
            assert word not in answer.get_data(as_text=True), action


def test_that_it_was_read_is_recorded_and_shown_until_the_next_term(panel):
    card = panel.card(NORA, "home")
    read = button(card, "I have read this")
    after = panel.post(NORA, "have_read", read).json
    assert after["action"]["notification"]["text"]
    looks = panel.live.school.ledger.accesses(ANA)
    assert ("accommodations confirmed as read", "confirmed by the reader") in [
        (each["what"], each["why"]) for each in looks
    ]
    assert "You have said that you read this." in words(panel.card(NORA, "home"))
    assert panel.post(NORA, "have_read", {"code": ZOE}).status_code == 403
    panel.live.later(days=150)
    assert "I have read this" in words(panel.card(NORA, "home"))


def test_the_case_card_of_the_case_manager_has_all_of_it(panel):
    card = panel.card(DANA, "case", {"code": ANA})
    for word in (
        *PRIVATE,
        FLAG,
        "Reads aloud with few errors",
        "Keyboard practice",
        "may see: Plan",
    ):
        if "<" not in word:
            assert word in words(card), word
    assert "Reading &lt;long&gt; texts &amp; tables." in words(card)


@pytest.mark.parametrize("email", [TOMAS, PHILIP, CARL, RUTH, ELEANOR])
def test_others_see_whom_to_ask_and_no_more_than_their_role_needs(panel, email):
    panel.live.later(days=3)
    seen = words(panel.card(email, "case", {"code": ANA}))
    assert "with Dana Whitfield" in seen
    for word in PRIVATE:
        assert word not in seen
    assert (FLAG in seen) == (email != TOMAS)  # a colleague's case is not opened to him
    assert ("Needs a quiet place" in seen) == (email == ELEANOR)
    assert "Log a contact" not in seen


WAYS = {
    "by code": ("case", {"code": ANA}, {}, ""),
    "by name": ("find", {}, {"words": "ana silva"}, ""),
    "by a code from the calendar": ("find", {}, {"words": "Check-in · C-0001"}, ""),
    "by its charts": ("charts", {"code": ANA}, {}, ""),
    "by its row": ("case", {}, {}, ANA),
}


@pytest.mark.parametrize("email", [DANA, MAREN, PHILIP, RUTH, CARL, ELEANOR])
def test_a_case_card_is_the_same_by_every_way_and_always_has_its_flags(panel, email):
    panel.card(email, "charts", {"code": ANA})  # the progress sheet has been read by then
    shown = {
        way: panel.card(email, action, given, inputs, row_id=row)
        for way, (action, given, inputs, row) in WAYS.items()
    }
    for way, card in shown.items():
        assert FLAG in words(card), way
        assert card == shown["by code"], way


def test_the_coordinator_sees_the_case(panel):
    assert "Ana likes the new seat." in words(panel.card(MAREN, "case", {"code": ANA}))


def test_rights_are_those_of_today(panel):
    assert "Ana Silva" in words(panel.card(NORA, "home"))
    panel.live.change(
        "caseload", "Team", {"Person": "Nora Lind", "Student": "Ana"}, {"May see": ""}
    )
    panel.live.later(seconds=5)
    assert "Ana Silva" not in words(panel.card(NORA, "home"))


def test_who_is_taken_off_staff_sees_nothing_any_more(panel):
    panel.card(DANA, "home")
    panel.live.change("office", "Staff", {"Email": DANA}, {"Role": ""})
    panel.live.later(minutes=11)
    assert panel.post(DANA, "home").status_code == 403


def test_a_workload_card_names_no_student(panel):
    for email in (MAREN, PHILIP, ELEANOR):
        seen = words(panel.card(email, "workload"))
        assert "Dana Whitfield" in seen
        assert not {"Ana", "Leo", "Zoë"} & set(seen.split())


def test_a_heads_workload_card_has_no_points_and_no_small_count(panel):
    """Dana has few students, and points of few tell a disability."""
    seen = words(panel.card(ELEANOR, "workload"))
    assert "Dana Whitfield" in seen
    assert "points" not in seen.replace("Points are not shown here", "")
    assert not re.findall(r"\d", seen)
    assert panel.post(ELEANOR, "what_if").status_code == 403
    assert re.search(r"\d of \d", words(panel.card(MAREN, "workload")))


def test_a_head_is_told_large_counts_and_not_the_one_beside_a_single_small_one(panel):
    def told() -> list[int]:
        panel.live.sync()
        panel.live.later(minutes=11)
        seen = words(panel.card(ELEANOR, "workload"))
        return [int(each) for each in re.findall(r"(\d+) open cases", seen)]

    def give(manager: str) -> None:
        for number in range(12):
            student = {"Student": f"{manager} {number}", "Case manager": manager}
            panel.live.type_row("caseload", "Caseload", {**student, "Status": "Active"})

    give("Dana Whitfield")
    assert told() == []  # the other manager has few, and would follow from a sum
    give("Tomás Herrera")
    both = told()
    assert len(both) == 2
    assert min(both) >= 12


def test_what_if_says_its_sum(panel):
    inputs = {"level": "Level II, autism", "grade": "8", "language": "Spanish"}
    card = panel.card(MAREN, "what_if", {}, inputs)
    assert "5.3 with this student" in words(card)
    assert "8VAC20-81-340" in words(card)


def test_finding_by_name_and_by_code_shows_what_may_be_seen(panel):
    assert panel.card(DANA, "find", {}, {"words": "ana sil"})["header"]["title"] == "Ana Silva"
    assert panel.card(DANA, "find", {}, {"words": "Check-in · c-0002"})["name"] == "case"
    several = panel.card(MAREN, "find", {}, {"words": "b"})
    assert "Leo Brandão" in words(several)
    assert "Siobhán Ní Bhriain" in words(several)
    nobody = panel.card(MAREN, "find", {}, {"words": "Xavier"})
    assert "Nothing was found" in words(nobody)
    pointer = panel.card(ELEANOR, "find", {}, {"words": "leo"})
    assert headers(pointer) == []
    assert "with Dana Whitfield" in words(pointer)


def test_the_selected_row_leads_to_its_case(panel):
    row = panel.live.find("caseload", "Diary", Student="Leo", Kind="Meeting")["Row ID"]
    book = panel.live.found["workbooks"]["caseload"]
    card = panel.card(DANA, "case", workbook_id=book, tab="Diary", row_id=row)
    assert card["header"] == {"title": "Leo Brandão", "subtitle": LEO}
    sheet = panel.live.school.ledger.agreed_of("progress_sheet")
    (sheet,) = (each.object_id for each in sheet if each.key == ANA)
    card = panel.card(DANA, "case", workbook_id=sheet, tab="Measurements", row_id="")
    assert card["header"]["title"] == "Ana Silva"
    nothing = panel.card(DANA, "case", workbook_id=book, tab="Diary", row_id="")
    assert "Select the row" in words(nothing)
    assert panel.post(DANA, "case", workbook_id=book, row_id="hf-unknown").status_code == 403


def test_the_access_record_says_who_looked_when_and_why(panel):
    panel.card(DANA, "case", {"code": ANA})
    panel.card(NORA, "home")
    panel.live.later(hours=1)
    seen = words(panel.card(DANA, "access", {"code": ANA}))
    for word in ("Dana Whitfield", "case card", "Nora Lind", "accommodations card", "Mon 5 Oct"):
        assert word in seen
    assert panel.post(NORA, "access", {"code": ANA}).status_code == 403


@pytest.mark.parametrize(
    ("email", "action", "given", "code", "what"),
    [
        (DANA, "case", {"code": ANA}, ANA, "case card"),
        (ELEANOR, "case", {"code": ANA}, ANA, "case pointer"),
        (NORA, "teacher", {}, ANA, "accommodations card"),
        (MAREN, "referral", {"row": "R-0001"}, "R-0001", "referral card"),
        (DANA, "log_contact", {"code": ANA}, ANA, "contact form"),
        (DANA, "access", {"code": ANA}, ANA, "access record"),
    ],
)
def test_each_look_is_written_down(panel, email, action, given, code, what):
    panel.card(email, action, given)
    ledger = panel.live.school.ledger
    looks = [each for each in ledger.accesses(code) if "shared" not in each["what"]]
    assert [(each["who"], each["what"]) for each in looks] == [(ledger.hash_of(email), what)]


def test_the_log_holds_no_name_and_no_address(panel):
    panel.card(DANA, "home")
    stored = str(panel.live.school.ledger.accesses(ANA))
    for word in ("Ana", "Dana", "alder-creek"):
        assert word not in stored


def test_safety_is_for_who_reads_it(panel):
    for email in (RUTH, PHILIP):
        assert "A bruise." in words(panel.card(email, "referral", {"row": "R-0003"}))
    held = panel.post(MAREN, "referral", {"row": "R-0003"})
    assert "bruise" not in held.get_data(as_text=True)
    assert "Zoë" not in held.get_data(as_text=True)
    assert panel.post(DANA, "referral", {"row": "R-0003"}).status_code == 403
