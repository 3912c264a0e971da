"""Work and typed rows as minutes by kind: what every topic tells of it, and how it is added up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.class_log.records import LogEntry
from service.casework.deadlines.records import Deadline
from service.casework.decisions.records import Decision
from service.casework.diary.works import kind_of_time
from service.casework.goal_state import STATES, ran_in, state_of
from service.casework.letters.records import Letter
from service.casework.letters.works import gone_key
from service.casework.my_time.portfolio import content_of
from service.casework.my_time.records import TimeRow
from service.casework.my_time.spent import STATED, by_kind, percents, spoken, week_of, with_typed
from service.casework.records import CASELOAD, MY_TIME, Case, DiaryEntry, Goal, RowRef
from service.casework.registry import REGISTERS
from service.casework.school import RuleServices
from service.casework.settings import SchoolSettings
from service.casework.terms import term_of
from service.casework.week.records import WeeklyCheck
from service.casework.work import KINDS, Work, works_of
from service.workbook.diary_kinds import diary_kinds
from service.workbook.school_settings import module_rows
from service.workbook.templates import load_template
from service.workbook.wording import load_wording
from tests.casework.small_school import CODE, DANA, SAY, TODAY, TOMAS, case, school_with

DAY = date(2026, 10, 12)
SETTINGS = SchoolSettings(more={row.key: row.value for row in module_rows("my_time")})


def of(record, tab="diary", /, **said):
    return record(RowRef(CASELOAD, tab, f"hf-{tab}"), CODE, "Ana Silva", **said)


def school(*records, kept=None, today=TODAY):
    by_class = {}
    for each in records:
        by_class.setdefault(type(each), []).append(each)
    ask = RuleServices(
        say=SAY,
        kinds=diary_kinds(),
        kept=lambda text: (kept or {}).get(text),
        works=lambda school, email: works_of(school, email, REGISTERS),
    )
    found = {kind: tuple(rows) for kind, rows in by_class.items()}
    return school_with(found, settings=SETTINGS, ask=ask, today=today)


def told(*records, email=DANA.email, **more):
    made = school(*records, **more)
    return [(w.what, w.kind, w.day, w.minutes) for w in with_typed(
        works_of(made, email, REGISTERS), (), made)]  # fmt: skip


LETTER = of(Letter, "letters", kind="Welcome", sent="✓ printed")


@pytest.mark.parametrize(
    ("record", "work"),
    [
        (of(DiaryEntry, kind="Check-in", day=DAY, status="Done"), ("check_in", "Students", 20)),
        (of(DiaryEntry, kind="Check-in", day=DAY, status="Done", minutes=35),
         ("check_in", "Students", 35)),
        (of(DiaryEntry, kind="Family contact", day=DAY, status="Done", minutes=10),
         ("family_contact", "Families", 10)),
        (of(DiaryEntry, kind="Meeting", day=DAY, status="Done", minutes=50),
         ("meeting", "Meetings and plans", 50)),
        (of(Decision, "decisions", case_manager_says="Agree", decided_on=DAY),
         ("decision", "Meetings and plans", 15)),
        (of(Decision, "decisions", case_manager_says="Object", proposed_on=DAY),
         ("decision", "Meetings and plans", 15)),
        (of(Deadline, "deadlines", kind="IEP review", done_on=DAY), ("deadline", "Paperwork", 30)),
        (of(Goal, "goals", goal="Reads aloud", start=DAY), ("plan", "Paperwork", 60)),
        (of(WeeklyCheck, "week", week_of=DAY, inbox=4), ("weekly_check", "Students", 5)),
        (of(LogEntry, "class_log", day=DAY, class_name="Maths 7", minutes=45),
         ("lesson", "Teaching", 45)),
    ],
)  # fmt: skip
def test_a_row_that_stands_anyway_says_what_was_done(record, work):
    what, kind, minutes = work
    assert told(record) == [(what, kind, DAY, minutes)]
    assert told(record, email=TOMAS.email) == []


@pytest.mark.parametrize(
    "record",
    [
        of(DiaryEntry, kind="Check-in", day=DAY, status="Planned"),
        of(DiaryEntry, kind="Check-in", day=DAY, status="Missed"),
        of(DiaryEntry, kind="???", day=DAY, status="Done"),
        of(DiaryEntry, kind="Check-in", status="Done"),
        of(Decision, "decisions", decided_on=DAY),
        of(Decision, "decisions", case_manager_says="Agree"),
        of(Deadline, "deadlines", kind="IEP review", done_on=date(2026, 12, 1)),
        of(Goal, "goals", start=DAY),
        of(Goal, "goals", goal="Reads aloud", start=date(2027, 1, 11)),
        of(WeeklyCheck, "week", week_of=DAY),
        of(LogEntry, "class_log", day=DAY, class_name="Maths 7"),
        of(Letter, "letters", kind="Welcome"),
        LETTER,  # it went before the day was kept
    ],
)
def test_what_is_not_done_or_has_no_day_is_no_work(record):
    assert told(record) == []


def test_a_letter_counts_on_the_day_that_was_kept():
    assert told(LETTER, kept={gone_key(LETTER): DAY}) == [("letter", "Families", DAY, 15)]


def test_an_appointment_is_work_of_the_person_on_whose_calendar_it_stood():
    entry = of(DiaryEntry, kind="Check-in", day=DAY, status="Done", owner=TOMAS.email)
    assert told(entry) == []
    assert len(told(entry, email=TOMAS.email)) == 1


def test_a_lesson_counts_once_however_many_students_were_in_it():
    rows = [
        replace(
            of(LogEntry, "class_log", day=DAY, class_name=name, minutes=minutes),
            row=RowRef(CASELOAD, "class_log", f"hf-{number}"),
        )
        for number, (name, minutes) in enumerate((("Maths 7", 30), ("maths 7", 45), ("Art", 20)))
    ]
    assert sorted(minutes for *_, minutes in told(*rows)) == [20, 45]


def test_goals_of_one_day_are_one_plan():
    goals = [of(Goal, "goals", goal=text, start=DAY) for text in ("Reads aloud", "Comes on time")]
    assert len(told(*goals)) == 1


def test_typed_rows_add_to_it_and_count_only_when_they_are_whole():
    ref = RowRef(MY_TIME, "my_time", "")
    rows = [
        TimeRow(ref, DAY, "Teaching", 90, "Push-in"),
        TimeRow(ref, None, "Teaching", 90),
        TimeRow(ref, DAY, "", 90),
        TimeRow(ref, DAY, "Paperwork", None),
    ]
    works = with_typed((), rows, school())
    assert [(w.what, w.kind, w.minutes) for w in works] == [("typed", "Teaching", 90)]


@pytest.mark.parametrize(
    ("minutes", "shares"),
    [
        ((1, 1, 1), (34, 33, 33)),
        ((60, 30, 30), (50, 25, 25)),
        ((0, 0, 0), (0, 0, 0)),
        ((199, 1, 0), (100, 0, 0)),  # the larger remainder is rounded up, and the sum is 100
        ((5, 5, 1), (46, 45, 9)),
    ],
)
def test_shares_add_up_to_a_hundred(minutes, shares):
    found = percents(dict(zip("abc", minutes, strict=True)))
    assert tuple(found.values()) == shares
    assert sum(found.values()) in (0, 100)


def test_minutes_are_added_by_kind_in_the_order_of_the_list():
    works = [Work("typed", "Paperwork", DAY, 20), Work("typed", "Teaching", DAY, 5),
             Work("typed", "Paperwork", DAY, 10)]  # fmt: skip
    assert list(by_kind(works)) == list(KINDS)
    assert {k: n for k, n in by_kind(works).items() if n} == {"Teaching": 5, "Paperwork": 30}


def test_a_week_is_monday_to_sunday():
    assert week_of(date(2026, 10, 14)) == (date(2026, 10, 12), date(2026, 10, 18))
    assert week_of(date(2026, 10, 18)) == (date(2026, 10, 12), date(2026, 10, 18))


@pytest.mark.parametrize(("minutes", "said"), [(200, "3 h 20 min"), (120, "2 h"), (45, "45 min")])
def test_minutes_are_said_as_people_say_them(minutes, said):
    assert spoken(minutes, SAY) == said


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"latest": 100, "target": 100}, "met"),
        ({"latest": 99, "target": 100}, "on_the_way"),
        ({"latest": 2, "target": 3, "direction": "Decrease"}, "met"),
        ({"latest": 4, "target": 3, "direction": "Decrease"}, "on_the_way"),
        ({"target": 3}, "not_measured"),
    ],
)
def test_how_a_goal_stands(said, state):
    assert state_of(of(Goal, "goals", goal="Reads", **said)) == state
    assert state in STATES


def test_a_goal_ran_in_a_term_that_it_reaches_into():
    goal = of(Goal, "goals", goal="Reads", start=date(2026, 9, 1), due=date(2026, 10, 1))
    assert ran_in(goal, date(2026, 10, 1), date(2026, 11, 1))
    assert not ran_in(goal, date(2026, 10, 2), date(2026, 11, 1))
    assert not ran_in(replace(goal, goal=" "), date(2026, 9, 1), date(2026, 11, 1))


# ---------------------------------------------------------------- the paper


def portfolio(*records, works=None):
    made = school(*records)
    own = with_typed(made.ask.works(made, DANA.email) if works is None else works, (), made)
    return content_of(DANA.email, term_of(TODAY, made), own, made)


@pytest.mark.parametrize(
    ("students", "said"), [(9, "fewer than 10"), (10, "10"), (0, "fewer than 10")]
)
def test_few_students_are_only_said_to_be_few(students, said):
    works = [Work("check_in", "Students", DAY, 20, f"C-{n:04}") for n in range(students)]
    assert portfolio(works=works).students == said


def test_the_paper_counts_work_and_says_nothing_of_a_student():
    paper = portfolio(
        of(DiaryEntry, kind="Check-in", day=DAY, status="Done", notes="Ana cried."),
        of(Goal, "goals", goal="Reads aloud", start=DAY, latest=100, target=100),
        case("C-0142", "Ana Silva"),
    )
    assert set(paper.counts) == {"Check-ins: 1", "Plans written: 1"}
    assert paper.goals == "1"
    assert paper.total == "1 h 20 min"
    assert "Students: 25%" in paper.shares.alt
    assert paper.hours == "Students: 20 min · Paperwork: 1 h"
    assert any("a plan 60 minutes" in each for each in paper.formula)
    said = repr(paper)
    assert not any(secret in said for secret in ("Ana", "Silva", "C-0142", "cried", "Reads"))


def test_what_lies_outside_the_term_is_not_in_it():
    works = [Work("check_in", "Students", date(2026, 5, 4), 20, CODE)]
    paper = portfolio(works=works)
    assert paper.counts == ()
    assert paper.total == "0 min"


def test_every_kind_of_work_has_its_words_and_its_kind_of_time():
    whats = {kind.about for kind in diary_kinds().values()} | set(STATED) | {"lesson", "typed"}
    for language in ("en", "es"):
        say = load_wording(language).say
        assert all(say(f"my_time.count.{what}", count=1) for what in whats)
        assert all(say(f"my_time.formula.{what}", minutes=1) for what in STATED)
    assert {kind_of_time(kind) for kind in diary_kinds().values()} <= set(KINDS)
    tab = load_template("my_time", frozenset({"my_time"})).by_key["my_time"]
    assert tab.by_key["kind"].choices == KINDS
    assert set(STATED.values()) == {row.key for row in module_rows("my_time")} - {
        "module_my_time", "my_time_counts_from"}  # fmt: skip


def test_a_case_that_is_somebody_elses_is_their_work():
    entry = of(Deadline, "deadlines", done_on=DAY)
    made = school(entry)
    made = replace(made, records={**made.records, Case: (case(case_manager=TOMAS.email),)})
    assert works_of(made, DANA.email, REGISTERS) == ()
    assert len(works_of(made, TOMAS.email, REGISTERS)) == 1
