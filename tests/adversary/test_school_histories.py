"""People against the whole sync: workbooks, calendars, documents, progress sheets, form and mail.
Nothing typed is lost, nothing of one student stands at another, nothing is there twice, and what
could not be decided is on Attention, whatever staff do between any two calls.

A failing seed prints its history; `python -m tests.adversary --show SEED` plays it again.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.reconcile.calendar import follow_up
from service.reconcile.reporting import accidents
from service.sheetwrite import judging

from .school_history import SchoolHistory

HISTORIES, BLOCK = 300, 10
AT_ONCE = 10  # which `make test` plays; the gate plays all

GATE = pytest.mark.gate("histories of a whole school", BLOCK)
CHECKS_ITSELF = pytest.mark.gate("checks that the histories find what they are for")


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(first, marks=GATE if first >= AT_ONCE else ())
        for first in range(0, HISTORIES, BLOCK)
    ],
)
def test_nothing_is_lost_misplaced_or_twice(first: int) -> None:
    failed = []
    for seed in range(first, first + BLOCK):
        outcome = SchoolHistory(seed).play()
        if outcome.wrong:
            failed.append(f"seed {seed}: {outcome.wrong}\n" + "\n".join(outcome.story))
    assert not failed, "\n\n".join(failed)


def something_goes_wrong(seeds: range) -> bool:
    return any(SchoolHistory(seed).play().wrong for seed in seeds)


@CHECKS_ITSELF
def test_a_history_can_be_replayed() -> None:
    assert SchoolHistory(3).play() == SchoolHistory(3).play()


@CHECKS_ITSELF
def test_without_putting_right_what_went_astray_values_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_same_row", lambda *_: True)
    assert something_goes_wrong(range(40))


@CHECKS_ITSELF
def test_without_stopping_at_an_emptied_tab_events_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accidents, "guard_tabs", lambda *_: [])
    assert something_goes_wrong(range(60))


@CHECKS_ITSELF
def test_without_following_what_was_dragged_calendar_and_row_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    follow = follow_up._follow_calendar
    monkeypatch.setattr(follow_up, "_follow_calendar", lambda *a: replace(follow(*a), cells={}))
    assert something_goes_wrong(range(20))
