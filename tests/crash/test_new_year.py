"""Copying into archives is killed, anywhere: the next time goes on where it was. Nothing stands
twice, nothing is missing, and the working tabs are as they were."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.report import as_json
from service.wiring import Holdfast
from tests.reconcile.new_year.last_year import archives, rows_of, school_of_three_years
from tests.school_fixture import LiveSchool

from .test_crash import LEASE_ENDS, sample
from .worlds import Death, close_ledger, in_worlds, move_to_own_ledger, sync_in_a_process

SAMPLE, SEED = 24, 20260801


def copied(school: Holdfast, live: LiveSchool) -> dict[str, Any]:
    return dict(as_json(NewYear(school.run(), live.now).copy()))


def state(live: LiveSchool) -> dict[str, Any]:
    """What people read: every archive's rows, in any order, and the working tabs."""
    found: dict[str, Any] = {
        f"{name}/{tab}": sorted(rows_of(live, file_id, tab))
        for name, file_id in archives(live).items()
        for tab in ("Diary", "Decisions")
    }
    for tab in ("Diary", "Decisions"):
        found[tab] = live.rows("caseload", tab)
    return found


def die_and_go_on(live: LiveSchool, number: int) -> tuple[int, Death, dict[str, Any], list[str]]:
    """In a world: it dies at moment `number` (0 = it lives), is run again, and once more."""
    move_to_own_ledger(live, f"new-year-{number}")
    death = sync_in_a_process(live, number, copied)
    live.later(minutes=LEASE_ENDS)
    again = copied(live.school, live)
    live.later(minutes=1)
    last = copied(live.school, live)
    wrong = [] if all(year["verified"] for year in again["years"]) else ["not verified"]
    if any(tab["copied"] for year in last["years"] for tab in year["tabs"]):
        wrong.append("copied once more")
    if left := dict(live.sync().changes):
        wrong.append(f"the sync had to do {left}")
    return number, death, state(live), wrong


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveSchool:
    school = school_of_three_years(tmp_path_factory.mktemp("new-year"))
    close_ledger(school)
    return school


@pytest.mark.gate("blocks of crash points")
@pytest.mark.timeout(900)
def test_killed_anywhere_it_goes_on_where_it_was(live: LiveSchool) -> None:
    ((_, undisturbed, expected, wrong),) = in_worlds([partial(die_and_go_on, live, 0)])
    assert not wrong
    assert len(undisturbed.moments) > 40
    numbers = sample(undisturbed.moments, SAMPLE, SEED)
    jobs = [partial(die_and_go_on, live, number) for number in numbers]
    for number, death, found, lines in in_worlds(jobs):
        assert not lines, f"killed at {number}, {death.last}: {lines}"
        assert found == expected, f"killed at {number}, {death.last}"
