"""What each decision sets in motion: once, in full, and never undone behind anybody's back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.casework import first_talk
from service.casework.records import CASELOAD, RESTRICTED, DayOff, DiaryEntry, RowRef
from service.casework.schooldays import SchoolCalendar
from tests.casework.a_desk import SAY, Office, case, response

TEACHER = {
    "form": "inside",
    "respondent": "nora@school.example",
    "relationship": "Staff",
    "concern": "Cries before school.",
}


def received(**more):
    return Office(**more).receive(response(**TEACHER))


def talk(status, code="C-0007"):
    ref = RowRef(CASELOAD, "diary", "hf-1")
    return DiaryEntry(ref, code, "Chen Mei", kind="First Talk", status=status)


def test_accept_opens_a_case_with_a_first_talk_and_tells_the_referrer():
    office = received().type("R-0031", decision="Accept")
    row = office.rows["case:R-0031"]
    assert row.cells == {
        "student": "Chen Mei",
        "student_id": "0031",
        "grade": "5",
        "case_manager": office.office()["suggested"],
        "status": "Active",
        "case_code": "C-1031",
    }
    assert office.office()["status"] == "Accepted · C-1031"
    assert set(office.messages) == {"ack:R-0031", "assigned:R-0031"}
    request = office.talks["first_talk:R-0031"].request
    assert request.owner == office.office()["suggested"]
    assert (request.first_day, request.last_day) == (date(2026, 10, 14), date(2026, 10, 21))
    assert request.minutes == 45
    assert not office.problems


def test_the_first_talk_becomes_a_planned_row_with_the_brief():
    office = received()
    office.type("R-0031", decision="Accept", brief="Speak to the aunt first.")
    row = first_talk.diary_row(office.talks["first_talk:R-0031"], office.slot)
    assert (row.tab, row.key) == ("diary", "first_talk:R-0031")
    assert row.cells["kind"] == "First Talk"
    assert row.cells["status"] == "Planned"
    assert row.cells["case_code"] == "C-1031"
    assert row.cells["notes"] == "Speak to the aunt first."
    assert (row.cells["date"], row.cells["start"]) == (office.slot.day, office.slot.start)


def test_no_free_slot_is_a_question_for_the_case_manager():
    office = received().type("R-0031", decision="Accept")
    problem = first_talk.no_slot(office.talks["first_talk:R-0031"], "All is full.", office.desk)
    assert problem.why.startswith("All is full. Enter the First Talk")
    assert problem.row.tab == "caseload"
    assert problem.whose == office.office()["suggested"]


def test_a_calendar_without_school_days_stops_nothing():
    off = DayOff(RowRef("office", "school_days", ""), date(2026, 1, 1), date(2030, 1, 1))
    office = received()
    office.referrals["office", "R-0031"]["decision"] = "Accept"
    desk = replace(office.desk, calendar=SchoolCalendar((off,)))
    referral = desk.referrals[0]
    wanted = first_talk.first_talk(referral, case(), desk)
    assert wanted.request.first_day == wanted.request.last_day == desk.today


@pytest.mark.parametrize("typed", ["Kwame Boateng", "kwame@school.example", "KWAME  boateng"])
def test_the_case_manager_who_was_typed_counts(typed):
    office = received().type("R-0031", decision="Accept", case_manager=typed)
    assert office.cases[0].case_manager == "kwame@school.example"


def test_an_unknown_case_manager_is_asked_for_and_a_pick_settles_it():
    office = received().type("R-0031", case_manager="Quentin")
    assert "Quentin" in office.asked()["R-0031:case_manager"].why
    office.type("R-0031", decision="Accept")
    assert not office.cases
    assert office.asked()["R-0031:case_manager"].pick == ("Dana Whitfield", "Kwame Boateng")
    office.picks["R-0031:case_manager"] = "Kwame Boateng"
    office.sync()
    assert office.cases[0].case_manager == "kwame@school.example"
    assert office.office()["case_manager"] == "Kwame Boateng"
    assert not office.problems


def test_nobody_to_suggest_is_a_question():
    office = Office(staff=()).receive(response()).type("R-0031", decision="Accept")
    assert "R-0031:case_manager" in office.asked()
    assert not office.cases


def test_a_second_referral_joins_the_open_case_and_tells_its_case_manager():
    office = received(cases=[case()], diary=[talk("Planned")])
    office.type("R-0031", decision="Accept")
    assert len(office.cases) == 1
    assert office.office()["status"] == "Accepted · C-0007 (joined)"
    note = office.messages["joined:R-0031"]
    assert (note.to, note.subject) == ("kwame@school.example", "One more referral · C-0007")
    assert not office.talks
    assert "assigned:R-0031" in office.messages


@pytest.mark.parametrize(
    ("status", "wanted"), [("Planned", 0), ("Done", 0), ("Missed", 0), ("", 0), ("Cancelled", 1)]
)
def test_a_joined_case_gets_a_first_talk_only_if_it_has_none(status, wanted):
    office = received(cases=[case()], diary=[talk(status)]).type("R-0031", decision="Accept")
    assert len(office.talks) == wanted


def test_who_deletes_a_first_talk_is_not_given_it_back():
    office = received().type("R-0031", decision="Accept")
    office.diary.clear()
    assert len(office.sync().talks) == 1
    office.receive(response(number=2)).type("R-0032", decision="Accept")
    assert list(office.talks) == ["first_talk:R-0031", "first_talk:R-0032"]  # a new reason
    office.diary.clear()
    assert len(office.sync().talks) == 2


def test_two_referrals_of_one_student_accepted_together_open_one_case():
    office = received().receive(response(number=2))
    office.referrals["office", "R-0031"]["decision"] = "Accept"
    office.type("R-0032", decision="Accept")
    assert [each.code for each in office.cases] == ["C-1031"]
    assert office.office("R-0032")["status"] == "Accepted · C-1031 (joined)"
    assert list(office.talks) == ["first_talk:R-0031"]
    office.diary.clear()  # somebody deleted it
    assert list(office.sync().talks) == ["first_talk:R-0031"]


def test_another_case_manager_typed_for_a_joined_case_is_a_question():
    office = received(cases=[case()])
    office.type("R-0031", decision="Accept", case_manager="Dana Whitfield")
    assert "C-0007" in office.asked()["R-0031:other_manager"].why
    assert office.cases[0].case_manager == "kwame@school.example"
    assert not office.type("R-0031", case_manager="").problems


def test_a_sync_that_was_cut_short_after_the_case_row_goes_on_where_it_stopped():
    office = received().type("R-0031", decision="Accept")
    office.office()["status"] = "New"
    office.messages.pop("assigned:R-0031")
    office.sync()
    assert office.office()["status"] == "Accepted · C-1031"
    assert "joined:R-0031" not in office.messages
    assert "assigned:R-0031" in office.messages
    assert len(office.cases) == 1


def test_a_case_row_that_a_person_deleted_is_not_made_again():
    office = received().type("R-0031", decision="Accept")
    office.cases.clear()
    assert not office.sync().cases
    assert office.office()["status"] == "Accepted · C-1031"


# ---------------------------------------------------------------- who it is


def test_accept_without_a_student_asks_for_one():
    office = Office().receive(response(student_name="Ana Silva")).type("R-0031", decision="Accept")
    assert office.asked()["R-0031:which_student"].pick == ("Ana Silva · 0142", "Ana Silva · 0177")
    assert not office.cases
    office.picks["R-0031:which_student"] = "Ana Silva · 0177"
    office.sync()
    assert (office.cases[0].student, office.cases[0].student_id) == ("Ana Silva · 0177", "0177")
    assert office.office()["student"] == "Ana Silva · 0177"


def test_a_new_student_s_case_is_opened_when_somebody_says_that_it_is_one():
    office = Office().receive(response(student_name="Thandi"))
    office.type("R-0031", student="Thandi  Dlamini", decision="Accept")
    question = office.asked()["R-0031:new_student"]
    assert question.pick[0] == "Open a case for a new student"
    assert "Thandi Dlamini" in question.what
    office.picks["R-0031:new_student"] = question.pick[0]
    office.sync()
    assert (office.cases[0].student, office.cases[0].student_id) == ("Thandi Dlamini", "")
    assert not office.problems
    office.receive(response(number=2)).type("R-0032", student="thandi dlamini", decision="Accept")
    office.picks["R-0032:new_student"] = question.pick[0]
    assert len(office.sync().cases) == 1  # the same new student


def test_a_pick_among_the_candidates_corrects_the_name():
    office = Office().receive(response(student_name="?"))
    office.type("R-0031", student="Ana Silva", decision="Accept")
    assert "Ana Silva · 0142" in office.asked()["R-0031:new_student"].pick
    office.picks["R-0031:new_student"] = "Ana Silva · 0142"
    office.sync()
    assert office.office()["student"] == "Ana Silva · 0142"
    assert office.cases[0].student_id == "0142"


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
