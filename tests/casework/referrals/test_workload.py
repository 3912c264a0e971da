"""Weighted workload, and a suggestion that says its sum."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.records import Case, DayOff, RowRef, StaffMember
from service.casework.referrals.workload import Newcomer, carried, factor_questions, suggest
from service.casework.referrals.workload_formulas import load_of
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


def test_closed_cases_do_not_weigh():
    cases = [
        case("Ruiz", "Level II"),
        case("Ruiz", status="Exited"),
        case("Ruiz", status="Monitor"),
    ]
    held = carried(cases)["ruiz@school.example"]
    assert load_of(held, VIRGINIA).amount == 3.5


def ask(people, cases, newcomer=None, days_off=(), settings=VIRGINIA, **more):
    newcomer = newcomer or Newcomer(support_level="Level I")
    calendar = SchoolCalendar(tuple(days_off))
    return suggest(people, cases, newcomer, calendar, TODAY, settings, say, **more)


def test_the_one_with_most_room_and_its_sum():
    found = ask([RUIZ, ITO], [case("Ruiz", "Level II"), case("Ito")])
    assert found.email == ITO.email
    assert found.why == (
        "Ito: 1 of 24 students now, 2 with this student. "
        "Level I alone: at most 24 students (Virginia 8VAC20-81-340). "
        "The grade is not known, so it added nothing."
    )


def test_a_caseload_that_becomes_mixed_is_said_in_both_units():
    found = ask([RUIZ], [case("Ruiz")] * 18, Newcomer(support_level="Level II"))
    assert (
        "Over capacity: 18 of 24 students now; with this student 20.5 of 20 points. Level I and "
        "Level II together are counted in points, at most 20 (Virginia 8VAC20-81-340)."
    ) in found.why


def test_capacity_on_staff_goes_before_the_formula():
    half_time = replace(ITO, capacity=10.0)
    found = ask([RUIZ, half_time], [case("Ruiz"), case("Ruiz"), case("Ito")])
    assert found.email == RUIZ.email
    assert (found.ranked[1].now.most, found.ranked[1].now.unit) == (10, "points")


def test_grade_language_and_prior_contact_are_said():
    people = [replace(RUIZ, grades=("9-10",), languages=("Spanish", "English")), ITO]
    cases = [case("Ruiz"), case("Ruiz", status="Exited", student_id="0142")]
    newcomer = Newcomer("9th", "Level I", "", "Spanish", "0142")
    found = ask(people, cases, newcomer)
    assert found.email == RUIZ.email
    for words in ("Takes grade 9th.", "Speaks Spanish.", "worked with this student before"):
        assert words in found.why


@pytest.mark.parametrize(
    ("grade", "grades", "said"),
    [
        ("9", ("9-10",), "Takes grade 9."),
        ("8", ("9-10", "12"), "Grade 8 is not among the grades on Staff (9-10, 12), so it added"),
        ("8", (), "No grades stand on Staff, so grade 8 added nothing."),
        ("", ("9-10",), "The grade is not known, so it added nothing."),
    ],
)
def test_the_suggestion_says_how_the_grade_counted(grade, grades, said):
    found = ask([replace(RUIZ, grades=grades)], [], Newcomer(grade, "Level I"))
    assert said in found.why
    assert found.why.count("rade") - found.why.count("grades") == 1


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
    assert "Over capacity: 8 of 8 students now; with this student 21 of 20 points." in found.why


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


def formula(name):
    return replace(VIRGINIA, workload_formula=name)


def test_wisconsin_asks_for_a_factor_and_for_a_review():
    cases = [case("Ruiz", "13"), case("Ruiz", "9.5"), case("Ruiz", "9.5"), case("Ruiz", "8")]
    found = ask([RUIZ], cases, Newcomer(support_level="?"), settings=formula("Wisconsin"))
    assert "27 of 26 points now, 27 with this student." in found.why
    assert "please ask for a review" in found.why
    assert "What is this student's factor?" in found.why
    assert "Not counted: 1 whose factor cannot be read." in found.why
    assert "Please note" not in found.why
    assert "Over capacity" not in found.why


def test_a_factor_that_cannot_be_read_is_asked_for_where_factors_are_counted():
    cases = [case("Ruiz", "1.6"), case("Ruiz", "Level II"), case("Ito", "", status="Exited")]
    (asked,) = factor_questions(cases, formula("Wisconsin"), say)
    assert (asked.column, asked.code, asked.whose) == ("support_level", "C-1", RUIZ.email)
    assert "'Level II' under Support level is none" in asked.why
    assert not list(factor_questions(cases, VIRGINIA, say))


def test_a_ratio_is_made_of_the_roster_and_the_posts():
    people = [replace(each, role="Counselor") for each in (RUIZ, ITO)]
    people.append(replace(OBI, role="Counselor", capacity=125.0))
    busy = [case("Ito"), case("Ito"), case("Ruiz")]
    found = ask(people, busy, settings=formula("ASCA"), enrolled=1000)
    assert [each.now.amount for each in sorted(found.ranked, key=lambda each: each.name)] == [
        400,
        200,
        400,
    ]
    assert found.email == OBI.email  # all are as full; fewest open cases first
    assert "200 enrolled students, 125 are recommended: 1000 on the roster, 2.5 posts." in found.why
    assert "above what is recommended" in found.why
    nobody_enrolled = ask(people, busy, settings=formula("ASCA"))
    assert "there are no students on the roster" in nobody_enrolled.why


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Illinois", "23 IAC 226.735"),
        ("Massachusetts", "603 CMR 28.06"),
        ("California", "California EC 56362"),
        ("NASP", "one school psychologist for 500"),
        ("SSWAA", "one school social worker for 250"),
        ("New Mexico", "New Mexico"),
        ("Head count", "The school's own number."),
    ],
)
def test_every_formula_says_its_source(name, words):
    found = ask([RUIZ], [case("Ruiz", "A")], settings=formula(name), enrolled=400)
    assert words in found.why
    assert "Please note" not in found.why


levels = st.sampled_from(["Level I", "Level II", "Level II with para", "", "C", "1.6", "speech"])


@given(
    st.lists(st.tuples(st.sampled_from(["Ruiz", "Ito", "Obi"]), levels), max_size=40),
    st.sets(st.sampled_from([RUIZ.email, ITO.email, OBI.email])),
    st.sets(st.sampled_from([RUIZ.email, ITO.email, OBI.email])),
    st.sampled_from(FORMULAS),
    levels,
    st.integers(0, 2000),
)
def test_nobody_is_suggested_in_silence(held, absent, conflicted, name, level, enrolled):
    settings = formula(name)
    people = [
        replace(each, role="Counselor") if name == "ASCA" else each for each in (RUIZ, ITO, OBI)
    ]
    found = suggest(
        people,
        [case(who, held_level) for who, held_level in held],
        Newcomer(support_level=level),
        SchoolCalendar(tuple(away(email) for email in sorted(absent))),
        TODAY,
        settings,
        say,
        conflicted,
        enrolled,
    )
    assert len(found.ranked) == 3
    assert all(each.after.amount >= each.now.amount >= 0 for each in found.ranked)
    assert (found.email is None) == (len(conflicted) == 3)
    if found.email is None:
        return
    best = found.ranked[0]
    assert best.email == found.email not in conflicted
    assert best.away == (best.email in absent)
    assert (best.away or best.over) == ("Please note" in found.why)
    if best.away or best.over:
        assert all(each.away or each.over or each.in_conflict for each in found.ranked)
