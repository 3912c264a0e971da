"""Rows that stand in their archive leave the working tabs when somebody asks for it, and no other
row does, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.casework.registry import REGISTERS
from service.google.retries import Patience
from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.leaving import RECENT, may_leave
from service.reconcile.new_year.report import as_json
from service.wiring import Holdfast
from tests.adversary.school_history import Meddled
from tests.crash.test_ledger_lost import lose
from tests.school_fixture import ADMIN, COORDINATOR, ROOT, Kept, LiveSchool

from .last_year import OLD, STAYING, archives, rows_of, shut, with_old_history
from .test_copying import new_year

GATE = pytest.mark.gate("rows that leave in bad weather")
BATCH = "POST /v4/spreadsheets/*:batchUpdate"


@pytest.fixture(scope="module")
def kept(three_years: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("old-history"))
    live.take(three_years)
    return with_old_history(live).keep()


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(kept)
    school.later(minutes=5)
    return school


def history(live: LiveSchool) -> list[str]:
    return [row["What"] for row in live.rows("office", "History")]


def old(live: LiveSchool) -> list[str]:
    """The typed lines that stand in History still."""
    typed = {*OLD, *STAYING}
    return [what for what in history(live) if what in typed]


def archived(live: LiveSchool) -> set[str]:
    """What the lines of History in archives say."""
    rows = (r for f in archives(live).values() for r in rows_of(live, f, "History (Office)"))
    return {row[3] for row in rows}


def test_a_dry_run_counts_what_would_leave_and_nothing_leaves(live: LiveSchool) -> None:
    told = new_year(live, "--leave", "--dry-run")
    assert told["left"] == [{"tab": "History (Office)", "rows": 6}]
    assert len(old(live)) == 7
    assert archives(live) == {}


def test_old_lines_leave_where_somebody_asked_and_stand_in_the_archive(live: LiveSchool) -> None:
    told = new_year(live)
    assert (told["rows_leave"], told["left"], len(old(live))) == (False, [], 7)
    live.later(minutes=1)
    before, diary = history(live), live.rows("caseload", "Diary")
    told = new_year(live, "--leave")
    assert (told["rows_leave"], told["left"]) == (True, [{"tab": "History (Office)", "rows": 4}])
    assert old(live) == [*STAYING]
    assert history(live) == [what for what in before if what not in OLD]
    assert archived(live) >= {*OLD, "noted", "marked"}
    assert live.rows("caseload", "Diary") == diary
    assert shut(live) == []
    live.later(minutes=5)
    again = new_year(live, "--leave")
    assert (again["left"], len(old(live))) == ([], 3)
    assert not live.sync().changes


class Meddling:
    """Somebody does something right before the call of a kind that comes `at` so many."""

    def __init__(self, live: LiveSchool, kind: str, at: int, act: Callable[[], None]) -> None:
        self.live, self.kind, self.left, self.act = live, kind, at, act
        live.school = live.open()
        live.school.transport = lambda: Meddled(self)

    def between(self, what: str) -> None:
        self.left -= what == self.kind
        if what == self.kind and self.left == 0:
            self.act()


def leave(school: Holdfast, live: LiveSchool) -> dict[str, Any]:
    return dict(as_json(NewYear(school.run(), live.now).copy(leave=True)))


@pytest.mark.parametrize("at", [1, *(pytest.param(n, marks=GATE) for n in range(2, 9))])
def test_what_is_edited_meanwhile_stays_or_stands_in_the_archive_as_it_was(
    live: LiveSchool, at: int
) -> None:
    new_year(live)
    live.later(minutes=1)
    tab = live.tab("office", "History")

    def edit() -> None:
        found = tab.find("second")
        if found is not None:
            tab.update_cell(found.row, found.col, "mended")

    Meddling(live, BATCH, at, edit)
    leave(live.school, live)
    assert "mended" in history(live) or "second" in archived(live)
    assert not {"first", "third", "fourth"} & set(history(live))
    assert shut(live) == []


@GATE
def test_a_line_that_was_sorted_elsewhere_meanwhile_is_not_mistaken(live: LiveSchool) -> None:
    new_year(live)
    live.later(minutes=1)
    before = set(history(live))
    Meddling(live, BATCH, 1, lambda: live.tab("office", "History").sort((4, "des")))
    leave(live.school, live)
    assert set(history(live)) == before - set(OLD)


@GATE
def test_while_they_leave_nobody_else_can_write_there(live: LiveSchool) -> None:
    new_year(live)
    live.later(minutes=1)
    office = live.found["workbooks"]["office"]
    share = {"type": "user", "role": "writer", "emailAddress": COORDINATOR}
    live.google(f"/drive/v3/files/{office}/permissions", ADMIN, "POST", share)
    answers: list[int] = []

    def write() -> None:
        url = f"{ROOT}/v4/spreadsheets/{office}/values/History!D2?valueInputOption=RAW"
        session = live.people.session_as(COORDINATOR)
        answers.append(session.put(url, json={"values": [["mine"]]}).status_code)

    Meddling(live, BATCH, 2, write)
    leave(live.school, live)
    write()
    assert answers == [400, 200]


@pytest.mark.parametrize("ledger_lost", [False, pytest.param(True, marks=GATE)])
def test_what_a_dead_run_left_protected_is_free_after_the_next_sync(
    live: LiveSchool, ledger_lost: bool
) -> None:
    new_year(live)

    class Dead(RuntimeError):
        pass

    def die() -> None:
        raise Dead

    live.later(minutes=1)
    Meddling(live, BATCH, 2, die)
    with pytest.raises(Dead):
        leave(live.school, live)
    live.school = live.open()
    assert shut(live) == ["history"]
    live.later(minutes=10)
    if ledger_lost:
        lose(live)
        live.school.rebuild(live.now)
    live.sync()
    assert shut(live) == []
    live.later(minutes=10)
    assert leave(live.school, live)["left"] == [{"tab": "History (Office)", "rows": 4}]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"drop": True, "when": "after"}, marks=GATE),
        pytest.param({"status": 503, "when": "after"}, marks=GATE),
        pytest.param({"drop": True}, marks=GATE),
        pytest.param({"status": 400}, marks=GATE),
    ],
)
@pytest.mark.parametrize("times", [1, pytest.param(2, marks=GATE), pytest.param(5, marks=GATE)])
def test_whatever_becomes_of_a_batch_no_line_is_lost(
    live: LiveSchool, fault: dict[str, object], times: int
) -> None:
    new_year(live)
    live.later(minutes=1)
    before = set(history(live))
    live.school.session.patience = Patience(sleep=lambda seconds: None)
    method = "sheets.spreadsheets.batchUpdate"
    live.control("POST", "faults", {"method": method, "times": times, **fault})
    try:
        leave(live.school, live)
    except Exception:
        assert times > 1
    live.control("DELETE", "faults")
    assert before <= {*history(live), *archived(live)}
    live.later(minutes=10)
    live.sync()
    live.later(minutes=10)
    leave(live.school, live)
    assert set(history(live)) == before - set(OLD)
    assert shut(live) == []


def test_only_tabs_whose_rows_close_may_lose_rows() -> None:
    for register in REGISTERS:
        assert set(register.leaves) <= set(register.closes), register.name


@GATE
def test_what_is_young_stays(live: LiveSchool) -> None:
    work = NewYear(live.school.run(), live.now)
    ask = partial(may_leave, work.books, work.registers, work.settings.school_year)
    closed = [each.day for each in ask(live.now.date())]
    assert closed
    soon = min(closed).replace(month=8, day=1)
    assert not [each for each in ask(soon) if each.day > soon - RECENT]
