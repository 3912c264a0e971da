"""Copying into archives is killed, anywhere, and so is a run in which rows leave: the next time
goes on where it was. Nothing stands twice, nothing is missing, no tab stays protected, and the
working tabs are as they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.report import as_json
from service.wiring import Holdfast
from tests.reconcile.new_year.last_year import (
    archives,
    rows_of,
    school_of_three_years,
    shut,
    with_old_history,
)
from tests.school_fixture import LiveSchool

from .test_crash import LEASE_ENDS, sample
from .worlds import Death, close_ledger, in_worlds, move_to_own_ledger, sync_in_a_process

SAMPLE, SEED = 24, 20260801


Work = Callable[[Holdfast, LiveSchool], dict[str, Any]]
TABS = (("caseload", "Diary"), ("caseload", "Decisions"), ("office", "History"))


def copied(school: Holdfast, live: LiveSchool) -> dict[str, Any]:
    return dict(as_json(NewYear(school.run(), live.now).copy()))


def left(school: Holdfast, live: LiveSchool) -> dict[str, Any]:
    return dict(as_json(NewYear(school.run(), live.now).copy(leave=True)))


def state(live: LiveSchool) -> dict[str, Any]:
    """What people read: every archive's rows, in any order, and the working tabs."""
    found: dict[str, Any] = {
        f"{name}/{tab}": sorted(rows_of(live, file_id, tab))
        for name, file_id in archives(live).items()
        for tab in ("Diary", "Decisions", "History (Office)")
    }
    for book, tab in TABS:
        found[tab] = live.rows(book, tab)
    return found


def die_and_go_on(
    live: LiveSchool, work: Work, number: int
) -> tuple[int, Death, dict[str, Any], list[str]]:
    """In a world: it dies at moment `number` (0 = it lives); there is a sync, it is run again, and
    once more."""
    move_to_own_ledger(live, f"new-year-{number}")
    death = sync_in_a_process(live, number, work)
    live.later(minutes=LEASE_ENDS)
    wrong = [f"the sync had to do {done}"] if (done := dict(live.sync().changes)) else []
    if protected := shut(live):
        wrong.append(f"{protected} stayed protected")
    live.later(minutes=1)
    again = work(live.school, live)
    live.later(minutes=1)
    last = work(live.school, live)
    wrong += [] if all(year["verified"] for year in again["years"]) else ["not verified"]
    if last["left"] or any(tab["copied"] for year in last["years"] for tab in year["tabs"]):
        wrong.append("done once more")
    if changes := dict(live.sync().changes):
        wrong.append(f"the last sync had to do {changes}")
    return number, death, state(live), wrong


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveSchool:
    school = with_old_history(school_of_three_years(tmp_path_factory.mktemp("new-year")))
    close_ledger(school)
    return school


@pytest.mark.gate("blocks of crash points")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("work", [copied, left])
def test_killed_anywhere_it_goes_on_where_it_was(live: LiveSchool, work: Work) -> None:
    ((_, undisturbed, expected, wrong),) = in_worlds([partial(die_and_go_on, live, work, 0)])
    assert not wrong
    assert len(undisturbed.moments) > 40
    numbers = sample(undisturbed.moments, SAMPLE, SEED)
    jobs = [partial(die_and_go_on, live, work, number) for number in numbers]
    for number, death, found, lines in in_worlds(jobs):
        assert not lines, f"killed at {number}, {death.last}: {lines}"
        assert found == expected, f"killed at {number}, {death.last}"
