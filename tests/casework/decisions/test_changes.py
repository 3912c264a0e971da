"""A leave, a return, an exit, a transfer, another case manager: what follows, as pure rules."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date, time

import pytest

from service.casework.decisions.away import appointments_away, cases_end, talks_again
from service.casework.decisions.forms import FORMS
from service.casework.decisions.graduation import questions_about_paths, years_to_go
from service.casework.decisions.papers import hand_over_mails, wanted_papers
from service.casework.records import CASELOAD, Action, DiaryEntry, Goal, RowRef, TeamMember
from service.casework.school import RuleServices
from service.casework.services.records import ServiceReferral
from service.casework.settings import SchoolSettings
from service.casework.wants import Keep, WantedAppointment, WantedCells, WantedRow
from service.workbook.diary_kinds import diary_kinds
from tests.casework.small_school import CODE, DANA, MAREN, SAY, TODAY, case, school_with

from .decision_school import CASE, decision

_, _, DECIDE = FORMS
LATER = date(2026, 10, 26)  # a Monday, after today


def entry(kind="Check-in", day=LATER, row="hf-e", **said):
    said = {"status": "Planned", "repeat": "Weekly"} | said
    return DiaryEntry(RowRef(CASELOAD, "diary", row), CODE, "Ana Silva", kind, day, **said)


def made(what, **said):
    """A decision that was made on the head's card."""
    said = {"takes_effect": LATER, "decided": "Yes", "decided_on": TODAY} | said
    return decision(what=what, **said)


def school(*decisions, kept=None, handed=None, on_card=True, modules=(), done=(), **records):
    known = kept or {}
    found = {type(decisions[0]): decisions} if decisions else {}
    more = records.pop("more", {})
    cases = records.pop("cases", (CASE,))
    today = records.pop("today", TODAY)
    diary = records.pop("diary", ())
    assert not records
    return school_with(
        {**found, type(CASE): cases, DiaryEntry: diary, **more},
        today=today,
        settings=SchoolSettings(modules=frozenset(modules)),
        ask=RuleServices(
            say=SAY,
            on_card=lambda row, column, value: on_card,
            kinds=diary_kinds(),
            kept=known.get,
            done=done,
            handed_over=lambda code: handed,
        ),
    )


def cancelled(here):
    found = [each for each in appointments_away(here) if isinstance(each, WantedCells)]
    assert all(each.cells == {"status": "Cancelled"} for each in found)
    return [each.row.row_id for each in found]


# ---------------------------------------------------------------- away


@pytest.mark.parametrize(
    ("kind", "day", "away"),
    [
        ("Check-in", LATER, True),
        ("First Talk", date(2026, 11, 6), True),
        ("Check-in", date(2026, 10, 25), False),  # before it takes effect
        ("Check-in", date(2026, 11, 9), False),  # after it
        ("Family contact", LATER, False),  # the family is not on leave
        ("Meeting", LATER, False),
    ],
)
def test_in_a_leave_appointments_with_the_student_are_away(kind, day, away):
    leave = made("Leave", until=date(2026, 11, 6), why="a secret")
    here = school(leave, diary=(entry(kind, day),))
    assert cancelled(here) == (["hf-e"] if away else [])
    assert not any("secret" in str(each) for each in appointments_away(here))


@pytest.mark.parametrize(
    "said", [{"decided": ""}, {"decided": "No"}, {"decided": "To the team"}, {"takes_effect": None}]
)
def test_what_is_not_decided_changes_nothing(said):
    here = school(made("Leave", **said), diary=(entry(),))
    assert not list(appointments_away(here))
    typed = school(made("Leave"), diary=(entry(),), on_card=False)
    assert not list(appointments_away(typed))


def test_an_appointment_is_put_away_once_and_whoever_plans_it_again_has_it():
    here = school(made("Leave"), diary=(entry(),), kept={"away:hf-e": TODAY})
    assert not list(appointments_away(here))
    missed = school(made("Leave"), diary=(entry(status="Missed"), entry(status="Done")))
    assert not list(appointments_away(missed))


def test_what_repeats_goes_on_when_the_student_is_back_and_nobody_has_planned_it():
    leave = made("Leave", until=date(2026, 11, 6))
    away = entry(status="Cancelled", start=time(9, 0))
    (row,) = appointments_away(school(leave, diary=(away,), kept={"away:hf-e": TODAY}))
    assert isinstance(row, WantedRow)
    assert (row.cells["date"], row.cells["start"]) == (date(2026, 11, 9), time(9, 0))
    own = entry(day=date(2026, 11, 12), row="hf-own")
    assert not list(appointments_away(school(leave, diary=(away, own), kept={"away:hf-e": TODAY})))
    once = replace(away, repeat="None")
    assert not list(appointments_away(school(leave, diary=(once,), kept={"away:hf-e": TODAY})))
    by_people = school(leave, diary=(away,))  # a person cancelled it
    assert not list(appointments_away(by_people))


