"""History can be read: who, whose, what became of what, to whom, and where it is seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.workbook.look import TabSeen
from service.workbook.templates import load_templates
from service.workbook.told import became, told_value
from service.workbook.wording import load_wording
from tests.school_fixture import DANA, TODAY, LiveSchool

DAY = (TODAY + timedelta(days=2)).isoformat()
SAY = load_wording().say
GOALS = load_templates()["caseload"].by_key["goals"]


def tab() -> TabSeen:
    places = {column.key: number for number, column in enumerate(GOALS.columns)}
    headings = {column.key: column.heading for column in GOALS.columns}
    return TabSeen("goals", 1, "Goals", places, headings)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"target": 100.0}, {"target": 110.0}, "Target 100 → 110"),
        ({"target": None}, {"target": 110.5}, "Target – → 110.5"),
        ({"direction": "Increase"}, {"direction": "Decrease"}, "Direction Increase → Decrease"),
        ({"due": 46310.0}, {"due": 46311.0}, "Due Thu 15 Oct → Fri 16 Oct"),
        ({"target": 100.0}, {"target": 100.0}, ""),
        ({"target": 100.0}, {"latest": 3.0}, ""),  # Holdfast's own figure
        ({"target": 1.0, "unit": "words"}, {"target": 2.0, "unit": ""},
         "Unit words → –; Target 1 → 2"),
    ],
)  # fmt: skip
def test_what_became_of_what(before: Any, after: Any, told: str) -> None:
    assert became(tab(), GOALS.columns, before, after, SAY) == told


def test_long_texts_are_named_and_not_copied() -> None:
    diary = load_templates()["caseload"].by_key["diary"]
    headings = {column.key: column.heading for column in diary.columns}
    seen = TabSeen("diary", 1, "Diary", dict.fromkeys(headings, 0), headings)
    told = became(seen, diary.columns, {"notes": "a secret"}, {"notes": "another"}, SAY)
    assert told == "Notes was rewritten"
    assert len(told_value("x" * 500, "text", SAY)) == 60


def lines(live: LiveSchool, book: str = "caseload") -> list[dict[str, Any]]:
    return live.rows(book, "History")


def test_a_move_in_the_calendar_is_told_by_whose_calendar_it_was(small: LiveSchool) -> None:
    small.type_row(
        "caseload",
        "Diary",
        {
            "Student": "Ana Silva",
            "Kind": "Check-in",
            "Date": DAY,
            "Status": "Planned",
            "Start": "15:00",
        },
    )
    small.sync()
    small.sync()
    (event,) = small.events(DANA)
    body = {
        end: {**event[end], "dateTime": event[end]["dateTime"].replace("T15:", "T16:")}
        for end in ("start", "end")
    }
    small.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "PATCH", body)
    small.sync()
    told = lines(small)[-1]
    assert told["Who"] == "Dana Whitfield, in the calendar"
    assert told["Student"] == "Ana Silva"
    assert told["What"] == "Moved an entry, as in the calendar: Start 15:00 → 16:00"
    assert "&range=" in told["Link"]
    made = next(line for line in lines(small) if line["What"].startswith("Put an entry"))
    assert made["Who"] == "Holdfast"
    assert made["What"].endswith(" 15:00")


def test_many_like_acts_of_one_run_are_one_line(small: LiveSchool) -> None:
    for hour in range(8, 18):
        small.type_row(
            "caseload",
            "Diary",
            {"Student": "Ana Silva", "Kind": "Check-in", "Date": DAY, "Status": "Planned",
             "Start": f"{hour}:00"},
        )  # fmt: skip
    small.sync()
    told = [line for line in lines(small) if line["What"].startswith("Put an entry")]
    assert [(line["What"], line["Student"]) for line in told] == [
        ("Put an entry into the calendar (10)", "Ana Silva")
    ]
    assert len(small.events(DANA)) == 10
    assert not small.sync().changes
    assert not [key for key in small.school.ledger.agreed() if key[0] == "told"]
