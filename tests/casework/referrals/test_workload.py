"""Weighted workload, and a suggestion that says its sum."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.records import Case, DayOff, RowRef, StaffMember
from service.casework.referrals.workload import Newcomer, full_load, loads, suggest, weight_of
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import FORMULAS, SchoolSettings
from service.workbook.wording import load_wording

say = load_wording("en").say
VIRGINIA = SchoolSettings()
TODAY = date(2026, 10, 12)  # a Monday


def staff(name, **more):
    email = f"{name.lower()}@school.example"
    return StaffMember(RowRef("office", "staff", email), email, name, "Case manager", **more)


def case(manager, level="Level I", status="Active", student_id=""):
    return Case(
        RowRef("caseload", "caseload", "C-1"),
        "C-1",
        "Somebody",
        student_id,
        case_manager=f"{manager.lower()}@school.example",
        status=status,
        support_level=level,
    )


RUIZ, ITO, OBI = staff("Ruiz"), staff("Ito"), staff("Obi")


@pytest.mark.parametrize(
    ("level", "plan", "amount", "assumed"),
    [
        ("Level I", "IEP", 1, False),
        ("level 1", "", 1, False),
        ("1", "", 1, False),
        ("Level II", "IEP", 2.5, False),
        ("2", "", 2.5, False),
        ("II with paraprofessional", "", 2, False),
        ("Level II, with para", "", 2, False),
        ("Level II without a para", "", 2.5, False),
        ("Level II", "IEP - Autism", 3.3, False),
        ("Level II with para, deaf-blindness", "", 2.5, False),
        ("Level II", "multiple disabilities", 3.3, False),
        ("Level I", "autism", 1, False),
        ("", "", 1, True),
        ("some", "", 1, True),
    ],
)
def test_virginia_points(level, plan, amount, assumed):
    weight = weight_of(level, plan, VIRGINIA)
    assert (weight.amount, weight.assumed) == (amount, assumed)


@pytest.mark.parametrize(
    ("formula", "level", "amount", "most"),
    [
        ("New Mexico", "A", 0.029, 1),
        ("New Mexico", "level d", 0.125, 1),
        ("New Mexico", "?", 0.029, 1),
        ("Wisconsin", "1.6", 1.6, 26),
        ("Wisconsin", "Level 3 (3,3)", 3, 26),
        ("Head count", "Level II", 1, 20),
        ("ASCA", "", 1, 250),
    ],
)
def test_the_other_formulas(formula, level, amount, most):
    settings = replace(VIRGINIA, workload_formula=formula)
    assert weight_of(level, "", settings).amount == amount
    assert full_load(settings) == most


def test_closed_cases_do_not_weigh():
    cases = [
        case("Ruiz", "Level II"),
        case("Ruiz", status="Exited"),
        case("Ruiz", status="Monitor"),
    ]
    assert loads(cases, VIRGINIA)["ruiz@school.example"].amount == 3.5


def ask(people, cases, newcomer=None, days_off=(), **more):
    newcomer = newcomer or Newcomer(support_level="Level I")
    calendar = SchoolCalendar(tuple(days_off))
    return suggest(people, cases, newcomer, calendar, TODAY, VIRGINIA, say, **more)


def test_the_one_with_most_room_and_its_sum():
    found = ask([RUIZ, ITO], [case("Ruiz", "Level II"), case("Ito")])
    assert found.email == ITO.email
    assert found.why == "Ito: 1 of 20 points now, 2 with this student."


def test_capacity_on_staff_goes_before_the_formula():
    half_time = replace(ITO, capacity=10.0)
    found = ask([RUIZ, half_time], [case("Ruiz"), case("Ruiz"), case("Ito")])
    assert found.email == RUIZ.email
    assert found.ranked[1].capacity == 10


def test_grade_language_and_prior_contact_are_said():
    people = [replace(RUIZ, grades=("9-10",), languages=("Spanish", "English")), ITO]
    cases = [case("Ruiz"), case("Ruiz", status="Exited", student_id="0142")]
    newcomer = Newcomer("9th", "Level I", "", "Spanish", "0142")
    found = ask(people, cases, newcomer)
    assert found.email == RUIZ.email
    for words in ("Takes grade 9th.", "Speaks Spanish.", "worked with this student before"):
        assert words in found.why


def away(email, cover=""):
    row = RowRef("office", "school_days", "")
    return DayOff(row, date(2026, 10, 12), date(2026, 10, 14), who=email, cover=cover)


def test_who_is_away_or_full_comes_after_everybody_else():
    busy = [case("Ito", "Level II") for _ in range(7)]
    found = ask([RUIZ, ITO], busy, days_off=[away(RUIZ.email)])
    assert found.email == ITO.email
    full = [*busy, *busy]
    found = ask([RUIZ, ITO, OBI], full, days_off=[away(RUIZ.email), away(OBI.email, "Ito")])
    assert found.email in (RUIZ.email, OBI.email)
    assert found.why.startswith("Please note: nobody is both at work and within capacity.")
    assert "back on Thu 15 Oct" in found.why
    assert "covered by Ito" in " ".join(found.ranked[0].notes + found.ranked[1].notes)


def test_over_capacity_is_said():
    found = ask([ITO], [case("Ito", "Level II") for _ in range(8)])
    assert found.why.startswith("Please note: nobody is both at work and within capacity.")
    assert "Over capacity: 20 of 20 points now, 21 with this student." in found.why


def test_in_conflict_is_never_suggested():
    assert ask([RUIZ, ITO], [case("Ito")], in_conflict={RUIZ.email}).email == ITO.email
    nobody = ask([RUIZ], [], in_conflict={RUIZ.email})
    assert nobody.email is None
    assert nobody.ranked[0].notes[0] == "May not take this case."
    assert ask([], []).email is None


def test_an_unknown_level_is_said():
    assert "not known yet" in ask([RUIZ], [], Newcomer()).why
    assert "lowest" in ask([RUIZ], [case("Ruiz", "?")]).why


def test_a_holiday_makes_nobody_absent():
    row = RowRef("office", "school_days", "")
    found = ask([RUIZ], [], days_off=[DayOff(row, TODAY, date(2026, 10, 16), "Autumn break")])
    assert "Away" not in found.why


def test_a_leave_without_end_is_an_absence():
    leave = replace(away(RUIZ.email), last=date(2099, 12, 31))
    found = ask([RUIZ], [], days_off=[leave])
    assert "no day of return" in found.why
    assert found.ranked[0].away


levels = st.sampled_from(["Level I", "Level II", "Level II with para", "", "C", "1.6"])


@given(
    st.lists(st.tuples(st.sampled_from(["Ruiz", "Ito", "Obi"]), levels), max_size=40),
    st.sets(st.sampled_from([RUIZ.email, ITO.email, OBI.email])),
    st.sets(st.sampled_from([RUIZ.email, ITO.email, OBI.email])),
    st.sampled_from(FORMULAS),
    levels,
)
def test_nobody_is_suggested_in_silence(held, absent, conflicted, formula, level):
    settings = replace(VIRGINIA, workload_formula=formula)
    people = [
        replace(each, role="Counsellor") if formula == "ASCA" else each for each in (RUIZ, ITO, OBI)
    ]
    found = suggest(
        people,
        [case(name, held_level) for name, held_level in held],
        Newcomer(support_level=level),
        SchoolCalendar(tuple(away(email) for email in sorted(absent))),
        TODAY,
        settings,
        say,
        conflicted,
    )
    assert len(found.ranked) == 3
    assert all(each.after >= each.load >= 0 for each in found.ranked)
    assert (found.email is None) == (len(conflicted) == 3)
    if found.email is None:
        return
    best = found.ranked[0]
    assert best.email == found.email not in conflicted
    assert best.away == (best.email in absent)
    assert (best.away or best.over) == ("Please note" in found.why)
    if best.away or best.over:
        assert all(each.away or each.over or each.in_conflict for each in found.ranked)
