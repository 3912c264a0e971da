"""What both sides are asked: silence, typed words, and a yes that is the team's to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.decisions.records import FOR_THE_TEAM
from service.casework.decisions.rules import questions
from service.casework.decisions.what_counts import is_yes_without_the_team
from tests.casework.small_school import DANA, MAREN, TOMAS

from .decision_school import CASE, decision, meeting, school

LATER = date(2026, 10, 20)
IEP = replace(CASE, plan_type="IEP, speech")
BOTH = {DANA.email, MAREN.email}


def asked(found):
    """The kinds of question, each with whom it is put to."""
    kinds = {}
    for problem in questions(found):
        kinds.setdefault(problem.key.split(":")[2], set()).add(problem.whose)
    return kinds


def test_silence_is_never_consent_both_sides_are_asked_until_there_is_a_word():
    assert asked(school(decision())) == {}
    assert asked(school(decision(), today=LATER)) == {"overdue": BOTH}
    much_later = school(decision(), today=date(2027, 5, 3))
    assert asked(much_later) == {"overdue": BOTH}
    answered = decision(case_manager_says="Object")
    assert asked(school(answered, on_card=("case_manager_says",), today=LATER)) == {}


def test_in_effect_without_a_word_is_asked_about_at_once():
    begun = decision(takes_effect=date(2026, 10, 13), proposed_on=date(2026, 10, 13))
    assert asked(school(begun)) == {"overdue": BOTH}


def test_a_word_typed_into_the_cell_does_not_count_as_the_case_manager_s():
    assert asked(school(decision(case_manager_says="Agree"), today=LATER)) == {"overdue": BOTH}


@pytest.mark.parametrize("decided", ["Yes", "No", "To the team"])
def test_a_typed_decision_does_not_count_and_is_asked_about(decided):
    typed = decision(decided=decided)
    assert asked(school(typed)) == {"without_word": BOTH}
    with_word = decision(decided=decided, case_manager_says="Agree")
    assert asked(school(with_word, on_card=("case_manager_says",))) == {"typed": {""}}
    assert asked(school(with_word, on_card=("case_manager_says", "decided"))) == {}


def test_a_decision_on_the_card_asks_nothing_more():
    assert asked(school(decision(decided="No"), on_card=("decided",), today=LATER)) == {}


@pytest.mark.parametrize("on_card", [(), ("decided",)])
def test_a_withdrawn_one_asks_nothing(on_card):
    withdrawn = decision(decided="Withdrawn")
    assert asked(school(withdrawn, on_card=on_card, today=LATER)) == {}


def test_one_who_is_both_is_asked_once():
    own = replace(CASE, case_manager=MAREN.email)
    assert [p.whose for p in questions(school(decision(), cases=(own,), today=LATER))] == [
        MAREN.email
    ]


def test_a_case_that_nobody_manages_is_the_coordinator_s_to_ask():
    bare = replace(CASE, case_manager="")
    found = questions(school(decision(), cases=(bare,), today=LATER))
    assert {p.key: p.whose for p in found} == {
        "decision:hf-decision:overdue:coordinator": MAREN.email
    }


@pytest.mark.parametrize(
    ("status", "counts_from"), [("Exited", ""), ("Active", "2026-10-13"), ("Active", "46308")]
)
def test_a_closed_case_and_what_lies_before_the_module_counts_ask_nothing(status, counts_from):
    """46308 is 13 October 2026, as Sheets counts days."""
    case = replace(CASE, status=status)
    found = school(decision(), cases=(case,), today=LATER, decisions_counts_from=counts_from)
    assert asked(found) == {}


def test_what_was_proposed_on_the_day_from_which_it_counts_is_asked():
    found = school(decision(), today=LATER, decisions_counts_from="2026-10-12")
    assert asked(found) == {"overdue": BOTH}


# ---------------------------------------------------------------- the team's to say


@pytest.mark.parametrize("plan", ["IEP", "iep speech", "504", "Section 504 plan", "IEP and 504"])
@pytest.mark.parametrize("what", sorted(FOR_THE_TEAM))
def test_a_yes_for_a_student_with_an_iep_or_504_plan_is_the_team_s(what, plan):
    yes = decision(what=what, decided="Yes", case_manager_says="Agree")
    case = replace(CASE, plan_type=plan)
    found = school(yes, cases=(case,), on_card=("case_manager_says", "decided"))
    assert asked(found) == {"for_the_team": BOTH}


@pytest.mark.parametrize(
    ("what", "plan", "decided"),
    [
        ("Program", "ILP", "Yes"),
        ("Program", "", "Yes"),
        ("Discipline", "IEP", "Yes"),
        ("Leave", "IEP", "Yes"),
        ("Program", "IEP", "No"),
        ("Program", "IEP", "To the team"),
        ("Program", "IEP", "Withdrawn"),
    ],
)
def test_every_other_answer_is_taken_as_it_is(what, plan, decided):
    said = decision(what=what, decided=decided, case_manager_says="Agree")
    case = replace(CASE, plan_type=plan)
    found = school(said, cases=(case,), on_card=("case_manager_says", "decided"))
    assert asked(found) == {}


@pytest.mark.parametrize(
    ("held", "met"),
    [
        (meeting(date(2026, 10, 13)), True),
        (meeting(date(2026, 10, 12)), True),  # on the very day
        (meeting(date(2026, 10, 9)), False),  # before it was proposed
        (meeting(date(2026, 10, 13), status="Planned"), False),
        (meeting(date(2026, 10, 13), status="Missed"), False),
        (meeting(date(2026, 10, 13), kind="Check-in"), False),
        (meeting(date(2026, 10, 13), code="C-0009"), False),
    ],
)
def test_only_a_meeting_about_the_student_that_is_done_makes_it_a_yes(held, met):
    yes = decision(decided="Yes")
    found = school(yes, cases=(IEP,), diary=(held,), on_card=("decided",))
    assert is_yes_without_the_team(yes, IEP, found) is not met


def test_another_case_manager_is_never_asked():
    found = questions(school(decision(), today=LATER))
    assert TOMAS.email not in {problem.whose for problem in found}
