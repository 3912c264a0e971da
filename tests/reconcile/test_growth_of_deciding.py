"""Deciding grows with the school, not with its square, and what is foreseen is found at once."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from service.casework.records import CASELOAD, RowRef
from service.casework.wants import WantedRow
from service.reconcile.decide import decide
from service.reconcile.projection import BELOW, Projection
from tests.bench_school import fill
from tests.big_school import big_school
from tests.school_fixture import TODAY, LiveSchool

FEW, MANY = 15, 45
TAB, COLUMN = "diary", "row_id"
ZONE = ZoneInfo("America/New_York")
WORDS = ("", "one", "two", "three", "four")


def steps_of_first_decision(folder: Path, students: int) -> int:
    """How many functions are called: the same on every machine."""
    folder.mkdir()
    live = LiveSchool(folder).init()
    fill(live.people, big_school(students, TODAY, papers=2))
    run = live.school.run()
    observed, profile = run.observe(live.now), cProfile.Profile()
    decided = profile.runcall(decide, observed, run.context)
    assert len(decided.changes) > 10 * students
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_the_first_decision_of_a_school_grows_as_the_school_does(tmp_path: Path) -> None:
    few = steps_of_first_decision(tmp_path / "few", FEW)
    many = steps_of_first_decision(tmp_path / "many", MANY)
    assert many / few < MANY / FEW * 1.05


def scanned(projection: Projection, value: str) -> bool:
    book = projection.book(CASELOAD)
    assert book is not None
    return any(row.cells.get(COLUMN) == value for row in book.tabs[TAB].rows)


def place_scanned(projection: Projection, ref: RowRef) -> int:
    """Below the last row that was read, in the order in which they were wanted."""
    book = projection.book(CASELOAD)
    assert book is not None
    added = [row.position for row in book.tabs[TAB].rows if row.position >= BELOW]
    read = projection.read[CASELOAD].tabs[TAB]
    return max(row.position for row in (*read.rows, *read.spent)) + 1 + added.index(ref.position)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_foreseen_is_found_as_if_every_row_were_looked_at(
    seed: int, settled: LiveSchool
) -> None:
    run, chance = settled.school.run(), Random(seed)
    observed = run.observe(settled.now)
    projection = Projection(observed.workbooks, ZONE)
    read = [
        RowRef(CASELOAD, TAB, row.text("row_id"), row.position)
        for row in observed.workbooks[CASELOAD].tabs[TAB].rows
    ]
    added: list[RowRef] = []
    for number in range(60):
        word = chance.choice(WORDS)
        act = chance.choice(("cells", "cells", "row", "row", "other tab", "leave"))
        if act == "row":
            want = WantedRow(f"want-{number}", CASELOAD, TAB, {COLUMN: word}, "because")
            projection.row(f"new-{number}", want)
            ref = RowRef(CASELOAD, TAB, f"new-{number}", BELOW + len(projection._added) - 1)
            added.append(ref)
        elif act == "other tab":
            want = WantedRow(f"want-{number}", CASELOAD, "actions", {COLUMN: word}, "because")
            projection.row(f"new-{number}", want)
        elif act == "cells":
            ref = chance.choice([*read, *added])
            projection.cells(ref, {COLUMN: word, "notes": word}, "because")
        elif changed := [ref for ref in read if (CASELOAD, TAB, ref.position) in projection._set]:
            projection.leave(chance.choice(changed), COLUMN)
        for value in (*WORDS[1:], read[0].row_id):
            found = projection.stands(CASELOAD, TAB, COLUMN, value)
            assert found == scanned(projection, value), (number, act, value)
        for ref in added:
            assert projection.expected(ref).position == place_scanned(projection, ref)
