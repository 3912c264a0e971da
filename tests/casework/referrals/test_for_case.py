"""What a case manager is told of the referrals that led to a case."""

from datetime import UTC, datetime

import pytest

from service.casework.records import OFFICE, RESTRICTED, Referral, RowRef
from service.casework.referrals.for_case import proposed, reasons
from service.workbook.wording import load_wording

from .referral_office import SAY, TEACHER, Office, response

CODE = "C-0142"


def referral(number=31, book=OFFICE, **more):
    more = {"status": f"Accepted · {CODE}", "concern": "Sleeps in class."} | more
    received = datetime(2026, 10, number % 28 + 1, tzinfo=UTC)
    row = RowRef(book, "referrals", f"R-{number:04d}")
    return Referral(row, f"R-{number:04d}", received, **more)


def ids(*referrals, code=CODE):
    return [each.referral_id for each in reasons(code, referrals, SAY)]


def test_all_that_led_to_the_case_is_told_the_oldest_first():
    joined = referral(32, status=f"Accepted · {CODE} (joined)")
    same = referral(33, decision="Duplicate", status="Duplicate of R-0031")
    other = referral(34, status="Accepted · C-0143")
    open_still = referral(35, status="New")
    assert ids(same, other, joined, referral(), open_still) == ["R-0031", "R-0032", "R-0033"]


@pytest.mark.parametrize("code", ["", "C-014", "C-0143"])
def test_of_another_case_nothing_is_told(code):
    assert ids(referral(), referral(32, status="New"), code=code) == []


def test_what_safeguarding_holds_is_never_told():
    held = referral(32, RESTRICTED)
    emptied = referral(33, concern="", status="held by safeguarding")
    assert (
        ids(held, emptied, referral(34, decision="Duplicate", status="held by safeguarding")) == []
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_goes_well_is_taken_from_the_details_in_every_language(language):
    say = load_wording(language).say
    parts = {
        "grade": "8",
        "strengths": "Draws.\nSings: loudly.",
        "tried": "A quiet seat.",
        "they_know": "Both know",
    }
    details = "\n".join(say(f"intake.{key}", text=text) for key, text in parts.items())
    (told,) = reasons(CODE, [referral(details=details)], say)
    assert told.goes_well == "Draws.\nSings: loudly."
    assert "A quiet seat." in told.details
    assert "Sings" not in told.details


def test_a_response_becomes_what_is_told():
    office = Office()
    office.receive(response(**TEACHER, strengths="Loves chess.", tried="A talk."))
    office.type("R-0031", decision="Accept", brief="Knows the aunt.")
    (told,) = reasons("C-1031", office.desk.referrals, SAY)
    assert (told.who, told.relationship) == ("Nora Lind", "Staff")
    assert (told.concern, told.goes_well, told.brief) == (
        "Cries before school.", "Loves chess.", "Knows the aunt."
    )  # fmt: skip
    assert "A talk." in told.details


def test_needs_and_strengths_are_proposed_once_each():
    details = SAY("intake.strengths", text="Draws.")
    three = [referral(details=details), referral(32), referral(33, concern="Cries.")]
    assert proposed(reasons(CODE, three, SAY)) == ("Sleeps in class.\nCries.", "Draws.")
    assert proposed(()) == ("", "")