def test_a_return_ends_an_open_leave():
    leave = made("Leave")
    back = replace(made("Return", takes_effect=date(2026, 11, 2)), row=replace(leave.row))
    here = school(leave, back, diary=(entry(), entry(day=date(2026, 11, 2), row="hf-2")))
    assert cancelled(here) == ["hf-e"]
    assert cancelled(school(leave, diary=(entry(day=date(2027, 5, 3)),))) == ["hf-e"]


@pytest.mark.parametrize("what", ["Exit", "Transfer out"])
def test_after_an_exit_or_a_transfer_nothing_stays_in_a_calendar(what):
    diary = (entry("Meeting"), entry("Family contact", date(2026, 10, 20), row="hf-2"))
    assert cancelled(school(made(what), diary=diary)) == ["hf-e"]
    assert not list(cases_end(school(made(what))))
    (ended,) = cases_end(school(made(what), today=LATER))
    assert ended.cells == {"status": "Exited"}
    again = school(made(what), today=LATER, kept={ended.once: LATER})
    assert not list(cases_end(again))
    assert not list(cases_end(school(made("Leave"), today=LATER)))


@pytest.mark.parametrize("what", ["Exit", "Transfer out"])
def test_who_opens_an_ended_case_again_has_it_with_its_appointments(what):
    gone = replace(CASE, status="Exited")
    by_hand = school(made(what), today=LATER, cases=(gone,))
    (kept,) = cases_end(by_hand)
    assert isinstance(kept, Keep)  # so that it is not ended once more when it is opened again
    known = {kept.text: LATER}
    opened = school(made(what), today=LATER, kept=known, diary=(entry(),))
    assert not [*cases_end(opened), *appointments_away(opened)]
    still = school(made(what), today=LATER, kept=known, cases=(gone,), diary=(entry(),))
    assert cancelled(still) == ["hf-e"]


# ---------------------------------------------------------------- back


def talks(here):
    return [each for each in talks_again(here) if isinstance(each, WantedAppointment)]


@pytest.mark.parametrize(
    ("one", "first", "last"),
    [
        (made("Return"), LATER, date(2026, 11, 2)),  # Monday + 5 school days
        (made("Return", takes_effect=date(2026, 10, 12)), TODAY, date(2026, 10, 19)),
        (made("Leave", until=date(2026, 11, 6)), date(2026, 11, 9), date(2026, 11, 16)),
    ],
)
def test_somebody_sits_down_with_who_comes_back_within_five_school_days(one, first, last):
    (talk,) = talks(school(one))
    assert (talk.request.first_day, talk.request.last_day) == (first, last)
    assert talk.request.owner == DANA.email
    assert "secret" not in talk.no_slot("because").why


@pytest.mark.parametrize(
    "here",
    [
        school(made("Return", takes_effect=date(2026, 10, 1))),  # its days are over
        school(made("Return"), diary=(entry("First Talk", date(2026, 10, 28)),)),
        school(made("Return"), done={"return:hf-decision"}),
        school(made("Return"), cases=(replace(CASE, status="Exited"),)),
        school(made("Leave")),  # nobody knows until when
        school(made("Exit")),
    ],
)
def test_there_is_no_second_talk_and_none_where_nobody_comes_back(here):
    assert not talks(here)


def test_the_family_hears_of_a_return_by_letter_where_the_school_writes_letters():
    rows = [
        e
        for e in talks_again(school(made("Return"), modules={"letters"}))
        if isinstance(e, WantedRow)
    ]
    assert [(row.tab, row.cells["kind"]) for row in rows] == [("letters", "Return")]
    assert not [e for e in talks_again(school(made("Return"))) if isinstance(e, WantedRow)]


# ---------------------------------------------------------------- papers

