"""Who asks, answers and decides on a card, what goes with it, and what cards show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.decisions.forms import FORMS
from service.casework.decisions.sections import asked_of_me, on_case, waiting
from tests.casework.small_school import CARL, CODE, DANA, ELEANOR, MAREN, STAFF, TODAY, TOMAS

from .decision_school import CASE, away, decision, meeting, school

ASK, ANSWER, DECIDE = FORMS
IEP = replace(CASE, plan_type="IEP")


def can(form, found, record=None):
    return {p.name for p in STAFF if p.role in form.roles and form.may(found, p, record)}


def test_heads_counselors_and_the_coordinator_ask_and_it_is_said_who_and_when():
    assert can(ASK, school()) == {"Carl", "Eleanor", "Maren"}
    filled = ASK.fills(school(), CARL, {"what": "Leave"}, None)
    assert filled == {"proposed_by": CARL.email, "proposed_on": TODAY}


@pytest.mark.parametrize(
    ("form", "record", "key"),
    [
        (ASK, None, "decision.no_what"),
        (ANSWER, decision(), "decision.no_answer"),
        (DECIDE, decision(), "decision.no_decision"),
    ],
)
def test_a_form_without_its_choice_says_what_is_missing(form, record, key):
    with pytest.raises(ValueError, match=key):
        form.fills(school(decision()), MAREN, {}, record)


def test_nobody_answers_for_another():
    asked = decision()
    assert can(ANSWER, school(asked), asked) == {"Dana"}
    own = replace(CASE, case_manager=TOMAS.email)
    assert can(ANSWER, school(asked, cases=(own,)), asked) == {"Tomas"}
    bare = replace(CASE, case_manager="")
    assert can(ANSWER, school(asked, cases=(bare,)), asked) == set()


def test_who_stands_in_for_an_absent_case_manager_may_answer():
    asked = decision()
    covered = away(DANA, TODAY, TODAY, TOMAS.email)
    assert can(ANSWER, school(asked, days_off=(covered,)), asked) == {"Dana", "Tomas"}
    assert can(ANSWER, school(asked, days_off=(away(DANA, TODAY, TODAY),)), asked) == {"Dana"}


def test_one_s_own_proposal_is_not_answered_by_oneself():
    own = decision(proposed_by=DANA.email)
    assert can(ANSWER, school(own), own) == set()


@pytest.mark.parametrize(
    ("decided", "on_card", "open_"),
    [("Yes", (), True), ("Yes", ("decided",), False), ("Withdrawn", (), False)],
)
def test_it_is_answered_until_it_is_decided_on_a_card_or_withdrawn(decided, on_card, open_):
    asked = decision(decided=decided)
    assert bool(can(ANSWER, school(asked, on_card=on_card), asked)) is open_


def test_head_and_coordinator_decide_but_not_about_their_own_case_nor_twice():
    asked = decision()
    assert can(DECIDE, school(asked), asked) == {"Eleanor", "Maren"}
    own = replace(CASE, case_manager=MAREN.email)
    assert can(DECIDE, school(asked, cases=(own,)), asked) == {"Eleanor"}
    made = decision(decided="No")
    assert can(DECIDE, school(made, on_card=("decided",)), made) == set()


@pytest.mark.parametrize(
    ("chosen", "what", "case", "diary", "becomes"),
    [
        ("Yes", "Program", CASE, (), None),
        ("Yes", "Program", IEP, (), "To the team"),
        ("Yes", "Exit", replace(CASE, plan_type="504"), (), "To the team"),
        ("Yes", "Discipline", IEP, (), None),
        ("No", "Program", IEP, (), None),
        ("Yes", "Program", IEP, (meeting(date(2026, 10, 13)),), None),
        ("Yes", "Program", IEP, (meeting(date(2026, 10, 13), status="Planned"),), "To the team"),
    ],
)
def test_a_yes_that_is_the_team_s_becomes_to_the_team(chosen, what, case, diary, becomes):
    asked = decision(what=what)
    found = school(asked, cases=(case,), diary=diary)
    cells = dict(DECIDE.fills(found, ELEANOR, {"decided": chosen}, asked))
    assert cells.pop("decided_by") == "Eleanor"
    assert cells.pop("decided_on") == TODAY
    assert cells == ({"decided": becomes} if becomes else {})


def test_what_counts_as_said_on_a_card_is_the_answer_and_the_decision():
    assert (ASK.confirms, ANSWER.confirms, DECIDE.confirms) == (
        (),
        ("case_manager_says",),
        ("decided",),
    )


# ---------------------------------------------------------------- what cards show


def test_the_case_manager_is_shown_what_waits_for_their_word_the_most_urgent_first():
    plain, urgent = decision(what="Leave"), decision(what="Return", urgent="Yes")
    lines = list(asked_of_me(school(plain, urgent), DANA, ""))
    assert [line.words for line in lines] == ["Return · Ana Silva", "Leave · Ana Silva"]
    assert {line.action for line in lines} == {"answer_decision"}
    assert not list(asked_of_me(school(plain), TOMAS, ""))


@pytest.mark.parametrize(
    ("said", "on_card", "shown"),
    [
        ({}, (), "Answer by"),
        ({"proposed_on": date(2026, 10, 5)}, (), "No word yet"),
        ({"case_manager_says": "Agree if"}, (), "Case manager: Agree if (typed)"),
        ({"case_manager_says": "Agree if"}, ("case_manager_says",), "Case manager: Agree if"),
        ({"decided": "No"}, (), "Decided: No (typed)"),
        ({"decided": "No"}, ("decided",), "Decided: No"),
    ],
)
def test_a_case_card_says_how_it_stands_and_what_was_only_typed(said, on_card, shown):
    (line,) = on_case(school(decision(**said), on_card=on_card), MAREN, CODE)
    assert any(part.startswith(shown) for part in line.above.split(" · "))
    assert ("(typed)" in line.above) is ("(typed)" in shown)


def test_a_case_card_shows_every_decision_of_the_case_the_newest_first():
    old = decision(what="Leave", proposed_on=date(2026, 9, 1))
    other = replace(decision(what="Exit"), code="C-0009")
    lines = on_case(school(old, decision(), other), ELEANOR, CODE)
    assert [line.words for line in lines] == ["Program · Ana Silva", "Leave · Ana Silva"]


def test_what_is_decided_or_withdrawn_waits_for_nobody():
    for said, on_card in (({"decided": "No"}, ("decided",)), ({"decided": "Withdrawn"}, ())):
        found = school(decision(**said), on_card=on_card)
        assert not list(waiting(found, ELEANOR, ""))
        assert not list(asked_of_me(found, DANA, ""))
    (line,) = waiting(school(decision()), ELEANOR, "")
    assert line.action == "decide_decision"


def test_what_was_answered_on_the_card_waits_for_the_case_manager_no_more():
    answered = decision(case_manager_says="Object")
    assert list(asked_of_me(school(answered), DANA, ""))  # typed only
    assert not list(asked_of_me(school(answered, on_card=("case_manager_says",)), DANA, ""))
