"""People against the whole sync where every module is on: they type, sort, copy and delete in all
tabs that modules bring, in every workbook that staff share, and in the progress sheet."""

from __future__ import annotations

import pytest

from service.sheetwrite import judging

from .school_history import SchoolHistory
from .school_sheets import EVERY_MODULE, sheets_of

HISTORIES, BLOCK = 16, 4
WORKED_IN = {
    *("caseload/caseload", "caseload/diary", "caseload/goals", "caseload/actions"),
    *("caseload/accommodations", "caseload/team", "caseload/week", "caseload/answers"),
    *("caseload/decisions", "caseload/service_referrals", "caseload/deadlines"),
    *("caseload/course_plans", "caseload/class_log", "caseload/letters", "caseload/award"),
    *("office/referrals", "office/indicators", "office/campaigns"),
    *("shelf/resources", "shelf/library", "data/course_results", "data/classes"),
    "progress/behaviour",
}

GATE = pytest.mark.gate("histories of a school with every module", BLOCK)
CHECKS_ITSELF = pytest.mark.gate("checks that the histories find what they are for")


def test_every_tab_in_which_people_write_texts_is_worked_in() -> None:
    """Against a list that is written out: of a tab that nobody works in nothing would be found."""
    worked_in = {sheet.part for sheet in sheets_of(EVERY_MODULE)}
    assert worked_in == WORKED_IN


@GATE
@pytest.mark.parametrize("first", range(0, HISTORIES, BLOCK))
def test_nothing_is_lost_misplaced_or_twice(first: int) -> None:
    failed = []
    for seed in range(first, first + BLOCK):
        outcome = SchoolHistory(seed, modules=EVERY_MODULE).play()
        if outcome.wrong:
            failed.append(f"seed {seed}: {outcome.wrong}\n" + "\n".join(outcome.story))
    assert not failed, "\n\n".join(failed)


@CHECKS_ITSELF
def test_without_putting_right_what_went_astray_values_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_same_row", lambda *_: True)
    seeds = range(4, 40)  # the first with which it shows, to begin with
    assert any(SchoolHistory(seed, modules=EVERY_MODULE).play().wrong for seed in seeds)
