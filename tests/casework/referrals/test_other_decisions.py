"""Decline, Duplicate, Need more, and what safety asks of a decision."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.casework.records import RESTRICTED

from .referral_office import SAY, TEACHER, Office, case, received, response

# ---------------------------------------------------------------- the other decisions


def test_decline_needs_a_reason_and_never_tells_it():
    office = received().type("R-0031", decision="Decline")
    assert office.asked()["R-0031:reason"].column == "reason"
    assert office.office()["status"] == "New"
    office.type("R-0031", reason="Known to us; the family asked for quiet.")
    assert office.office()["status"] == "Declined"
    assert "family" not in office.messages["declined:R-0031"].text
    assert not office.problems
    assert not office.cases


@pytest.mark.parametrize("written", ["R-0031", "r-0031", "31", " R31 ", "R - 31"])
def test_a_duplicate_shares_the_fate_of_the_other(written):
    office = received().receive(response(number=2, **TEACHER))
    office.type("R-0032", decision="Duplicate", same_as=written)
    assert office.office("R-0032")["status"] == "Duplicate of R-0031"
    assert "assigned:R-0032" not in office.messages
    office.type("R-0031", decision="Accept")
    assert len(office.cases) == 1
    assert {"joined:R-0032", "assigned:R-0032"} <= set(office.messages)
    office.change_case("C-1031", status="Exited")
    assert {"closed:R-0031", "closed:R-0032"} <= set(office.messages)


@pytest.mark.parametrize("written", ["", "R-0099", "R-0032", "the other one", "0", "=A1", "9" * 99])
def test_a_duplicate_of_nothing_is_a_question(written):
    office = received().receive(response(number=2))
    office.type("R-0032", decision="Duplicate", same_as=written)
    assert "R-0032:same_as" in office.asked()
    assert office.office("R-0032")["status"] == "New"


def test_two_duplicates_of_each_other_are_a_question_and_stop_nothing_else():
    office = received().receive(response(number=2), response(number=3))
    office.office("R-0031").update(decision="Duplicate", same_as="R-0032")
    office.office("R-0032").update(decision="Duplicate", same_as="R-0031")
    office.type("R-0033", decision="Duplicate", same_as="R-0032")
    assert {"R-0031:same_as", "R-0032:same_as", "R-0033:same_as"} == set(office.asked())


def test_the_duplicate_of_a_duplicate_shares_its_fate_too():
    office = received().receive(response(number=2), response(number=3))
    office.office("R-0032").update(decision="Duplicate", same_as="R-0031")
    office.type("R-0033", decision="Duplicate", same_as="R-0032")
    office.type("R-0031", decision="Accept")
    assert {"joined:R-0032", "joined:R-0033"} <= set(office.messages)


def test_need_more_writes_to_who_can_be_written_to_and_else_asks_to_ring():
    office = received().type("R-0031", decision="Need more", tell_referrer="Received only")
    assert office.office()["status"] == "Waiting for more"
    assert "need_more:R-0031" in office.messages
    office = Office().receive(response(reach="555 0199")).type("R-0031", decision="Need more")
    assert office.office()["status"] == "Waiting for more"
    assert not office.messages
    assert "R-0031:ring" in office.asked()
    assert not office.type("R-0031", decision="").problems


def test_a_decision_that_is_none_is_a_question():
    office = received().type("R-0031", decision="Perhaps")
    assert "Perhaps" in office.asked()["R-0031:decision"].why


@pytest.mark.parametrize("decision", ["Decline", "Duplicate", "Need more", "", "Perhaps"])
def test_what_was_accepted_is_not_undone_by_changing_the_decision(decision):
    office = received().type("R-0031", decision="Accept")
    mails = set(office.messages)
    office.type("R-0031", decision=decision, reason="Changed my mind", same_as="R-0001")
    assert "C-1031" in office.asked()["R-0031:undone"].why
    assert office.office()["status"] == "Accepted · C-1031"
    assert len(office.cases) == 1
    assert set(office.messages) == mails
    assert not office.type("R-0031", decision="Accept").problems


def test_closed_is_told_once_when_the_case_ends_and_only_where_progress_is_told():
    office = received().receive(response(number=2, reach="a@x.example"))
    office.type("R-0031", decision="Accept")
    office.type("R-0032", decision="Accept")
    office.change_case("C-1031", status="Monitor")
    assert "closed:R-0031" not in office.messages
    office.change_case("C-1031", status="Exited")
    assert "closed:R-0031" in office.messages
    assert not {"assigned:R-0032", "closed:R-0032"} & set(office.messages)


# ---------------------------------------------------------------- safety


def held(**more):
    office = Office(cases=more.pop("cases", ()))
    given_answers = {**TEACHER, "danger": "yes", "concern": "afraid to go home"} | more
    return office.receive(response(**given_answers))


def test_a_safety_referral_opens_a_case_with_neutral_facts_only():
    office = held().type("R-0031", RESTRICTED, decision="Accept", brief="The uncle drinks.")
    row = office.rows["case:R-0031"]
    assert set(row.cells) == {
        "student", "student_id", "grade", "case_manager", "status", "case_code",
    }  # fmt: skip
    assert office.talks["first_talk:R-0031"].brief == ""
    assert office.restricted()["status"] == "Accepted · C-1031"
    assert office.office()["status"] == "held by safeguarding"
    outside = repr((office.rows["case:R-0031"], office.talks, office.problems, office.diary))
    assert "uncle" not in outside
    assert "afraid" not in outside


def test_the_case_manager_of_a_joined_case_is_not_told_of_a_safety_referral_by_mail():
    office = held(cases=[case()]).type("R-0031", RESTRICTED, decision="Accept")
    assert office.restricted()["status"] == "Accepted · C-0007 (joined)"
    assert "joined:R-0031" not in office.messages


def test_where_an_adult_here_is_part_of_it_nobody_is_chosen_unasked():
    office = held(adult_here="yes").type("R-0031", RESTRICTED, decision="Accept")
    assert not office.cases
    assert "Dana Whitfield" in office.restricted()["status"]
    assert office.asked()["R-0031:case_manager"].whose == "ben@school.example"
    office.type("R-0031", RESTRICTED, case_manager="Dana Whitfield")
    assert office.cases[0].case_manager == "dana@school.example"
    assert office.restricted()["status"] == "Accepted · C-1031"


def test_a_question_about_an_accepted_safety_referral_leaves_its_status_readable():
    office = held().type("R-0031", RESTRICTED, decision="Accept")
    office.type("R-0031", RESTRICTED, decision="Decline")
    assert office.restricted()["status"].startswith("Accepted · C-1031 ")
    office.type("R-0031", RESTRICTED, decision="Accept")
    assert office.restricted()["status"] == "Accepted · C-1031"
    assert not office.problems


def test_a_name_typed_like_a_case_code_fools_nobody():
    office = held(student_name="Accepted · C-0007").type("R-0031", RESTRICTED, student="C-0007")
    office.type("R-0031", RESTRICTED, decision="Accept")
    assert not office.cases
    assert office.restricted()["status"].startswith("Is “C-0007” a new student?")


# ---------------------------------------------------------------- whatever happens


moves = st.tuples(
    st.sampled_from(["R-0031", "R-0032", "R-0033"]),
    st.dictionaries(
        st.sampled_from(["decision", "same_as", "reason", "student", "case_manager"]),
        st.sampled_from(
            [
                "", "Accept", "Decline", "Duplicate", "Need more", "R-0031", "R-0032", "why",
                "Chen Mei", "Ana Silva", "Ana Silva · 0142", "Nobody Known", "Dana Whitfield",
            ]
        ),
        max_size=3,
    ),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=8))
def test_whatever_the_coordinator_types_settles_and_nothing_happens_twice(history):
    office = received().receive(response(number=2), response(number=3, student_name="Ana"))
    for referral_id, cells in history:
        office.type(referral_id, **cells)
        assert len({each.student_id or each.student for each in office.cases}) == len(office.cases)
        talked = [entry.code for entry in office.diary]
        assert len(talked) == len(set(talked))
    before = repr((office.referrals, office.rows, office.messages))
    assert repr((office.sync().referrals, office.rows, office.messages)) == before
    assert SAY("decisions.declined")
