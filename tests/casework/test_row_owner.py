"""Whose row is it? Settled, rebound or asked, and never taken over by a namesake."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.records import Case, RosterStudent, RowRef
from service.casework.row_owner import Ask, CasesByName, Rebind, Settled, WrittenRow, settle
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording

say = load_wording("en").say
SETTINGS = SchoolSettings()


def case(code, student, student_id="", also=()):
    row = RowRef("caseload", "caseload", code)
    return Case(row, code, student, student_id, status="Active", also_known_as=tuple(also))


ANA, BO, EUGENIA, KAI, LEE = (
    case("C-0001", "Ana Silva", "0142"),
    case("C-0002", "Bo Ek", "0007"),
    case("C-0003", "Eugenia Okafor", "0031", ["Nia"]),
    case("C-0004", "Kai Brown", "0044"),
    case("C-0005", "Lee Brown", "0045"),
)
CASES = CasesByName([ANA, BO, EUGENIA, KAI, LEE], SETTINGS)


def row(written, code="", number=0, **more):
    return WrittenRow(RowRef("caseload", "diary", f"hf-{number}"), written, code, **more)


def one(written, code="", cases=CASES, **more):
    return settle([row(written, code, **more)], cases, SETTINGS, say).answers[0]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Ana Silva", "C-0001"),
        ("ana", "C-0001"),
        ("SILVA, ana", "C-0001"),
        ("Nia", "C-0003"),
        ("Kai Brown · 0044", "C-0004"),
        ("c-0002", "C-0002"),
    ],
)
def test_a_unique_name_settles(written, code):
    assert one(written) == Settled(code)


@pytest.mark.parametrize("written", ["Brown", "Rumpelstiltskin", "", "Kai · 0045", "Eugena Okafor"])
def test_several_or_nobody_is_asked(written):
    answer = one(written)
    assert isinstance(answer, Ask)
    assert answer.why


@pytest.mark.parametrize(("written", "offered"), [("Eugena Okafor", True), ("???", False)])
def test_nobody_is_offered_where_nobody_is_like_it(written, offered):
    answer = one(written)
    assert isinstance(answer, Ask)
    assert (bool(answer.candidates), "pick" in answer.why) == (offered, offered)


def test_candidates_are_offered_as_the_drop_down_calls_them():
    assert one("Brown").candidates == (("Kai Brown", "C-0004"), ("Lee Brown", "C-0005"))
    twins = CasesByName([ANA, replace(BO, student="Ana Silva")], SETTINGS)
    assert one("Ana Silva", cases=twins).candidates == (
        ("Ana Silva · 0142", "C-0001"),
        ("Ana Silva · 0007", "C-0002"),
    )
    assert one("Ana Silva · 0007", cases=twins) == Settled("C-0002")
    without_ids = CasesByName([replace(ANA, student_id=""), case("C-0009", "Ana Silva")], SETTINGS)
    assert one("Ana Silva · C-0009", cases=without_ids) == Settled("C-0009")
    assert ("Ana Silva · C-0009", "C-0009") in one("Ana Silva", cases=without_ids).candidates


def student(student_id, name):
    return RosterStudent(RowRef("office", "students", student_id), student_id, name)


ROSTER = (
    student("0142", "Ana Silva"),
    student("0031", "Eugenia Okafor"),
    student("0032", "Eugenio Okafor"),
    student("0200", "Nia"),
    student("0201", "Bob Ek"),
    student("0202", "Ana Costa"),
)
WITH_ROSTER = CasesByName([ANA, BO, EUGENIA, KAI, LEE], SETTINGS, ROSTER)


@pytest.mark.parametrize("written", ["Eugenio Okafor", "Nia", "Bob Ek", "ANA COSTA"])
def test_a_name_that_is_somebodys_on_the_roster_means_nobody_else(written):
    answer = one(written, cases=WITH_ROSTER)
    assert isinstance(answer, Ask)
    assert answer.candidates == ()
    assert "no case" in answer.why
    assert isinstance(one(written, "C-0003", cases=WITH_ROSTER), Ask)


def test_a_first_name_that_somebody_without_a_case_has_as_well_is_asked():
    assert isinstance(one("Ana", cases=WITH_ROSTER), Ask)
    assert one("Kai", cases=WITH_ROSTER) == Settled("C-0004")


def test_the_rosters_name_leads_to_the_case_of_that_id():
    nicknamed = CasesByName([replace(EUGENIA, student="Nia Okafor")], SETTINGS, ROSTER)
    assert one("Eugenia Okafor", cases=nicknamed) == Settled("C-0003")


def test_a_rename_keeps_the_code():
    assert one("Ana Costa-Pereira", "C-0001") == Settled("C-0001")
    assert one("", "C-0001") == Settled("C-0001")


def test_a_name_that_points_elsewhere():
    assert one("Bo Ek", "C-0001") == Rebind("C-0001", "C-0002")
    asked = one("Bo Ek", "C-0001", acted_on=True)
    assert isinstance(asked, Ask)
    assert [code for _, code in asked.candidates] == ["C-0002", "C-0001"]
    assert isinstance(one("Brown", "C-0001"), Ask)
    assert isinstance(one("Eugena Okafor", "C-0001"), Ask)  # a slip or a rename


def test_a_new_namesake_never_takes_over_old_rows():
    namesake = case("C-0009", "Ana Silva", "0999")
    with_namesake = CasesByName([ANA, BO, namesake], SETTINGS)
    assert one("Ana Silva", "C-0001", with_namesake) == Settled("C-0001")
    assert isinstance(one("Ana Silva", "", with_namesake), Ask)
    renamed = CasesByName([replace(ANA, student="Ana Costa"), namesake], SETTINGS)
    assert one("Ana Silva", "C-0001", renamed, same_name=True) == Settled("C-0001")


def test_a_name_that_nobody_touched_settles_whatever_it_resembles():
    asked = one("Eugena Okafor", "C-0001")
    assert isinstance(asked, Ask)
    assert one("Eugena Okafor", "C-0001", same_name=True) == Settled("C-0001")


def test_a_code_that_is_gone_is_asked_about():
    answer = one("Ana Silva", "C-7777")
    assert isinstance(answer, Ask)
    assert answer.candidates == (("Ana Silva", "C-0001"),)
    assert "C-7777" in answer.why


def test_several_rebinds_at_once_stop():
    names = [ANA, BO, EUGENIA, KAI, LEE]
    sorted_apart = [row(names[(n + 1) % 5].student, each.code, n) for n, each in enumerate(names)]
    stopped = settle(sorted_apart, CASES, SETTINGS, say)
    assert stopped.braked == (("caseload", "diary", 5),)
    assert all(isinstance(answer, Ask) for answer in stopped.answers)
    assert "sort" in stopped.answers[0].why
    two = settle(sorted_apart[:2], CASES, SETTINGS, say)  # A->B, B->C: two honest corrections
    assert two.braked == ()
    assert two.answers == (Rebind("C-0001", "C-0002"), Rebind("C-0002", "C-0003"))


def test_two_rows_that_changed_places_stop():
    swapped = [row("Bo Ek", "C-0001", 1), row("Ana Silva", "C-0002", 2)]
    assert settle(swapped, CASES, SETTINGS, say).braked == (("caseload", "diary", 2),)


def test_the_brake_holds_one_tab_only():
    rows = [row("Bo Ek", "C-0001", n) for n in range(3)]
    elsewhere = replace(rows[0], row=RowRef("caseload", "goals", "hf-9"))
    settled = settle([*rows, elsewhere], CASES, SETTINGS, say)
    assert settled.braked == (("caseload", "diary", 3),)
    assert settled.answers[3] == Rebind("C-0001", "C-0002")


written = st.one_of(
    st.sampled_from(["Ana Silva", "ana", "Bo Ek", "Brown", "Nia", "", "Kai Brown · 0044"]),
    st.text(max_size=12),
)
rows = st.lists(
    st.builds(
        row,
        written,
        st.sampled_from(["", "C-0001", "C-0002", "C-0004", "C-9999"]),
        st.integers(0, 99),
        acted_on=st.booleans(),
        same_name=st.booleans(),
    ),
    max_size=8,
)


@given(rows)
def test_what_was_acted_on_is_never_moved(some):
    settled = settle(some, CASES, SETTINGS, say)
    assert len(settled.answers) == len(some)
    moved = [answer for answer in settled.answers if isinstance(answer, Rebind)]
    assert len(moved) < SETTINGS.rebinds_at_once
    for each, answer in zip(some, settled.answers, strict=True):
        if isinstance(answer, Rebind):
            assert not each.acted_on
            assert not each.same_name
            assert answer.old == each.code != answer.new
        if isinstance(answer, Settled) and each.code:
            assert answer.code == each.code
