"""What referrers and staff are told: the right words, in the right order, and no student data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.records import OFFICE, RESTRICTED, Referral, RowRef
from service.casework.referrals.messages import Referrer, acknowledgement, referrer
from service.workbook.wording import read_wording

from .referral_office import SETTINGS, Office, response

PRIVATE = {
    "student_name": "Ana Silva · 0142",
    "grade": "grade-nine",
    "concern": "IEP counselling diagnosis bruises",
    "strengths": "chess-player",
    "tried": "talked-to-mother",
    "they_know": "Neither knows",
    "urgency": "Today",
    "more": "also-this",
    "referrer_name": "Ruth Okafor",
}


def walked_through(danger="no", **answers):
    """A referral taken through every message there is."""
    office = Office()
    given_answers = {**PRIVATE, "reach": "ruth@x.example", "danger": danger} | answers
    office.receive(response(**given_answers), response(number=2, **given_answers))
    book = OFFICE if danger == "no" else RESTRICTED
    for referral_id in ("R-0031", "R-0032"):
        office.type(referral_id, book, tell_referrer="Progress", decision="Need more")
        office.type(referral_id, book, decision="Decline", reason="secret-reason")
        office.type(referral_id, book, brief="secret-brief", plan_type="504")
        office.type(referral_id, book, decision="Accept", case_manager="Dana Whitfield")
    office.change_case("C-1031", status="Exited", plan_type="IEP", needs="bruises")
    return office


@pytest.mark.parametrize("danger", ["no", "yes"])
def test_no_mail_holds_a_word_about_the_student(danger):
    office = walked_through(danger)
    kinds = {key.partition(":")[0] for key in office.messages}
    told = {"ack", "assigned", "closed", "declined", "need_more"}
    assert kinds == told | ({"alert"} if danger == "yes" else {"opened", "joined"})
    secrets = [word for text in PRIVATE.values() for word in text.split()] + ["Ana", "Silva"]
    secrets += ["secret", "IEP", "504", "Dana", "bruises", "0142"]
    # These stand in Holdfast's own sentences.
    secrets = [word for word in secrets if word not in ("·", "Today", "knows", "Neither")]
    for message in office.messages.values():
        body = message.text.replace("555 0142", "")  # the school's own telephone
        for secret in secrets:
            assert secret not in message.subject
            assert secret not in body
            assert secret not in message.because


def test_the_acknowledgement_says_it_in_the_promised_order():
    text = Office().receive(response(reach="a@x.example")).messages["ack:R-0031"].text
    order = ["911", "988", "read by the student-support coordinator, on school days", "In the mean"]
    order += ["this is the only message", "call 555 0142", "Alder Creek · R-0031"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.startswith("In danger now: call 911.")


def test_the_subjects_are_neutral():
    office = walked_through()
    assert office.messages["ack:R-0031"].subject == "We received your message · R-0031"
    for message in office.messages.values():
        assert message.subject.endswith((message.key.partition(":")[2], "C-1031"))


def test_about_safety_no_time_is_promised_and_the_report_stays_the_writer_s_own():
    ack = walked_through("yes").messages["ack:R-0031"].text
    assert "We cannot promise when" in ack
    assert "make that report yourself, now" in ack
    assert "on school days" not in ack


@pytest.mark.parametrize(
    ("relationship", "words"),
    [
        ("Staff", "write down what you see"),
        ("Staff (not on the Staff tab)", "write down what you see"),
        ("Parent or guardian", "Your doctor can help too"),
        ("Family", "Your doctor can help too"),
        ("The student", "it was right to write"),
        ("Another student", "it was right to write"),
        ("Community", "please do not question anyone"),
        ("", "please do not question anyone"),
    ],
)
def test_the_guidance_fits_the_role(relationship, words):
    office = Office().receive(response(reach="a@x.example"))
    office.messages.clear()
    office.type("R-0031", relationship=relationship, acknowledged="")
    desk = office.desk
    row = replace(desk.referrals[0], relationship=relationship, acknowledged="")
    assert words in acknowledgement(row, desk).text


def test_who_will_hear_more_is_told_so():
    office = Office().receive(
        response(reach="a@x.example", relationship="Parent or guardian"),
        response(number=2, reach="a@x.example"),
    )
    assert "when it is closed" in office.messages["ack:R-0031"].text
    assert "only message" in office.messages["ack:R-0032"].text


def test_a_school_without_a_telephone_still_names_a_person_to_ring():
    office = Office(settings=replace(SETTINGS, school_phone=""))
    text = office.receive(response(reach="a@x.example")).messages["ack:R-0031"].text
    assert "call the school office" in text


@pytest.mark.parametrize(
    ("reach", "email"),
    [
        ("ruth@x.example", "ruth@x.example"),
        ("Ruth <Ruth.O'Hara+a@x-y.example>, 555 0199", "ruth.o'hara+a@x-y.example"),
        ("mail me: ruth@x.example.", "ruth@x.example"),
        ("mailto:ruth@x.example; other@x.example", "ruth@x.example"),
        ("555 0199", ""),
        ("ruth@x", ""),
        ("ruth@@x.example", ""),
        ("ruth..o@x.example", ""),
        ("@x.example", ""),
        ("a@" + "x." * 5000 + "example", ""),
        ("", ""),
    ],
)
def test_only_a_usable_address_is_written_to(reach, email):
    assert Referrer(reach=reach).email == email


def test_no_address_no_mail_and_the_row_says_that_somebody_must_ring():
    office = Office().receive(response(reach="555 0199"))
    assert not office.messages
    assert office.office()["acknowledged"] == "No e-mail address; please call"


def test_a_verified_address_is_the_one_that_is_answered():
    inside = response(form="inside", respondent="nora@school.example", reach="other@x.example")
    assert Office().receive(inside).messages["ack:R-0031"].to == "nora@school.example"


@given(st.text())
def test_an_address_never_smuggles_in_a_header(text):
    email = Referrer(reach=f"a@x.example\r\nBcc: b@x.example {text}").email
    assert "\r" not in email
    assert "\n" not in email
    assert "," not in email


plain = st.text(st.characters(exclude_characters="·", exclude_categories=["C"]), max_size=20)


@given(plain, plain, plain)
def test_who_wrote_is_read_back_as_it_was_written(name, reach, language):
    wrote = Referrer(name.strip(), reach.strip(), language.strip())
    ref = RowRef(OFFICE, "referrals", "R-0031")
    back = referrer(Referral(ref, "R-0031", None, referred_by=wrote.written))
    blank = {"–": ""}
    assert back == Referrer(
        *(blank.get(each, each) for each in (wrote.name, wrote.reach, wrote.language))
    )


def test_a_mail_is_in_the_referrer_s_language_where_there_is_a_wording_for_it():
    spanish = read_wording("es", "messages: {ack_subject: 'Recibimos su mensaje · {id}'}")
    office = Office().receive(response(reach="a@x.example", language="Español"))
    row = replace(office.desk.referrals[0], acknowledged="")
    asked = []

    def speak(language):
        asked.append(language)
        return spanish.say

    message = acknowledgement(row, replace(office.desk, speak=speak))
    assert message.subject == "Recibimos su mensaje · R-0031"
    assert set(asked) == {"Español"}
