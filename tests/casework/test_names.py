"""Who is meant by a written name: settled when there is one answer, asked otherwise."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.casework.names import Roster, display_names, fold, grade_number, parse_display
from service.casework.records import RosterStudent, RowRef


def student(student_id, name, grade="", also=()):
    row = RowRef("office", "students", student_id)
    return RosterStudent(row, student_id, name, grade, tuple(also))


SCHOOL = Roster(
    [
        student("0142", "Ana Silva", "9"),
        student("0177", "Ana Sílva", "11"),
        student("0203", "Siobhán O'Connor", "10"),
        student("0031", "Eugenia Okafor", "9", ["Nia"]),
        student("0310", "Jonathan Smith", "9"),
        student("0311", "Joan Smith", "9"),
        student("0500", "Maria José Fernández-Ruiz", "12"),
        student("0501", "Łukasz Nowak", "10"),
        student("0600", "Henry James", "10"),
        student("0601", "James Henry", "10"),
        student("7", "Bo Ek", ""),
    ]
)


@pytest.mark.parametrize(
    ("written", "student_id", "grade", "kind", "who"),
    [
        ("whoever", "0203", "", "several", None),  # id and name disagree: ask
        ("", "0203", "", "id", "0203"),
        ("", "203", "", "id", "0203"),  # a number cell lost the zero
        ("Ana Silva · 0142", "", "", "id", "0142"),
        ("ana silva (0177)", "", "", "id", "0177"),
        ("0142", "", "", "id", "0142"),
        ("Ana Silva", "", "", "several", None),
        ("Ana Silva", "", "11th", "exact", "0177"),
        ("siobhan oconnor", "", "", "exact", "0203"),
        ("O’Connor, Siobhán", "", "", "exact", "0203"),
        ("  SIOBHÁN   O`CONNOR ", "", "", "exact", "0203"),
        ("Lukasz Nowak", "", "", "exact", "0501"),
        ("Nia", "", "", "also", "0031"),
        ("Nia Okafor", "", "", "also", "0031"),
        ("Eugena Okafor", "", "", "several", None),  # a near miss is asked about
        ("Okafor Eugenia", "", "", "near", "0031"),
        ("Maria Fernandez Ruiz", "", "", "several", None),
        ("'0142", "", "", "id", "0142"),
        ("Ana Silva · '0142", "", "", "id", "0142"),
        ("", "’0203", "", "id", "0203"),
        ("Ana Silva · grade 11 · 0177", "", "", "id", "0177"),  # as a question offers it
        ("Joan Smith", "0310", "", "several", None),  # the very name of somebody else
        ("Eugenia Okafor", "", "10", "exact", "0031"),  # one grade off is a common slip
        ("Eugenia Okafor", "", "3", "several", None),  # six grades off may be somebody else
        ("Okafor", "", "", "several", None),  # one word of a name is never enough
        ("Jon Smith", "", "", "several", None),
        ("James Henry", "", "", "exact", "0601"),
        ("Rumpelstiltskin", "", "", "none", None),
        ("", "", "", "none", None),
        ("' ' ·", "", "", "none", None),
        ("", "99999", "", "none", None),
    ],
)
def test_who_is_meant(written, student_id, grade, kind, who):
    match = SCHOOL.match(written, student_id, grade)
    assert (match.kind, match.student and match.student.student_id) == (kind, who)


def test_candidates_are_ranked_and_few():
    match = SCHOOL.match("Jon Smith")
    assert {each.student.student_id for each in match.candidates} == {"0310", "0311"}
    scores = [each.score for each in match.candidates]
    assert scores == sorted(scores, reverse=True)
    crowd = Roster(student(str(n), "Ana Silva") for n in range(40))
    assert len(crowd.match("Ana Silva").candidates) == 5


def test_a_grade_does_not_choose_between_near_names():
    school = Roster([student("1", "Marta Lopez", "9"), student("2", "Martha Lopez", "10")])
    assert school.match("Martta Lopez", grade="9").kind == "several"


def test_namesakes_read_with_their_id_and_are_read_back():
    shown = display_names([("Ana Silva", "0142"), ("Bo Ek", "7"), ("ANA SÍLVA", "0177")])
    assert shown == ("Ana Silva · 0142", "Bo Ek", "ANA SÍLVA · 0177")
    assert [parse_display(each) for each in shown] == [
        ("Ana Silva", "0142"),
        ("Bo Ek", ""),
        ("ANA SÍLVA", "0177"),
    ]


def test_holding_finds_by_any_word():
    assert [each.student_id for each in SCHOOL.holding("ana")] == ["0142", "0177"]
    assert [each.student_id for each in SCHOOL.holding("fernandez maria")] == ["0500"]
    assert SCHOOL.holding("") == ()


@pytest.mark.parametrize(
    ("grade", "number"),
    [("9", 9), ("09", 9), ("9th", 9), ("Grade 9", 9), ("K", 0), ("", None), ("9/10", None)],
)
def test_grades(grade, number):
    assert grade_number(grade) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("किरण", "करण"),  # a vowel sign
        ("कमला", "कमल"),
        ("ガク", "カク"),  # voicing
        ("ば", "は"),
        ("Юрий", "Юрии"),
        ("เก่ง", "เกง"),
    ],
)
def test_marks_that_tell_names_apart_are_kept(one, other):
    assert fold(one) != fold(other)
    assert fold(unicodedata.normalize("NFD", one)) == fold(one)


def test_a_nickname_never_wins_over_the_very_name():
    school = Roster([student("1", "Dani Reyes", "7"), student("2", "Daniel Reyes", "8", ["Dani"])])
    assert school.match("Dani Reyes", grade="8").student is None
    assert school.match("Dani Reyes", grade="7").student.student_id == "1"


words = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=2, max_size=9)
names = st.lists(words, min_size=2, max_size=3).map(" ".join)


@given(st.lists(names, min_size=1, max_size=30, unique_by=fold))
def test_everybody_is_found_by_name_id_and_display(everyone):
    assume(all(fold(name) for name in everyone))
    school = Roster(student(f"{n:04}", name) for n, name in enumerate(everyone))
    shown = display_names((each.name, each.student_id) for each in school.students)
    for each, display in zip(school.students, shown, strict=True):
        accented = unicodedata.normalize("NFD", each.name).upper()
        assert school.match(display).student == each
        assert school.match("", each.student_id).student == each
        if fold(accented) == fold(each.name):
            assert school.match(accented).student == each


@given(names, st.lists(names, max_size=20), st.text(max_size=5))
def test_never_a_guess(written, everyone, grade):
    school = Roster(student(f"{n:04}", name) for n, name in enumerate(everyone))
    match = school.match(written, "", grade)
    assert (match.student is None) == (match.kind in ("several", "none"))
    likely = [each for each in match.candidates if each.score >= 80]
    if match.kind in ("near", "also"):
        assert len(likely) == 1
    if match.kind == "several":
        assert match.candidates


@given(st.text(max_size=40), st.text(max_size=8), st.text(max_size=8))
def test_no_text_is_too_odd(written, student_id, grade):
    SCHOOL.match(written, student_id, grade)


def test_three_thousand_names_are_quick():
    given_names = [f"{a}{b}" for a in "abcdefghij" for b in ("lara", "renko", "mitri")]
    surnames = [f"{a}{b}" for a in "klmnopqrst" for b in "aeiou" for _ in (0, 1)]
    school = Roster(
        student(f"{n:05}", f"{first} {last}{n % 7}ez")
        for n, (first, last) in enumerate((f, s) for f in given_names for s in surnames)
    )
    assert len(school.students) == 3000
    began = time.process_time()
    for each in school.students:
        school.match("", each.student_id)
        school.match(f"{each.name.upper()} · {each.student_id}")
    for each in school.students[:100]:
        school.match(each.name[:-1] + "x")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(("sure", "offered"), [(90.0, 1), (100.0, 2)])
def test_the_only_likely_student_is_asked_about_alone_from_the_setting_on(sure, offered):
    students = [student("1", "Nadia Whitaker"), student("2", "Nadine Whitlock")]
    match = Roster(students, sure, 80.0).match("Nadia Whitacker")
    assert (match.kind, match.student) == ("several", None)
    assert len(match.candidates) == offered
