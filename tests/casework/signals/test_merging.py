"""What a file adds to the rows that stand, and which of them it takes the place of."""

from __future__ import annotations

import pytest

from service.casework.signals.files.merging import Standing, TabRows, file_name
from tests.casework.signals.file_reading import stands, students, taken_in

HEAD = "Student ID,Date,Kind,Excused\n"
WEEK = HEAD + "".join(
    f"{who},2026-09-0{day},Absent,No\n" for day in (1, 2, 3) for who in ("0142", "10")
)


def tab(*rows: Standing) -> TabRows:
    return TabRows("attendance", rows, students().same)


def after(first: str, second: str, name: str = "a.csv") -> tuple[TabRows, tuple[int, int, int]]:
    """The tab after two files of one name, and what the second brought."""
    whole = tab()
    taken_in(whole, first)
    whole = stands(whole)
    told = taken_in(whole, second, name)
    return stands(whole), told


def test_the_same_file_twice_changes_nothing():
    whole, told = after(WEEK, WEEK)
    assert told == (0, 6, 0)
    assert len(whole.rows) == 6


@pytest.mark.parametrize(
    ("corrected", "told", "left"),
    [
        (WEEK.replace("10,2026-09-03,Absent", "10,2026-09-03,Late"), (1, 5, 1), 6),
        (WEEK.replace("10,2026-09-03,Absent,No\n", ""), (0, 5, 1), 5),
        (WEEK.replace("10,2026-09-03,Absent,No", "10,2026-09-03,Present,"), (0, 5, 1), 5),
        (WEEK.replace("10,2026-09-03,Absent,No", "10,2026-09-03,Absent,Yes"), (1, 5, 1), 6),
        (WEEK.replace("10,2026-09-03", "333,2026-09-03"), (1, 5, 1), 6),
    ],
    ids=["another kind", "a line gone", "present after all", "excused", "another student"],
)
def test_a_corrected_file_takes_the_place_of_its_own_rows(corrected, told, left):
    whole, said = after(WEEK, corrected)
    assert (said, len(whole.rows)) == (told, left)


def test_the_only_line_of_a_file_is_corrected():
    whole, told = after(HEAD + "0142,2026-09-01,Absent,No\n", HEAD + "0142,2026-09-01,Late,No\n")
    assert (told, [row.cells[2] for row in whole.rows]) == ((1, 0, 1), ["Late"])


def test_tomorrows_file_of_the_same_name_takes_nothing_away():
    whole, told = after(WEEK, HEAD + "0142,2026-09-04,Absent,No\n10,2026-09-04,Late,No\n")
    assert (told, len(whole.rows)) == ((2, 0, 0), 8)


def test_a_window_that_moves_on_takes_nothing_from_before_it():
    later = WEEK.replace("0142,2026-09-01,Absent,No\n10,2026-09-01,Absent,No\n", "")
    whole, told = after(WEEK, later + "333,2026-09-04,Absent,No\n")
    assert (told, len(whole.rows)) == ((1, 4, 0), 7)


def test_another_file_that_says_the_same_adds_nothing():
    assert after(WEEK, WEEK, "b.csv")[1] == (0, 6, 0)


def test_what_people_typed_never_goes():
    typed = Standing(("0142", 46266.0, "Absent", "", "Yes"), "", 1)
    whole = tab(typed)
    assert taken_in(whole, HEAD + "0142,2026-09-01,Absent,No\n") == (0, 1, 0)
    assert (whole.gone, whole.adds) == ([], [])


def test_an_import_that_was_cut_short_is_gone_on_with():
    """The new row stands beside the one whose place it takes: only that one goes."""
    old = Standing(("0142", 46266.0, "Absent", "", "No"), "a.csv:2", 1)
    new = Standing(("0142", 46266.0, "Absent", "", "Yes"), "a.csv:2", 2)
    whole = tab(old, new)
    assert taken_in(whole, HEAD + "0142,2026-09-01,Absent,Yes\n") == (0, 1, 1)
    assert (whole.gone, whole.adds) == ([1], [])


def test_two_incidents_of_a_kind_on_one_day_are_two_and_are_found_again():
    text = "Student ID,Date,Kind,Days\n" + "0142,2026-09-01,Office referral,\n" * 2
    incidents = TabRows("incidents", [], students().same)
    assert taken_in(incidents, text) == (2, 0, 0)
    assert taken_in(stands(incidents), text) == (0, 2, 0)


def test_help_that_people_marked_on_a_class_stays():
    text = "Student ID,Course,Teacher,Help,From,Until\n0142,Algebra,kfein@school.example,,,\n"
    marked = Standing(
        ("0142", "Algebra", "kfein@school.example", "Push-in", None, None), "a.csv:2", 1
    )
    classes = TabRows("classes", [marked], students().same)
    assert taken_in(classes, text) == (0, 1, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\exports\\attendance.csv", "attendance.csv"),
        ("/tmp/attendance.csv", "attendance.csv"),
        ("roster.zip/users.csv", "roster.zip/users.csv"),
        ("a:b\n.csv", "a b .csv"),
    ],
)
def test_a_row_says_the_name_of_its_file_and_not_where_it_lay(given: str, kept: str):
    assert file_name(given) == kept
