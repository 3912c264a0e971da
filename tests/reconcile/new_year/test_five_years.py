"""What a quiet look costs after five years in which old lines left History: what it cost in the
first."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.school import enrol
from service.reconcile.new_year.copying import NewYear
from service.workbook.shown import look_at
from service.workbook.templates import load_template
from tests.school_fixture import LiveSchool

from .last_year import archives, school_of_three_years

LINES = 60  # that History gets in a year, beside what Holdfast writes itself


def a_year_passes(live: LiveSchool) -> None:
    """Lines of that year, the next October, and old ones leave."""
    year = live.now.year
    cells = [
        [f"{year}-11-{1 + n % 28:02} 09:00", "Dana", f"Line {n} of {year}", f"hf-{year}-{n}"]
        for n in range(LINES)
    ]
    enrol.type_rows(live.tab("office", "History"), ["When", "Who", "What", "Row ID"], cells)
    live.later(days=364)
    settle(live)
    NewYear(live.school.run(), live.now).copy(leave=True)
    live.later(minutes=5)
    settle(live)


def settle(live: LiveSchool) -> None:
    for _ in range(6):
        live.later(minutes=5)
        if not live.sync().changes:
            return
    raise AssertionError("it does not settle")


def cost(live: LiveSchool) -> tuple[dict[str, int], int]:
    """Google calls of a sync with nothing to do, and rows of History that it reads."""
    live.later(minutes=5)
    live.sync()
    live.count_anew()
    live.sync()
    seen = look_at(
        load_template("office"),
        live.found["workbooks"]["office"],
        live.school.workspace.sheets.look,
    )
    counts = {name: n for name, n in live.counts().items() if not name.startswith("_")}
    return counts, len(seen.tabs["history"].rows)


@pytest.mark.gate("five school years")
@pytest.mark.timeout(900)
def test_after_five_years_a_quiet_look_costs_what_it_cost_in_the_first(tmp_path: Path) -> None:
    live = school_of_three_years(tmp_path)
    a_year_passes(live)
    calls, rows = cost(live)
    for _ in range(4):
        a_year_passes(live)
    after, rows_after = cost(live)
    assert after == calls
    assert rows_after <= rows + LINES // 2
    assert len(archives(live)) >= 6
