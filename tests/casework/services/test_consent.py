"""What may leave the school, which home may read of it, and what people are asked about it."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.services.consent import may_leave
from service.casework.services.family_sheet import wanted_sheets
from service.casework.services.rules import questions
from tests.casework.small_school import CODE, DANA, SAY, TODAY

from .service_school import guardian, referral, resource, school

MOTHER = guardian("Ms Silva", "Elm Street", language="Spanish")
FATHER = guardian("Pedro Costa", "Harbor Road")
BOTH = (MOTHER, FATHER)
CLINIC = resource("Harbor Clinic", phone="555 0201", how_to_apply="Call before noon", cost="Free")


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ({}, True),
        ({"consent_until": None}, True),
        ({"consent_until": TODAY}, True),
        ({"consent_until": date(2026, 10, 13)}, False),  # it has ended
        ({"consent_paper": " "}, False),
        ({"consent": "Spoken"}, False),
        ({"consent": "Refused"}, False),
        ({"consent": "Not needed"}, False),
        ({"consent": ""}, False),
    ],
)
def test_only_a_written_consent_in_force_with_its_paper_lets_anything_leave(said, may):
    made = referral(household="Elm Street", **said)
    assert may_leave(made, TODAY) is may
    assert bool(list(wanted_sheets(school(made, team=BOTH)))) is may


@pytest.mark.parametrize(
    ("for_whom", "household", "team", "copies"),
    [
        ("Student", "", (MOTHER,), []),  # the student alone: no family copy
        ("", "", (MOTHER,), []),
        ("Student", "Elm Street", BOTH, ["A"]),
        ("Student", "harbor  road", BOTH, ["B"]),
        ("Student", "B", BOTH, ["B"]),
        ("Family", "", BOTH, []),  # of two homes nobody knows which
        ("Family", "", (MOTHER,), ["A"]),
        ("Family", "", (guardian("Ms Silva"),), ["A"]),
        ("Family", "Oak Lane", BOTH, []),
        ("Family", "", (), []),
        ("Family", "", (guardian("Ms Silva", rights="None by order"),), []),
        ("Family", "", (guardian("Ms Silva", rights="Unknown"),), []),
        ("Family", "", (MOTHER, guardian("Mr X", "Oak Lane", rights="Limited by order")), []),
    ],
)
def test_a_sheet_is_for_the_home_that_consented_and_for_no_other(for_whom, household, team, copies):
    made = referral(for_whom=for_whom, household=household)
    assert [each.household for each in wanted_sheets(school(made, team=team))] == copies


def test_a_home_reads_nothing_of_the_other_s_or_of_the_student_s_own():
    theirs = referral("hf-1", household="Elm Street")
    others = referral("hf-2", household="Harbor Road", resource="Roof and Door")
    own = referral("hf-3", resource="Quiet Talk")
    found = {each.household: each for each in wanted_sheets(school(theirs, others, own, team=BOTH))}
    assert set(found) == {"A", "B"}
    for sheet, named in ((found["A"], "Harbor Clinic"), (found["B"], "Roof and Door")):
        assert [service.name for service in sheet.content.services] == [named]
        assert "Quiet Talk" not in repr(sheet.content)


def test_a_name_of_the_other_home_is_taken_out_of_what_staff_typed():
    made = referral(household="Elm Street", resource="The doctor of Pedro Costa")
    (sheet,) = wanted_sheets(school(made, team=BOTH))
    assert "Costa" not in repr(sheet.content)


def test_the_sheet_speaks_the_language_of_its_home_and_says_how_to_get_there():
    made = referral(household="Elm Street")
    here = school(made, team=BOTH, resources=(CLINIC,))
    (sheet,) = wanted_sheets(here)
    assert sheet.content.title == "Ayuda para su familia"
    (service,) = sheet.content.services
    assert service.kind == "Terapia"
    assert service.lines == ("Cómo empezar: Call before noon", "Teléfono: 555 0201", "Costo: Free")
    assert sheet.content.interpreter == ""
    assert [(share.email, share.role) for share in sheet.shares] == [(DANA.email, "writer")]
    assert (CODE in sheet.title, "Silva" in sheet.title) == (True, False)


def test_a_language_without_wording_gets_the_school_s_and_a_line_about_an_interpreter():
    made = referral(for_whom="Family")
    (sheet,) = wanted_sheets(school(made, team=(guardian("Ms Silva", language="Yoruba"),)))
    assert sheet.content.title == SAY("services.sheet.title")
    assert "Yoruba" in sheet.content.interpreter


@pytest.mark.parametrize("status", ["No place", "No answer", "Not eligible", "Declined"])
def test_what_leads_nowhere_stands_on_no_sheet(status):
    made = referral(household="Elm Street", status=status)
    assert not list(wanted_sheets(school(made, team=BOTH)))


def test_while_the_shelf_is_not_read_every_sheet_stays_as_it_is():
    made = referral(household="Elm Street")
    assert not list(wanted_sheets(school(made, team=BOTH, shelf_is_read=False)))


# ---------------------------------------------------------------- questions


def asked(*referrals, **said):
    return {each.key.split(":")[2] for each in questions(school(*referrals, **said))}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ({}, set()),
        ({"status": "Elsewhere"}, {"elsewhere"}),
        ({"consent": "Refused"}, {"refused"}),
        ({"consent": "Refused", "status": "Declined"}, set()),
        ({"consent_until": date(2026, 10, 13)}, {"ended"}),
        ({"consent_until": date(2026, 10, 13), "status": "Declined"}, set()),
        ({"consent_paper": ""}, {"no_paper"}),
        ({"consent": "Spoken", "consent_paper": ""}, set()),
        ({"for_whom": "Family"}, {"home"}),
        ({"household": "Oak Lane"}, {"home"}),
        ({"household": "Elm Street"}, set()),
        ({"status": "Connected"}, set()),
    ],
)
def test_what_only_people_can_mend_is_asked_of_the_case_manager(said, kinds):
    made = referral(**said)
    assert asked(made, team=BOTH) == kinds
    assert {each.whose for each in questions(school(made, team=BOTH))} <= {DANA.email}


def test_elsewhere_is_asked_about_until_there_is_a_new_row():
    gone = referral(status="Elsewhere")
    assert asked(gone) == {"elsewhere"}
    assert asked(gone, referral("hf-2", resource="Elm Youth")) == set()


def test_what_lies_before_the_module_counts_is_not_asked_about():
    gone = referral(status="Elsewhere")
    assert asked(gone, services_counts_from="2026-10-09") == {"elsewhere"}
    assert asked(gone, services_counts_from="2026-10-10") == set()
