"""A school is founded, filled and synced twice with each Google Sheets that may exist: everything
comes right in the first sync, and the second has nothing left to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.app import create_app
from tests.school_fixture import DANA, LiveSchool

SHEETS = (
    {"named_range_ids": "refused"},
    {"missing_named_range": "tolerated"},
    {"missing_metadata": "error"},
    {"append_below": "formats"},
    {"find_replace": "typed"},
)
ALL = {name: value for one in SHEETS for name, value in one.items()}


GATE = pytest.mark.gate("schools with one other Google each")


@pytest.mark.parametrize(
    "variants",
    [*(pytest.param(one, marks=GATE, id=", ".join(one)) for one in SHEETS), ALL],
)
def test_the_main_job(tmp_path: Path, variants: dict[str, str]) -> None:
    app = create_app()
    app.vary(variants)
    live = LiveSchool(tmp_path, app=app).init().fill()
    first = live.sync()
    assert first.changes
    moved = next(e for e in live.events(DANA) if "dateTime" in e["start"])
    start, end = (moved[when]["dateTime"] for when in ("start", "end"))
    day = start[:10]
    live.google(
        f"/calendar/v3/calendars/{DANA}/events/{moved['id']}",
        DANA,
        "PATCH",
        {"start": {"dateTime": start.replace(day, "2026-12-08")},
         "end": {"dateTime": end.replace(day, "2026-12-08")}},
    )  # fmt: skip
    live.later(minutes=5)
    live.sync()
    diary = live.tab("caseload", "Diary")
    live.later(minutes=5)
    assert not live.sync().changes
    rows = diary.get_all_values()
    last = max(number for number, row in enumerate(rows) if any(row))
    assert last == sum(any(row) for row in rows) - 1