ROSA = TeamMember(
    RowRef(CASELOAD, "team", "t1"), CODE, "Ana Silva", "Rosa Marín", "Mother", "Elm Street",
    "rosa@mail.example", "555 0141", rights="Full",
)  # fmt: skip
PEDRO = TeamMember(
    RowRef(CASELOAD, "team", "t2"), CODE, "Ana Silva", "Pedro Gil", "Father", "Oak Road",
    "pedro@mail.example", "555 0199", rights="Full",
)  # fmt: skip
GOAL = Goal(
    RowRef(CASELOAD, "goals", "g"), CODE, "Ana Silva", "Reads with Pedro Gil", unit="words",
    baseline=20, target=60, latest=35,
)  # fmt: skip
ACTION = Action(
    RowRef(CASELOAD, "actions", "a"), CODE, "Ana Silva", "Evening story", "Rosa Marín", LATER
)
SERVICE = ServiceReferral(
    RowRef(CASELOAD, "service_referrals", "s"), CODE, "Ana Silva", "Harbor Clinic", status="Made"
)
FULL = replace(CASE, strengths="Draws\nKind", needs="Tires; call 555 0199", grade="7")
RECORDS = {
    TeamMember: (ROSA, PEDRO), Goal: (GOAL,), Action: (ACTION,), ServiceReferral: (SERVICE,)
}  # fmt: skip
OTHERS = ("Rosa", "Pedro", "0141", "0199", "@mail", "Harbor", "secret")


def said(want):
    return str(astuple(want.content))


@pytest.mark.parametrize(
    ("what", "titles"),
    [
        ("Exit", ["Closing paper"]),
        ("Transfer out", ["Closing paper", "Transfer packet"]),
        ("Leave", ["Coming back"]),
        ("Return", ["Coming back"]),
        ("Program", []),
        ("Transfer in", []),
    ],
)
def test_each_change_has_its_papers_with_nothing_of_either_home_or_of_a_service(what, titles):
    here = school(made(what, why="a secret"), cases=(FULL,), more=RECORDS)
    wanted = list(wanted_papers(here))
    assert [want.content.title for want in wanted] == titles
    for want in wanted:
        assert not [word for word in OTHERS if word in said(want)]
        assert "from 20 words to 35 words, target 60 words" in said(want)
        assert "Evening story" in said(want)
        assert [(s.email, s.role) for s in want.shares] == [(DANA.email, "writer")]
        assert "Silva" not in want.title


def test_the_hand_over_has_contacts_and_services_for_the_case_manager_alone():
    here = school(cases=(FULL,), more=RECORDS, handed=date(2026, 10, 13))
    (want,) = wanted_papers(here)
    for word in ("Rosa Marín", "555 0199", "Harbor Clinic · Made", "Draws"):
        assert word in said(want)
    assert [share.email for share in want.shares] == [DANA.email]
    (mail,) = hand_over_mails(here)
    assert (mail.to, mail.encloses) == (DANA.email, want.key)
    assert "Silva" not in mail.subject + mail.text
    assert not list(
        hand_over_mails(school(cases=(FULL,), handed=date(2026, 10, 13), done={mail.key}))
    )


def test_a_paper_follows_the_case_for_sixty_days_and_is_history_then():
    old = made("Exit", decided_on=date(2026, 8, 1))
    (want,) = wanted_papers(school(old))
    assert (want.content, want.closed) == (None, True)
    assert not list(wanted_papers(school(old, on_card=False)))
    assert not list(wanted_papers(school(cases=(FULL,))))
    assert not list(hand_over_mails(school(handed=date(2026, 8, 1))))


# ---------------------------------------------------------------- graduation


@pytest.mark.parametrize(
    ("grade", "years"),
    [("6", 6), ("Grade 9", 3), ("12", None), ("K", None), ("", None), ("2026", None)],
)
def test_how_far_the_last_grade_is(grade, years):
    assert years_to_go(case(grade=grade)) == years


def test_a_modification_is_not_decided_without_a_sentence_about_graduation():
    asked = decision(what="Modification")
    bare = replace(CASE, grade="6")
    with pytest.raises(ValueError, match="no_path"):
        DECIDE.fills(school(asked, cases=(bare,)), MAREN, {"decided": "Yes"}, asked)
    assert DECIDE.fills(school(asked, cases=(bare,)), MAREN, {"decided": "No"}, asked)
    told = replace(bare, graduation_path="Algebra by grade 10; diploma")
    assert DECIDE.fills(school(asked, cases=(told,)), MAREN, {"decided": "Yes"}, asked)
    found = list(questions_about_paths(school(asked, cases=(bare,))))
    assert [each.whose for each in found] == [
        DANA.email, "maren@school.example", "carl@school.example"
    ]  # fmt: skip
    assert "Grade 6, and grade 12 is 6 years ahead" in found[0].why
    assert not list(questions_about_paths(school(asked, cases=(told,))))
    assert not list(questions_about_paths(school(decision(what="Program"), cases=(bare,))))
