"""What a course plan sets in motion, what its sheet says, whose word counts, what cards show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.course_plans.choice import is_chosen, is_declined
from service.casework.course_plans.forms import PLAN, RECOMMEND, SAY_ON
from service.casework.course_plans.planning_sheet import wanted_sheets
from service.casework.course_plans.register import COURSE_PLANS
from service.casework.course_plans.rules import exam_access, look_day, looks
from service.casework.course_plans.sections import on_case, waiting
from service.casework.deadlines.due import due_of
from service.casework.records import CASELOAD, OFFICE, Accommodation, DayOff, Goal, RowRef
from tests.casework.small_school import CARL, CODE, DANA, MAREN, STAFF, TOMAS

from .course_school import CASE, access, guardian, plan, school

BREAK = DayOff(RowRef(OFFICE, "school_days", "1"), date(2026, 11, 23), date(2026, 11, 27))


# ---------------------------------------------------------------- after six school weeks


@pytest.mark.parametrize(
    ("starts", "days_off", "day"),
    [
        (date(2026, 10, 19), (), date(2026, 11, 30)),
        (date(2026, 10, 19), (BREAK,), date(2026, 12, 7)),
        (None, (), None),
    ],
)
def test_it_is_looked_at_six_school_weeks_after_it_starts(starts, days_off, day):
    asked = plan(starts=starts)
    here = school(asked, days_off=days_off)
    assert look_day(asked, here) == day
    found = list(looks(here))
    assert [row.cells["date"] for row in found] == ([day] if day else [])
    for row in found:
        assert (row.tab, row.cells["kind"], row.cells["status"]) == ("diary", "Check-in", "Planned")
        assert "Biology" in row.cells["notes"]


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ({"family_chose": "No"}, {}),
        ({"after_six_weeks": "Goes well"}, {}),
        ({"course": ""}, {}),
        ({"starts": date(2026, 8, 24)}, {}),  # its day is past
        ({"starts": date(2026, 10, 5)}, {"course_plans_counts_from": "2026-10-06"}),
        ({}, {"cases": (replace(CASE, status="Exited"),)}),
        ({}, {"done": ("course-look:hf-1",)}),
    ],
)
def test_no_check_in_where_there_is_nothing_to_look_at(said, more):
    assert not list(looks(school(plan(**said), **more)))


# ---------------------------------------------------------------- exam access


@pytest.mark.parametrize(
    ("written", "chosen", "declined"),
    [
        ("", False, False),
        ("Yes", True, False),
        ("AP Biology", True, False),
        ("sí", True, False),
        ("North campus", True, False),
        ("No", False, True),
        ("no, later", False, True),
        ("Not this year", False, True),
        ("-", False, True),
    ],
)
def test_what_the_family_chose_is_read_as_they_write_it(written, chosen, declined):
    asked = plan(family_chose=written)
    assert (is_chosen(asked), is_declined(asked)) == (chosen, declined)


@pytest.mark.parametrize(
    ("level", "chose", "last"),
    [
        ("AP", "Yes", date(2027, 1, 15)),
        ("IB SL", "Yes", None),
        ("IB HL", "Yes", None),
        ("IB Diploma", "Yes", None),
        ("AP", "", "no row"),
        ("AP", "No", "no row"),
        ("Honors", "Yes", "no row"),
        ("Dual enrollment", "Yes", "no row"),
    ],
)
def test_ap_or_ib_chosen_brings_a_row_of_exam_access(level, chose, last):
    rows = list(exam_access(school(plan(level=level, family_chose=chose))))
    found = [(row.tab, row.cells["kind"], row.cells.get("last")) for row in rows]
    assert found == ([] if last == "no row" else [("deadlines", "Exam access", last)])


def test_for_ap_it_is_asked_for_seven_weeks_before_the_middle_of_january():
    (row,) = exam_access(school(plan(family_chose="Yes", starts=date(2026, 9, 1))))
    assert due_of(access(last=row.cells["last"]), school()).day == date(2026, 11, 27)


def test_one_request_serves_all_courses_and_none_comes_where_the_module_is_off():
    both = (plan(family_chose="Yes"), plan("hf-2", level="IB HL", family_chose="Yes"))
    assert [bool(row.cells) for row in exam_access(school(*both))] == [True, False]
    open_one = school(plan(family_chose="Yes"), deadlines=(access(),))
    assert [row.cells for row in exam_access(open_one)] == [{}]
    closed = school(plan(family_chose="Yes"), deadlines=(access(done_on=date(2026, 9, 1)),))
    assert all(row.cells for row in exam_access(closed))
    off = school(plan(family_chose="Yes"), modules=frozenset({"course_plans"}))
    assert not list(exam_access(off))
    done = school(plan(family_chose="Yes"), done=("exam-access:hf-1",))
    assert not list(exam_access(done))


def test_not_yet_never_blocks():
    asked = plan(recommendation="Not yet", family_chose="Yes")
    here = school(asked)
    assert list(looks(here))
    assert list(exam_access(here))
    assert list(wanted_sheets(here))
    assert not COURSE_PLANS.figures  # nothing is asked
    given = {"recommendation": "Not yet", "family_chose": "Yes"}
    assert RECOMMEND.fills(here, DANA, given, asked) == {}


# ---------------------------------------------------------------- the sheet


def test_the_sheet_says_that_the_accommodations_come_along_and_what_each_says():
    row = RowRef(CASELOAD, "accommodations", "hf-a")
    kept = Accommodation(row, CODE, "Ana Silva", accommodation="More time", type="Accommodation")
    changed = replace(kept, accommodation="Half the tasks", type="Modification")
    over = replace(kept, accommodation="A scribe", until=date(2026, 10, 1))
    goal = Goal(RowRef(CASELOAD, "goals", "hf-g"), CODE, "Ana Silva", goal="Reads long texts")
    asked = plan(counselor_says="It fits.", hours_a_week=5.0, why="Likes animals")
    found = school(asked, accommodations=(kept, changed, over), goals=(goal,))
    (sheet,) = wanted_sheets(found)
    content = sheet.content
    assert content.accommodations == ("More time",)
    assert content.goals == ("Reads long texts",)
    assert (content.starts, content.look_again) == ("19 Oct 2026", "30 Nov 2026")
    assert content.hours == "5"
    assert content.exam
    assert (sheet.column, [share.email for share in sheet.shares]) == ("document", [DANA.email])
    assert "Silva" not in sheet.title
    assert "not said it on their card" in content.counselor_says
    (said,) = wanted_sheets(school(asked, on_card=("counselor_says",)))
    assert said.content.counselor_says == "It fits."


@pytest.mark.parametrize("said", [{"course": ""}, {"level": ""}])
def test_no_sheet_without_a_course_and_its_level(said):
    assert not list(wanted_sheets(school(plan(**said))))


def test_what_one_home_must_not_read_of_another_stands_on_no_sheet():
    homes = (
        guardian("Rosa Lima", "A", email="rosa@mail.example"),
        guardian("Pedro Costa", "B", phone="555 0178"),
    )
    asked = plan(why="Rosa Lima (rosa@mail.example) agrees", evidence="Pedro Costa, 555 0178")
    (sheet,) = wanted_sheets(school(asked, team=homes))
    for word in ("Rosa", "rosa@", "Costa", "0178"):
        assert word not in repr(sheet.content)
    (one,) = wanted_sheets(school(asked, team=homes[:1]))
    assert "Rosa Lima" in one.content.why


# ---------------------------------------------------------------- cards


def test_who_plans_who_says_a_word_and_who_recommends():
    asked = plan()
    may = {
        form.name: [
            each.name
            for each in STAFF
            if each.role in form.roles and form.may(school(asked), each, record)
        ]
        for form, record in ((PLAN, None), (SAY_ON, asked), (RECOMMEND, asked))
    }
    assert may == {
        "plan_course": ["Dana", "Maren", "Carl"],
        "counselor_on_course": ["Carl"],
        "recommend_course": ["Dana", "Maren"],
    }
    assert SAY_ON.confirms == ("counselor_says",)
    with pytest.raises(ValueError, match=r"course\.no_course"):
        PLAN.fills(school(), DANA, {"course": "Biology"}, None)
    with pytest.raises(ValueError, match=r"course\.no_word"):
        SAY_ON.fills(school(), CARL, {}, asked)


def test_the_counselor_s_card_shows_what_waits_for_their_word():
    asked = plan()
    (line,) = waiting(school(asked), CARL, "")
    assert (line.words, line.action) == ("Biology · AP", "counselor_on_course")
    assert line.above.startswith("Ana Silva")
    typed = plan(counselor_says="It fits.")
    assert list(waiting(school(typed), CARL, ""))
    assert not list(waiting(school(typed, on_card=("counselor_says",)), CARL, ""))
    assert not list(waiting(school(plan(family_chose="No")), CARL, ""))


def test_the_case_card_shows_how_it_stands_and_what_was_only_typed():
    asked = plan(counselor_says="It fits.", recommendation="Not yet", family_chose="Yes")
    (line,) = on_case(school(asked), DANA, CODE)
    assert (
        line.below == "Counselor: It fits. (typed) · Recommended: Not yet · The family chose: Yes"
    )
    assert line.action == "recommend_course"
    assert not next(iter(on_case(school(asked), TOMAS, CODE))).action
    (same,) = on_case(school(asked, on_card=("counselor_says",)), MAREN, CODE)
    assert "typed" not in same.below
