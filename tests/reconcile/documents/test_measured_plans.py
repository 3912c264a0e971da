"""Measurements alone refresh a plan at most once a school day; anything else does at once."""

from __future__ import annotations

import pytest

from tests.reconcile.test_plan_journey import add_goal_and_action, plan_text
from tests.school_fixture import DANA, LiveSchool


@pytest.fixture
def planned(small: LiveSchool) -> LiveSchool:
    """A plan that stands since Monday; it is Friday."""
    add_goal_and_action(small)
    small.sync()
    small.sync()
    small.later(days=4)
    return small


def measure(live: LiveSchool, value: float) -> None:
    (sheet,) = live.files(holdfast="progress_sheet")
    book = live.people.gspread_as(DANA).open_by_key(sheet["id"])
    goal = live.rows("caseload", "Goals")[0]["Goal"]
    book.worksheet("Measurements").append_row(
        ["2026-10-09", goal, value], value_input_option="USER_ENTERED"
    )


def text(live: LiveSchool) -> str:
    (plan,) = live.files(holdfast="action_plan")
    return plan_text(live, plan["id"])


def test_the_second_measurement_of_a_day_waits_for_the_next_school_day(planned: LiveSchool) -> None:
    measure(planned, 67)
    assert planned.sync().changes.get("refresh_document") == 1
    assert "67" in text(planned)
    planned.later(hours=1)
    measure(planned, 73)
    assert not planned.sync().changes.get("refresh_document")
    assert planned.rows("caseload", "Goals")[0]["Latest"] == "73"  # Caseload says it at once
    assert "73" not in text(planned)
    planned.count_anew()
    assert not planned.sync().changes
    assert planned.counts()["sheets.spreadsheets.values.batchGetByDataFilter"] == 3
    planned.later(days=1)  # Saturday
    assert not planned.sync().changes.get("refresh_document")
    planned.later(days=2)
    assert planned.sync().changes.get("refresh_document") == 1
    assert "73" in text(planned)
    assert not planned.sync().changes


def test_what_people_change_in_caseload_takes_the_measurement_along(planned: LiveSchool) -> None:
    measure(planned, 67)
    planned.sync()
    planned.later(hours=1)
    measure(planned, 73)
    planned.sync()
    planned.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 111})
    assert planned.sync().changes.get("refresh_document") == 1
    assert "73" in text(planned)
    assert "111" in text(planned)


def test_nothing_is_lost_with_the_place_in_drive_s_log(planned: LiveSchool) -> None:
    planned.sync()
    asked = planned.rows("caseload", "Attention") + planned.rows("office", "Attention")
    measure(planned, 67)
    planned.school.ledger.set_tokens({"drive": "999999"})  # as of another account
    assert planned.sync().changes.get("refresh_document") == 1
    assert "67" in text(planned)
    assert planned.rows("caseload", "Attention") + planned.rows("office", "Attention") == asked
    assert not planned.sync().changes
