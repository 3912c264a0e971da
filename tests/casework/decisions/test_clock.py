"""By when an answer is asked for, what is overdue, and who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.decisions.rules import asked_for, clock_cells
from service.casework.decisions.what_counts import answer_by, is_overdue
from service.casework.records import OFFICE, DayOff, RowRef
from service.casework.wants import WantedEvent, WantedMessage
from tests.casework.small_school import DANA, SAY, TODAY

from .decision_school import CASE, decision, school

CLOSED = DayOff(RowRef(OFFICE, "school_days", "1"), date(2026, 10, 13), date(2026, 10, 13))
ALWAYS = DayOff(RowRef(OFFICE, "school_days", "2"), date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("proposed_on", "urgent", "day"),
    [
        (date(2026, 10, 12), "", date(2026, 10, 14)),  # Monday -> Wednesday
        (date(2026, 10, 15), "", date(2026, 10, 19)),  # Thursday -> Monday
        (date(2026, 10, 16), "No", date(2026, 10, 20)),  # Friday -> Tuesday
        (date(2026, 10, 17), "", date(2026, 10, 20)),  # Saturday -> Tuesday
        (date(2026, 10, 12), "Yes", date(2026, 10, 12)),  # urgent: the day itself
        (date(2026, 10, 17), "Yes", date(2026, 10, 19)),  # on a Saturday: the next school day
        (None, "", None),
    ],
)
def test_an_answer_is_asked_for_within_two_school_days_and_on_the_day_where_it_is_urgent(
    proposed_on, urgent, day
):
    asked = decision(proposed_on=proposed_on, urgent=urgent)
    assert answer_by(asked, school(asked)) == day


def test_a_day_off_does_not_count_and_the_number_of_days_is_the_school_s():
    asked = decision()
    assert answer_by(asked, school(asked, days_off=(CLOSED,))) == date(2026, 10, 15)
    assert answer_by(asked, school(asked, answer_within_school_days=5)) == date(2026, 10, 19)
    assert answer_by(asked, school(asked, answer_within_school_days=0)) == date(2026, 10, 12)


def test_without_a_single_school_day_no_day_is_named():
    asked = decision()
    assert answer_by(asked, school(asked, days_off=(ALWAYS,))) is None
    assert not list(asked_for(school(asked, days_off=(ALWAYS,))))


@pytest.mark.parametrize(
    ("today", "takes_effect", "late"),
    [
        (date(2026, 10, 13), None, False),
        (date(2026, 10, 14), None, False),  # the day itself is not past
        (date(2026, 10, 15), None, True),
        (date(2026, 10, 13), date(2026, 10, 14), False),
        (date(2026, 10, 13), date(2026, 10, 13), True),  # in effect without a word
    ],
)
def test_it_is_overdue_past_the_day_or_in_effect_without_a_word(today, takes_effect, late):
    asked = decision(takes_effect=takes_effect)
    assert is_overdue(asked, school(asked, today=today)) is late


@pytest.mark.parametrize(
    ("says", "decided", "on_card", "late"),
    [
        ("", "", (), True),
        ("Agree", "", (), True),  # typed into the cell
        ("Agree", "", ("case_manager_says",), False),
        ("", "No", (), True),
        ("", "No", ("decided",), False),
        ("", "Withdrawn", (), False),
    ],
)
def test_only_a_word_or_a_decision_on_a_card_ends_it_and_a_withdrawal(says, decided, on_card, late):
    asked = decision(case_manager_says=says, decided=decided)
    found = school(asked, on_card=on_card, today=date(2026, 10, 20))
    assert is_overdue(asked, found) is late


def test_the_case_manager_gets_one_mail_without_names_and_an_entry_on_the_day():
    mail, event = asked_for(school(decision(why="Ana needs a quieter room.")))
    assert isinstance(mail, WantedMessage)
    assert isinstance(event, WantedEvent)
    assert (mail.to, event.owner) == (DANA.email, DANA.email)
    assert event.day == date(2026, 10, 14)
    for words in (mail.subject, mail.text, event.title, event.description):
        assert "Ana" not in words
        assert "Silva" not in words
    assert "C-0142" in mail.subject


def test_an_urgent_one_is_said_to_be_for_today():
    mail, event = asked_for(school(decision(urgent="Yes", proposed_on=TODAY)))
    assert event.day == TODAY
    assert "today" in mail.text
    (plain, _) = asked_for(school(decision()))
    assert "today" not in plain.text


@pytest.mark.parametrize(
    ("said", "on_card"),
    [
        ({"what": ""}, ()),
        ({"proposed_on": None}, ()),
        ({"proposed_by": DANA.email}, ()),  # the case manager's own proposal
        ({"case_manager_says": "Object"}, ("case_manager_says",)),
        ({"decided": "No"}, ("decided",)),
        ({"decided": "Withdrawn"}, ()),
    ],
)
def test_nobody_is_asked_where_there_is_nothing_left_to_say(said, on_card):
    assert not list(asked_for(school(decision(**said), on_card=on_card)))


def test_nothing_is_asked_of_a_closed_case_or_of_one_that_nobody_manages():
    for case in (replace(CASE, status="Exited"), replace(CASE, case_manager="")):
        assert not list(asked_for(school(decision(), cases=(case,))))


def test_what_was_proposed_before_the_module_counts_is_not_asked():
    asked = decision()
    assert list(asked_for(school(asked, decisions_counts_from="2026-10-12")))
    assert not list(asked_for(school(asked, decisions_counts_from="2026-10-13")))


@pytest.mark.parametrize(
    ("decided", "on_card", "cell"),
    [
        ("", (), {"decided_by": None}),
        ("Yes", (), {"decided_by": SAY("decision.typed_by")}),
        ("Yes", ("decided",), {}),  # the name that the card wrote stays
    ],
)
def test_the_grey_cells_say_by_when_and_that_a_decision_was_typed(decided, on_card, cell):
    (cells,) = clock_cells(school(decision(decided=decided), on_card=on_card))
    assert cells.cells["answer_by"] == date(2026, 10, 14)
    assert {key: value for key, value in cells.cells.items() if key == "decided_by"} == cell
