"""Google asks to slow down: the next minute is waited for; where that does not help, nobody is
asked about it, and it is done later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.school_fixture import LiveSchool, questions


@pytest.fixture
def school(small: LiveSchool) -> LiveSchool:
    small.sync()
    small.later(minutes=5)
    small.sync()
    return small


def patient(live: LiveSchool) -> list[float]:
    """How long the service waits, without waiting."""
    waits: list[float] = []
    session = live.school.session
    session.patience = replace(session.patience, sleep=waits.append)
    return waits


def test_the_next_minute_is_waited_for(school: LiveSchool) -> None:
    waits = patient(school)
    look = "sheets.spreadsheets.values.batchGetByDataFilter"
    school.control("POST", "faults", {"method": look, "status": 429, "times": 3})
    school.later(minutes=61)  # for so long nobody reads what Drive says is as it was
    assert not school.sync().changes
    assert len(waits) == 3
    assert waits[0] < 60
    assert waits[2] >= 60


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "sheets.spreadsheets.values.batchGetByDataFilter", "status": 429},
        {"method": "drive.changes.list", "status": 403, "reason": "userRateLimitExceeded"},
        {"method": "calendar.events.list", "status": 403, "reason": "rateLimitExceeded"},
    ],
)
def test_what_could_not_be_read_in_time_is_no_question(
    school: LiveSchool, fault: dict[str, object]
) -> None:
    patient(school)
    before = sorted(str(row) for row in questions(school))
    school.control("POST", "faults", {**fault, "times": 500})
    school.sync()
    school.control("DELETE", "faults")
    assert sorted(str(row) for row in questions(school)) == before
    assert not school.sync().changes


def test_a_document_that_could_not_be_renewed_in_time_is_renewed_later_and_nobody_is_asked(
    settled: LiveSchool,
) -> None:
    patient(settled)
    goal = {"Student": "Ana Silva", "Goal": "Writes a page", "Direction": "Increase", "Target": 9}
    settled.type_row("caseload", "Goals", {**goal, "Baseline": 4})
    busy = {"method": "drive.files.create", "status": 403, "reason": "userRateLimitExceeded"}
    settled.control("POST", "faults", {**busy, "times": 500})
    before = sorted(str(row) for row in questions(settled))
    report = settled.sync()
    assert "refresh_document" not in report.changes
    settled.control("DELETE", "faults")
    assert not [row for row in questions(settled) if str(row) not in before]
    assert "refresh_document" in settled.sync().changes
