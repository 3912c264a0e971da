"""A safety referral is answered where only its readers see it, and an adult at this school may turn
out to be part of it."""

import pytest

from service.casework.records import OFFICE, RESTRICTED, RowRef, StaffMember
from service.casework.referrals.messages import reads_on_card

from .referral_office import SAY, STAFF, Office, response

OPEN_NEW = SAY("questions.open_new")


def held(**answers):
    return Office().receive(response(**{"danger": "yes", "student_name": "Ana Silva"} | answers))


def accepted(**answers):
    return held(**answers).type(
        "R-0031", RESTRICTED, decision="Accept", case_manager="Kwame Boateng"
    )


def test_pick_in_restricted_settles_which_student_it_is():
    office = held()
    assert "Pick: Ana Silva · grade 9 · 0142; Ana Silva · grade 11" in office.restricted()["status"]
    office.type("R-0031", RESTRICTED, pick="ana silva · grade 11 · 0177")
    assert office.restricted()["student"] == "Ana Silva · 0177"


def test_pick_in_restricted_opens_a_case_for_a_new_student():
    office = accepted(student_name="Nobody Known")
    assert not office.cases
    office.type("R-0031", RESTRICTED, student="Nobody Known")
    assert OPEN_NEW in office.restricted()["status"]
    office.type("R-0031", RESTRICTED, pick=OPEN_NEW)
    assert [each.student for each in office.cases] == ["Nobody Known"]


@pytest.mark.parametrize("written", ["Nobody Known", "Ana Silva"])
def test_a_name_as_the_sender_wrote_it_is_enough_for_a_case(written):
    office = accepted(student_name=written)
    assert not office.cases
    assert office.restricted()["status"].endswith(OPEN_NEW)
    office.type("R-0031", RESTRICTED, pick=OPEN_NEW)
    assert [(each.student, each.student_id) for each in office.cases] == [(written, "")]
    assert len(office.sync().cases) == 1


def test_pick_in_restricted_names_the_case_manager():
    office = held(student_name="Chen Mei", adult_here="yes")
    office.type("R-0031", RESTRICTED, decision="Accept", pick="Dana Whitfield")
    assert [each.case_manager for each in office.cases] == ["dana@school.example"]


@pytest.mark.parametrize("pick", ["Cora Diaz", "cora@school.example", "Dee Park", "yes"])
def test_what_was_not_offered_is_no_answer(pick):
    office = held(student_name="Chen Mei", adult_here="yes")
    office.type("R-0031", RESTRICTED, decision="Accept", pick=pick)
    assert not office.cases


@pytest.mark.parametrize(
    ("about", "student", "pick"),
    [
        ("which_student", "Ana Silva", "Ana Silva · grade 9 · 0142"),
        ("new_student", "Nobody Known", OPEN_NEW),
        ("case_manager", "Chen Mei", "Dana Whitfield"),
    ],
)
def test_nobody_outside_of_restricted_answers_for_safeguarding(about, student, pick):
    office = held(student_name=student, adult_here="yes")
    typed = {"student": student} if about == "new_student" else {}
    manager = "" if about == "case_manager" else "Kwame Boateng"
    office.picks[f"R-0031:{about}"] = pick
    office.type("R-0031", RESTRICTED, decision="Accept", case_manager=manager, **typed)
    assert not office.cases
    office.type("R-0031", RESTRICTED, pick=pick)
    assert len(office.cases) == 1


def test_an_adult_here_may_turn_out_and_stays_said():
    office = held(student_name="Chen Mei", urgency="This week")
    assert office.messages["alert:R-0031"].to == "ines@school.example"
    office.type("R-0031", RESTRICTED, our_urgency="Looks like an ADULT HERE")
    said = "This week · Danger now · An adult here (said later)"
    assert office.restricted()["urgency"] == said
    assert office.messages["alert:R-0031:adult"].to == "ben@school.example"
    assert office.events["R-0031"].owner == "ben@school.example"
    assert office.restricted()["suggested"] == ""
    office.type("R-0031", RESTRICTED, our_urgency="")
    assert office.restricted()["urgency"] == said
    assert sorted(key for key in office.messages if key.startswith("alert")) == [
        "alert:R-0031",
        "alert:R-0031:adult",
    ]


@pytest.mark.parametrize("words", ["today", "an adult at home", "older than here"])
def test_other_words_under_our_urgency_change_nothing(words):
    office = held(student_name="Chen Mei").type("R-0031", RESTRICTED, our_urgency=words)
    assert office.restricted()["urgency"] == "Danger now"


def test_a_sender_who_changes_the_answer_takes_an_adult_here_not_back():
    office = held(student_name="Chen Mei", adult_here="yes")
    office.receive(response(danger="yes", adult_here="no"))
    assert office.restricted()["urgency"] == "Danger now · An adult here"
    assert "alert:R-0031:adult" not in office.messages


def test_a_sender_who_says_it_only_later_has_the_alternate_told():
    office = held(student_name="Chen Mei")
    office.receive(response(danger="yes", adult_here="yes"))
    assert office.restricted()["urgency"] == "Danger now · An adult here (said later)"
    assert office.messages["alert:R-0031:adult"].to == "ben@school.example"
    office.receive(response(danger="yes", adult_here="no"))
    assert office.restricted()["urgency"] == "Danger now · An adult here (said later)"


@pytest.mark.parametrize(
    ("role", "on_card"),
    [("Head", True), ("Teacher", True), ("Counselor", False), ("Deputy", False), ("", False)],
)
def test_an_alternate_who_is_not_in_restricted_is_led_to_the_card(role, on_card):
    ben = StaffMember(RowRef(OFFICE, "staff", "ben"), "ben@school.example", "Ben", role)
    office = Office(staff=(*STAFF, ben) if role else STAFF)
    office.receive(response(danger="yes", adult_here="yes"))
    said = (office.messages["alert:R-0031"].text, office.events["R-0031"].description)
    assert reads_on_card("ben@school.example", office.desk) is on_card
    assert ["https://" in each for each in said] == [not on_card, not on_card]


def test_suggested_says_a_name_unless_two_have_it_and_an_address_from_before_still_counts():
    office = Office().receive(response(student_name="Chen Mei"))
    assert office.office()["suggested"] in ("Dana Whitfield", "Kwame Boateng")
    namesake = StaffMember(
        RowRef(OFFICE, "staff", "d2"), "d2@school.example", "Dana Whitfield", "Head"
    )
    alike = Office(staff=(*STAFF, namesake)).receive(response(student_name="Chen Mei"))
    assert alike.office()["suggested"] in ("dana@school.example", "Kwame Boateng")
    both = {alike.desk.named(each) for each in STAFF[:2]}
    assert both == {"dana@school.example", "Kwame Boateng"}
    best = office.suggested()
    office.type("R-0031", suggested=best)
    assert office.office()["suggested"] == best
    office.type("R-0031", suggested="kwame@school.example", decision="Accept")
    assert [each.case_manager for each in office.cases] == ["kwame@school.example"]
