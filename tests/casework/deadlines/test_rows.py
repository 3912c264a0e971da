"""Which rows come by themselves, what stands in the calendar, what is asked, what cards show."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.deadlines.forms import ADD, DONE
from service.casework.deadlines.rules import differing, first_rows, next_rows, reminders
from service.casework.deadlines.sections import by_manager, in_sixty_days, on_case
from tests.casework.small_school import CODE, DANA, MAREN, TODAY, TOMAS, case

from .deadline_school import deadline, school

REVIEW = date(2026, 12, 1)


def rows(found):
    days = ("last", "own_date")
    return [
        (row.cells.get("kind"), {day: row.cells[day] for day in days if day in row.cells})
        for row in found
    ]


@pytest.mark.parametrize(
    ("plan", "country", "kinds"),
    [
        ("IEP", "US", ["IEP review", "Re-evaluation", "Progress report"]),
        ("504 plan", "US", ["504 review"]),
        ("ILP", "US", ["ILP review"]),
        ("IEP, EL", "US", ["IEP review", "Re-evaluation", "Progress report", "EL notice"]),
        ("Intervention", "US", []),
        ("", "US", []),
        ("IEP", "GB", []),
        ("ILP", "GB", ["ILP review"]),
    ],
)
def test_first_rows_come_from_the_plan_and_the_review_begins_with_review_due(plan, country, kinds):
    ana = case(plan_type=plan, review_due=REVIEW)
    found = rows(first_rows(school(cases=(ana,), settings={"country": country})))
    assert [kind for kind, _ in found] == kinds
    for kind, cells in found:
        if kind.endswith("review"):
            assert cells == {"own_date": REVIEW}
        elif kind == "Progress report":
            assert cells == {"last": TODAY}
        else:
            assert cells == {}


def test_a_first_row_comes_once_for_ever_and_not_where_people_wrote_one():
    ana = case(plan_type="504")
    (row,) = first_rows(school(cases=(ana,)))
    assert not list(first_rows(school(cases=(ana,), done=(row.key,))))
    (kept,) = first_rows(school(deadline(kind="504 review"), cases=(ana,)))
    assert (kept.key, kept.cells) == (row.key, {})


@pytest.mark.parametrize(
    "said", [{"status": "Exited"}, {"case_manager": ""}, {"is_confirmed": False}]
)
def test_no_row_comes_for_a_closed_case_or_one_without_a_manager(said):
    assert not list(first_rows(school(cases=(case(plan_type="IEP", **said),))))


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("IEP review", TODAY),
        ("Re-evaluation", TODAY),
        ("Progress report", TODAY),
        ("EL notice", date(2027, 8, 1)),  # the next school year's begin
        ("Evaluation", None),
        ("Exam access", None),
        ("EL monitoring", None),
        ("Rights at majority", None),
        ("Other", None),
    ],
)
def test_done_makes_the_next_of_what_comes_back(kind, last):
    found = list(next_rows(school(deadline(kind=kind, done_on=TODAY))))
    assert rows(found) == ([(kind, {"last": last})] if last else [])


def test_the_next_one_comes_once_and_not_where_people_wrote_it():
    over = deadline(done_on=TODAY)
    (row,) = next_rows(school(over))
    assert not list(next_rows(school(over, done=(row.key,))))
    (kept,) = next_rows(school(over, deadline("hf-2")))
    assert kept.cells == {}


@pytest.mark.parametrize(
    ("done_on", "more"),
    [
        (None, {}),
        (date(2026, 10, 15), {}),  # to come
        (date(2026, 10, 1), {"deadlines_counts_from": "2026-10-02"}),
    ],
)
def test_what_is_not_done_or_was_before_the_module_counts_makes_no_next(done_on, more):
    assert not list(next_rows(school(deadline(done_on=done_on), **more)))


# ---------------------------------------------------------------- calendar


def test_one_entry_for_each_manager_kind_and_day_which_names_nobody():
    cases = (case("C-0001"), case("C-0002"), case("C-0003", case_manager=TOMAS.email))
    due = {"own_date": date(2026, 12, 14)}
    found = [deadline(f"hf-{c.code}", code=c.code, kind="Progress report", **due) for c in cases]
    found.append(deadline("hf-9", code="C-0001", **due))
    events = list(reminders(school(*found, cases=cases)))
    assert [(each.owner, each.title, each.day) for each in events] == [
        (DANA.email, "IEP review · 1", date(2026, 11, 13)),
        (DANA.email, "Progress report · 2", date(2026, 11, 13)),
        (TOMAS.email, "Progress report · 1", date(2026, 11, 13)),
    ]
    assert len({each.follow_up_id for each in events}) == 3
    for each in events:
        assert each.kept
        assert "Silva" not in each.title + each.description


def test_what_is_done_or_was_due_before_the_module_counts_stands_in_no_calendar():
    due = {"own_date": date(2026, 12, 14)}
    assert not list(reminders(school(deadline(done_on=TODAY, **due))))
    assert not list(reminders(school(deadline(**due), deadlines_counts_from="2026-12-15")))
    assert list(reminders(school(deadline(**due), deadlines_counts_from="2026-12-14")))


# ---------------------------------------------------------------- the question


@pytest.mark.parametrize(
    ("review", "own", "asked"),
    [
        (REVIEW, REVIEW, 0),
        (REVIEW, date(2026, 12, 2), 1),
        (None, REVIEW, 0),
        (REVIEW, None, 0),  # no day yet: a count on the card
    ],
)
def test_two_dates_of_one_review_are_one_question(review, own, asked):
    ana = case(plan_type="IEP", review_due=review)
    found = list(differing(school(deadline(own_date=own), cases=(ana,))))
    assert len(found) == asked
    assert all(each.whose == DANA.email for each in found)
    other = deadline(kind="Re-evaluation", own_date=own)
    assert not list(differing(school(other, cases=(ana,))))


# ---------------------------------------------------------------- cards


def test_one_table_of_what_is_past_or_due_in_sixty_days():
    cases = (case("C-0001"), case("C-0002", student="Leo Park"))
    found = (
        deadline("hf-1", code="C-0001", own_date=date(2026, 12, 13)),  # in 60 days
        deadline("hf-2", code="C-0002", own_date=date(2026, 12, 13)),
        deadline("hf-3", code="C-0001", own_date=date(2026, 12, 14), kind="Consent"),  # in 61
        deadline("hf-4", code="C-0001", own_date=date(2026, 10, 1), kind="Release"),
        deadline("hf-5", code="C-0001", kind="Re-evaluation"),
    )
    lines = list(in_sixty_days(school(*found, cases=cases), DANA, ""))
    assert [(line.words, line.below, line.code) for line in lines[:2]] == [
        ("Release", "Ana Silva", "C-0001"),
        ("IEP review · 2", "Ana Silva, Leo Park", ""),
    ]
    assert "Was due" in lines[0].above
    assert [line.words.split(" ")[0] for line in lines[2:]] == ["1"]  # one has no day yet


def test_who_coordinates_sees_counts_and_no_student():
    found = (
        deadline("hf-1", own_date=date(2026, 11, 1)),
        deadline("hf-2", own_date=date(2026, 10, 1)),
    )
    (line,) = by_manager(school(*found), MAREN, "")
    assert (line.words, line.below) == ("Dana", "1 due, 1 past")


def test_a_case_card_shows_what_is_open_and_leads_to_done():
    found = (deadline("hf-1", own_date=REVIEW), deadline("hf-2", done_on=TODAY))
    (line,) = on_case(school(*found), DANA, CODE)
    assert (line.words, line.action, line.row) == ("IEP review", "deadline_done", "hf-1")
    assert not next(iter(on_case(school(*found), TOMAS, CODE))).action


def test_only_who_has_the_case_and_who_coordinates_writes_down_and_closes():
    asked = deadline()
    for form, record in ((ADD, None), (DONE, asked)):
        assert [
            each.name
            for each in (DANA, TOMAS, MAREN)
            if each.role in form.roles and form.may(school(asked), each, record)
        ] == ["Dana", "Maren"]
    assert DONE.fills(school(), DANA, {}, asked) == {"done_on": TODAY}
    with pytest.raises(ValueError, match=r"deadlines\.to_come"):
        DONE.fills(school(), DANA, {"done_on": date(2026, 10, 15)}, asked)
    with pytest.raises(ValueError, match=r"deadlines\.no_kind"):
        ADD.fills(school(), DANA, {}, None)
