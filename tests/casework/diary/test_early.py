"""Done on a day to come: asked, and settled by its own answer, as a card settles it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.reconcile.conftest import small, small_kept  # noqa: F401
from tests.school_fixture import TODAY, LiveSchool

TO_COME = TODAY + timedelta(days=9)


@pytest.mark.parametrize(
    ("picked", "day", "status"),
    [("It took place: date it today", TODAY, "Done"), ("It is still planned", TO_COME, "Planned")],
)
def test_it_is_asked_and_its_answer_settles_it(
    small: LiveSchool,  # noqa: F811
    picked: str,
    day: date,
    status: str,
) -> None:
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Status": "Done", "Repeat": "None"}
    small.type_row("caseload", "Diary", {**row, "Date": TO_COME.isoformat()})
    small.sync()
    asked = small.find("caseload", "Attention", What="Done on a day to come")
    assert picked in asked["Why"]
    small.change("caseload", "Attention", {"What": "Done on a day to come"}, {"Pick": picked})
    small.sync()
    assert not [r for r in small.rows("caseload", "Attention") if "to come" in r["What"]]
    small.sync()  # a day that stood as text is a day now
    entry = small.find("caseload", "Diary", Kind="Check-in")
    assert (entry["Date"], entry["Status"]) == (f"{day:%a} {day.day} {day:%b %Y}", status)
