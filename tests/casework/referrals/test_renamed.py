"""A referrer changes an answer, and it now names another student."""

from dataclasses import replace
from datetime import timedelta

import pytest

from .referral_office import Office, case, response

STAYS = "It stays as it is"


def edited(number=1, **answers):
    changed = response(number=number, **answers)
    return replace(changed, last_submitted=changed.submitted + timedelta(minutes=3))


@pytest.mark.parametrize(
    ("name", "grade", "student"),
    [
        ("Siobhan O'Connor", "", "Siobhán O’Connor"),
        ("Ana Silva", "11", "Ana Silva · 0177"),
        ("Ana Silva", "", ""),
        ("Somebody else", "", ""),
    ],
)
def test_while_nobody_has_decided_it_is_matched_again(name, grade, student):
    office = Office().receive(response())
    assert office.office()["student"] == "Chen Mei"
    office.receive(edited(student_name=name, grade=grade))
    row = office.office()
    assert (row["student"], row["student_as_written"]) == (student, name)
    assert "Named before: Chen Mei" in row["details"].splitlines()
    assert ("R-0031:which_student" in office.asked()) == (not student)
    assert "R-0031:renamed" not in office.asked()
    office.sync()
    assert office.office() == row


def test_what_is_already_open_and_suggested_follows_the_new_name():
    office = Office(cases=[case()]).receive(response())
    assert "C-0007" in office.office()["already_open"]
    office.receive(edited(student_name="Siobhán O’Connor"))
    assert office.office()["already_open"] == ""
    assert office.office()["suggested"]


def test_a_grade_that_is_added_settles_between_namesakes():
    office = Office().receive(response(student_name="Ana Silva"))
    assert office.office()["student"] == ""
    office.receive(edited(student_name="Ana Silva", grade="9"))
    assert office.office()["student"] == "Ana Silva · 0142"


def test_whom_somebody_chose_stays_and_it_is_asked():
    office = Office().receive(response(student_name="Ana"))
    office.type("R-0031", student="Ana Silva · 0177")
    office.receive(edited(student_name="Ana Silva", concern="More."))
    assert office.office()["student"] == "Ana Silva · 0177"
    assert "R-0031:renamed" not in office.asked()  # it may be her
    office.receive(edited(student_name="Siobhán O’Connor", concern="And more."))
    assert office.office()["student"] == "Ana Silva · 0177"
    assert "Named when the student was settled: Ana" in office.office()["details"]
    assert "R-0031:renamed" in office.asked()
    office.type("R-0031", student="Siobhán O’Connor")
    assert "R-0031:renamed" not in office.asked()


def test_other_answers_that_change_leave_the_student_alone():
    office = Office().receive(response())
    office.type("R-0031", student="Ana Silva · 0142")
    office.receive(edited(concern="More of it."))
    assert office.office()["student"] == "Ana Silva · 0142"
    assert "Named" not in office.office()["details"]


@pytest.mark.parametrize("decision", ["Accept", "Decline"])
def test_after_the_decision_nothing_is_changed_and_it_is_asked_once(decision):
    office = Office().receive(response())
    office.type("R-0031", decision=decision, reason="Seen already.")
    status, cases = office.office()["status"], len(office.cases)
    office.receive(edited(student_name="Siobhán O’Connor"))
    assert office.office()["student"] == "Chen Mei"
    assert (office.office()["status"], len(office.cases)) == (status, cases)
    assert office.asked()["R-0031:renamed"].pick == (STAYS,)
    assert "Named when the student was settled: Chen Mei" in office.office()["details"]
    office.picks["R-0031:renamed"] = STAYS
    office.sync()
    assert "R-0031:renamed" not in office.asked()
    office.picks.clear()
    assert "R-0031:renamed" not in office.sync().asked()


def test_a_name_that_is_corrected_after_the_decision_asks_nothing():
    office = Office().receive(response(student_name="Mei Chen"))
    office.type("R-0031", decision="Accept")
    office.receive(edited(student_name="Chen Mei"))
    assert "R-0031:renamed" not in office.asked()


def test_a_referral_of_which_more_was_asked_goes_on_with_the_new_name():
    office = Office().receive(response())
    office.type("R-0031", decision="Need more")
    office.receive(edited(student_name="Siobhán O’Connor"))
    assert office.office()["student"] == "Siobhán O’Connor"
    assert "R-0031:renamed" not in office.asked()


def test_of_one_that_safeguarding_holds_attention_says_neither_name():
    office = Office().receive(response(danger="yes"))
    office.type("R-0031", "restricted", decision="Decline", reason="A misunderstanding.")
    office.receive(edited(danger="yes", student_name="Siobhán O’Connor"))
    asked = office.asked()["R-0031:renamed"]
    assert asked.pick == (STAYS,)
    assert "Siobh" not in repr(asked)
    assert "Chen" not in repr(asked)
    assert "another student" in office.restricted()["status"]
