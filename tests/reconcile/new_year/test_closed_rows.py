"""Which rows are over, and of which school year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from service.casework.closing import day_in
from service.casework.registry import REGISTERS
from service.casework.school_year import SchoolYear
from service.casework.settings import SchoolSettings
from service.reconcile.new_year.closed_rows import ClosedRow, past_keep, year_name
from service.workbook.look import RowSeen

CLOSES = {tab: closing for register in REGISTERS for tab, closing in register.closes.items()}
NORTH = SchoolYear((8, 1), ((10, 31), (1, 31), (3, 31), (6, 30)))
SOUTH = SchoolYear((1, 27), ((4, 2), (7, 3), (9, 25), (12, 17)))


@dataclass(frozen=True)
class Row:
    cells: Mapping[str, Any] = field(default_factory=dict)
    position: int = 1

    def text(self, column: str) -> str:
        return str(self.cells.get(column) or "")


DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("tab", "cells", "over"),
    [
        ("diary", {"date": "2026-03-02", "status": "Done"}, DAY),
        ("diary", {"date": "2026-03-02", "status": "Missed"}, DAY),
        ("diary", {"date": "2026-03-02", "status": "Cancelled"}, DAY),
        ("diary", {"date": "2026-03-02", "status": "Planned"}, None),
        ("diary", {"date": "2026-03-02", "status": ""}, None),
        ("diary", {"date": "in spring", "status": "Done"}, None),
        ("week", {"week_of": "2026-03-02"}, DAY),
        ("decisions", {"decided": "Yes", "decided_on": "2026-03-02"}, DAY),
        ("decisions", {"decided": "No", "decided_on": "2026-03-02"}, DAY),
        ("decisions", {"decided": "To the team", "decided_on": "2026-03-02"}, None),
        ("decisions", {"decided": "Yes"}, None),
        ("decisions", {"decided": "Yes", "decided_on": "2025-03-02", "until": "2026-03-02"}, DAY),
        (
            "decisions",
            {"decided": "Yes", "decided_on": "2025-06-02", "takes_effect": "2026-03-02"},
            DAY,
        ),
        ("decisions", {"decided": "Yes", "takes_effect": "2026-03-02"}, None),
        (
            "decisions",
            {"decided": "Yes", "decided_on": "2026-03-02", "takes_effect": "next fall"},
            None,
        ),
        ("decisions", {"decided": "Yes", "decided_on": "2026-03-02", "until": "the exams"}, None),
        ("answers", {"quarter": "2025-26 Q4"}, date(2025, 12, 31)),
        ("answers", {"quarter": "soon"}, None),
        ("deadlines", {"done_on": "2026-03-02"}, DAY),
        ("deadlines", {"due": "2026-03-02"}, None),
        ("service_referrals", {"made_on": "2026-03-02", "status": "Declined"}, DAY),
        ("service_referrals", {"made_on": "2026-03-02", "status": "Connected"}, None),
        (
            "service_referrals",
            {"made_on": "2026-03-02", "status": "Connected", "outcome": "Helped"},
            DAY,
        ),
        ("service_referrals", {"made_on": "2026-03-02", "status": "No answer"}, None),
        ("class_log", {"date": "2026-03-02"}, DAY),
        ("history", {"when": 46083.5}, DAY),
    ],
)
def test_a_row_is_over_or_open(tab: str, cells: dict[str, Any], over: date | None) -> None:
    assert CLOSES[tab](Row(cells)) == over


@pytest.mark.parametrize(
    ("raw", "day"),
    [(46083, DAY), (46083.99, DAY), ("2026-03-02", DAY), ("2026-03-02T10:00", DAY),
     (None, None), (True, None), ("", None), (float("inf"), None), (-3, None), (10**9, None)],
)  # fmt: skip
def test_the_day_of_a_cell(raw: Any, day: date | None) -> None:
    assert day_in(raw) == day


def test_a_year_is_called_as_the_school_calls_it() -> None:
    assert year_name(2025, NORTH) == "2025-26"
    assert year_name(1999, NORTH) == "1999-00"
    assert year_name(2026, SOUTH) == "2026"


def closed(day: date, tab: str = "diary") -> ClosedRow:
    return ClosedRow(day.year, tab, RowSeen(1, {}), day)


def test_what_is_past_the_years_it_is_kept_is_counted_and_nothing_else() -> None:
    today = date(2028, 2, 29)
    rows = [closed(date(2021, 2, 27)), closed(date(2021, 2, 28)), closed(date(2001, 1, 1), "week")]
    (told,) = past_keep(rows, SchoolSettings(), today)
    assert (told.tab, told.rows, told.years, told.before) == ("diary", 1, 7, date(2021, 2, 28))
