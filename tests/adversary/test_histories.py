"""People against the write protocol: nothing typed is lost, nothing of ours is misplaced, nothing
stands twice, whatever staff do between any two calls, whichever answer is lost.

A failing seed prints its history; `python -m tests.adversary --small --show SEED` plays it again.
"""

from __future__ import annotations

import pytest

from service.sheetwrite import judging, mending, protocol, repairs, slots, writing
from service.sheetwrite.repairs import Repairs

from .history import History

HISTORIES, BLOCK = 60, 15
WITH_EACH = 20
AT_ONCE = 15  # which `make test` plays; the gate plays all

GATE = pytest.mark.gate("histories of writing alone", BLOCK)
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
        outcome = History(seed).play()
        if outcome.wrong:
            failed.append(f"seed {seed}: {outcome.wrong}\n" + "\n".join(outcome.story))
    assert not failed, "\n\n".join(failed)


@pytest.mark.gate("histories of writing alone with another Google", WITH_EACH)
@pytest.mark.parametrize(
    "variant",
    [
        "named_range_ids=refused",
        "missing_named_range=tolerated",
        "missing_metadata=error",
        "append_below=formats",
        "find_replace=typed",
    ],
)
def test_the_same_holds_with_each_google_sheets(
    variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLDFAST_EMULATOR_VARIANTS", variant)
    wrong = {seed: History(seed).play().wrong for seed in range(WITH_EACH)}
    assert not any(wrong.values()), wrong


def something_goes_wrong(seeds: int = 12, first: int = 0) -> bool:
    return any(History(seed).play().wrong for seed in range(first, first + seeds))


def test_a_history_can_be_replayed() -> None:
    assert History(3).play() == History(3).play()


@CHECKS_ITSELF
def test_a_row_that_is_written_anew_comes_where_people_have_typed_into_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed_between = (1903, 2085)
    assert not any(History(seed).play().wrong for seed in typed_between)
    monkeypatch.setattr(writing, "homes_of", lambda *_: {})
    assert any(History(seed).play().wrong for seed in typed_between)


@CHECKS_ITSELF
def test_what_is_typed_into_a_cell_under_repair_stays_though_its_row_is_hit_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not History(1209).play().wrong
    monkeypatch.setattr(Repairs, "_beneath", lambda _, mend: mend.mark)
    assert History(1209).play().wrong


@CHECKS_ITSELF
def test_what_is_done_does_not_push_out_of_the_journal_what_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repairs, "RESTING_MOST", 20)  # else it has room for everything
    assert not History(2013).play().wrong
    monkeypatch.setattr(Repairs, "outdated", Repairs.undurable)
    assert History(2013).play().wrong


@CHECKS_ITSELF
def test_without_putting_right_what_went_astray_values_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_same_row", lambda *_: True)
    assert something_goes_wrong()


@CHECKS_ITSELF
def test_without_knowing_where_the_columns_are_values_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slots.Layout, "column_is", lambda *_: True)
    assert something_goes_wrong(20)


@CHECKS_ITSELF
def test_without_the_durable_journal_a_lost_answer_loses_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "slots_of_sheet", lambda _: [])
    assert something_goes_wrong(40)


@CHECKS_ITSELF
def test_without_repairs_by_content_values_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    real = protocol._find_replace

    def nothing(template: object, follow: object) -> dict[str, object]:
        request = real(template, follow)  # type: ignore[arg-type]
        request["findReplace"]["find"] = "nothing says this"
        return request

    monkeypatch.setattr(protocol, "_find_replace", nothing)
    assert something_goes_wrong(4)


@CHECKS_ITSELF
def test_without_a_mark_in_the_row_that_was_hit_values_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mending, "_marked", lambda *_: {})
    assert something_goes_wrong(8, first=16)
