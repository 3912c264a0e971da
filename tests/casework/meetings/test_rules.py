"""Which meetings are coming, who is asked before them, and what the brief says: as pure rules."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.answer_rows import Answer
from service.casework.briefing import Told, told_by
from service.casework.meetings.asking import first_seen, to_teachers
from service.casework.meetings.brief import wanted_briefs
from service.casework.meetings.cards import FOUR_TAPS, QUESTIONS, to_say
from service.casework.meetings.coming import asked_about, with_brief
from service.casework.records import CASELOAD, Action, Case, DiaryEntry, Goal, RowRef, TeamMember
from service.casework.registry import REGISTERS
from service.casework.school import RuleServices
from service.casework.services.records import ServiceReferral
from service.casework.week.records import WeeklyCheck
from tests.casework.small_school import CODE, DANA, NORA, SAY, TODAY, case, day_off, school_with

FRIDAY = date(2026, 10, 23)  # seven school days after TODAY, a Wednesday


def entry(day: date = FRIDAY, kind: str = "Meeting", status: str = "Planned") -> DiaryEntry:
    row = RowRef(CASELOAD, "diary", f"d-{day.isoformat()}", 3)
    return DiaryEntry(row, CODE, "Ana Silva", kind, day=day, status=status)


def team(**said) -> TeamMember:
    more = {"person": "Nora", "role": "Teacher", "may_see": ("Accommodations",)}
    return TeamMember(RowRef(CASELOAD, "team", "t1"), CODE, "Ana Silva", **(more | said))


def answer(row_id: str = "a1", **said) -> Answer:
    more = {"about": "Before a meeting", "answered_by": NORA.email, "in_their_words": "Hard: all"}
    return Answer(RowRef(CASELOAD, "answers", row_id, 2), CODE, "Ana Silva", **(more | said))


def of(*entries, today=TODAY, rows=None, ask=None, status="Active", days_off=()):
    records = {
        DiaryEntry: entries or (entry(),),
        TeamMember: (team(),),
        Case: (case(status=status),),
        **(rows or {}),
    }
    services = ask or RuleServices(say=SAY, hashed=lambda text: f"h{len(text)}")
    return school_with(records, today=today, ask=services, days_off=days_off)


@pytest.mark.parametrize(
    ("today", "asks", "briefs"),
    [
        (date(2026, 10, 13), 0, 0),  # eight school days before
        (date(2026, 10, 14), 1, 0),  # seven
        (date(2026, 10, 21), 1, 0),
        (date(2026, 10, 22), 1, 1),  # the day before
        (date(2026, 10, 23), 0, 1),  # the day itself
        (date(2026, 10, 24), 0, 0),
    ],
)
def test_seven_school_days_before_teachers_are_asked_and_one_before_the_brief_stands(
    today, asks, briefs
):
    school = of(today=today)
    assert (len(list(asked_about(school))), len(list(with_brief(school)))) == (asks, briefs)


def test_days_off_do_not_count_and_a_monday_has_its_brief_on_friday():
    off = day_off(date(2026, 10, 16), date(2026, 10, 16))
    assert list(asked_about(of(today=date(2026, 10, 13), days_off=(off,))))
    assert list(with_brief(of(entry(date(2026, 10, 26)), today=FRIDAY)))
    assert not list(with_brief(of(entry(date(2026, 10, 26)), today=date(2026, 10, 22))))


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({"kind": "Plan review"}, True),
        ({"kind": "Check-in"}, False),
        ({"status": "Done"}, False),
        ({"status": "Cancelled"}, False),
    ],
)
def test_planned_meetings_and_plan_reviews(more, asked):
    assert bool(list(to_teachers(of(entry(**more))))) is asked


def test_a_mail_names_nobody_and_goes_to_those_who_may_be_asked():
    (mail,) = to_teachers(of())
    assert mail.to == NORA.email
    assert not any(word in mail.text + mail.subject for word in ("Ana", "Silva", CODE))
    assert not list(to_teachers(of(rows={TeamMember: (team(may_see=()),)})))
    assert not list(to_teachers(of(status="Exited")))
    assert not list(to_teachers(of(rows={Answer: (answer(),)})))


def test_what_was_said_before_an_earlier_meeting_is_not_taken_for_this_one():
    (keep,) = first_seen(of(rows={Answer: (answer(),)}))
    assert keep.day == TODAY
    earlier = RuleServices(say=SAY, kept=lambda text: date(2026, 9, 1))
    assert len(list(to_teachers(of(rows={Answer: (answer(),)}, ask=earlier)))) == 1
    assert not list(first_seen(of(rows={Answer: (answer(),)}, ask=earlier)))


def test_four_taps_and_a_line_are_words_and_nothing_at_all_is_refused():
    given = {name: f"meetings.{name}.{options[0]}" for name, options in QUESTIONS.items()}
    cells = FOUR_TAPS.fills(of(), NORA, given | {"in_their_words": "Sings."}, None)
    assert cells["in_their_words"] == (
        "Going well: takes part\nHard: getting started\nHelps: more time\n"
        "Grade: well above passing\nSings."
    )
    assert (cells["about"], cells["answered_by"]) == ("Before a meeting", NORA.email)
    with pytest.raises(ValueError, match=r"meetings\.card\.nothing"):
        FOUR_TAPS.fills(of(), NORA, {}, None)


def test_the_card_asks_until_this_teacher_has_answered():
    assert [line.words for line in to_say(of(), NORA, "")] == ["Ana Silva"]
    assert not list(to_say(of(rows={Answer: (answer(),)}), NORA, ""))
    assert not FOUR_TAPS.may(of(entry(status="Done")), NORA, None)


# ---------------------------------------------------------------- the brief


def brief(rows=None, ask=None, **more):
    return list(wanted_briefs(of(today=date(2026, 10, 22), rows=rows, ask=ask, **more)))


def test_the_brief_is_the_case_managers_and_its_title_names_nobody():
    (want,) = brief()
    assert want.title == "Meeting brief · C-0142 · 23 Oct 2026"
    assert [(share.email, share.role) for share in want.shares] == [(DANA.email, "writer")]
    assert not brief(rows={Case: (case(is_confirmed=False),)})


def test_the_brief_gathers_what_is_known_and_keeps_to_two_pages():
    row = RowRef(CASELOAD, "goals", "g1", 1)
    long = " ".join(["word"] * 400)
    rows = {
        Goal: (Goal(row, CODE, "Ana", "Reads aloud"),),
        Answer: (answer(class_name="Art", in_their_words="Hard: all\n\nSings."),),
        Action: tuple(
            Action(RowRef(CASELOAD, "actions", f"x{n}", n), CODE, "Ana", long, "Nora")
            for n in range(20)
        ),
    }
    (want,) = brief(rows)
    content = want.content
    assert [goal.goal for goal in content.goals] == ["Reads aloud"]
    assert [(a.who, a.lines) for a in content.answers] == [("Nora · Art", ("Hard: all", "Sings."))]
    assert len(content.actions) == 5
    assert all(len(line) <= 200 for line in content.actions)


def services(**said) -> ServiceReferral:
    more = {"resource": "Harbor clinic", "for_whom": "Family", "consent": "Written"}
    more |= {"consent_paper": "signed", "household": "", "made_on": date(2026, 10, 1)}
    row = RowRef(CASELOAD, "service_referrals", "s1", 1)
    return ServiceReferral(row, CODE, "Ana", **(more | said))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, True),
        ({"for_whom": "Student"}, False),  # the student consented alone
        ({"consent": "Spoken"}, False),
        ({"consent": "Refused"}, False),
        ({"consent_paper": ""}, False),
        ({"consent_until": date(2026, 10, 1)}, False),
        ({"status": "Declined"}, False),
    ],
)
def test_a_service_stands_in_the_brief_only_where_every_home_may_read_of_it(said, shown):
    home = team(person="Ms Silva", role="Mother", rights="Full", household="A", may_see=("Plan",))
    rows = {ServiceReferral: (services(**said),), TeamMember: (home,)}
    ask = RuleServices(say=SAY, tells=told_by(REGISTERS))
    (want,) = brief(rows, ask)
    assert bool(want.content.services) is shown
    other = team(person="Mr Silva", role="Father", rights="Full", household="B")
    (want,) = brief(rows | {TeamMember: (home, other)}, ask)
    assert want.content.services == ()


def test_topics_say_their_own_and_what_a_check_knows_is_told():
    row = RowRef(CASELOAD, "week", "w1", 1)
    first = WeeklyCheck(
        row, CODE, "Ana", date(2026, 10, 5), missing_work=2, promise="Labs", done_on=TODAY
    )
    second = WeeklyCheck(
        RowRef(CASELOAD, "week", "w2", 2), CODE, "Ana", date(2026, 10, 12), missing_work=5,
        promise="Read", promise_kept="Partly", done_on=date(2026, 10, 15),
    )  # fmt: skip
    told = told_by(REGISTERS)(of(rows={WeeklyCheck: (first, second)}), CODE)
    assert told == (
        Told("missing_work", "5 missing · 15 Oct"),
        Told("promise", "15 Oct: Read"),
        Told("promise", "14 Oct: Labs (kept: Partly)"),
    )
