"""What long stretches of a column have in common: formats and drop-downs of cells that hold
nothing of their own.

To format a column of a thousand rows is one run `(top, bottom, cell)`, not a thousand cells.
The runs of a column are sorted, half-open and apart; a row that none covers is plain. A cell
stored in its row takes the place of whatever a run says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .shift import Change

Run = tuple[int, int, Any]
Runs = tuple[Run, ...]


def at(runs: Runs, row: int) -> Any:
    """What the runs say about a row, None where they say nothing."""
    for top, bottom, cell in runs:
        if top <= row < bottom:
            return cell
    return None


def painted(runs: Runs, top: int, bottom: int, paint: Callable[[Any], Any], plain: Any) -> Runs:
    """The runs after `paint` went over the rows top..bottom; `plain` is what it finds where
    there was no run, and what it gives for none."""
    inside: list[Run] = []
    reached = top
    for run_top, run_bottom, cell in (*_cut(runs, top, bottom), (bottom, bottom, plain)):
        if reached < run_top:
            inside.append((reached, run_top, paint(plain)))
        if run_top < run_bottom:
            inside.append((run_top, run_bottom, paint(cell)))
        reached = run_bottom
    kept = [run for run in inside if run[2] != plain]
    return _joined([*_cut(runs, 0, top), *kept, *_cut(runs, bottom, None)])


def followed(runs: Runs, change: Change) -> Runs:
    """Where rows were inserted, deleted or moved. Rows inserted inside a run belong to it."""
    start, count = change.start, change.count
    if change.destination is not None:
        block = _cut(runs, start, start + count)
        rest = followed(runs, replace(change, count=-count, destination=None))
        to = change.index(start)
        assert to is not None
        apart = [*_cut(rest, 0, to), *_shifted(_cut(rest, to, None), count)]
        return _joined(sorted([*apart, *_shifted(block, to - start)], key=lambda run: run[0]))
    if count < 0:
        below = _shifted(_cut(runs, start - count, None), count)
        return _joined([*_cut(runs, 0, start), *below])
    return tuple(
        (top + count * (top >= start), bottom + count * (bottom > start), cell)
        for top, bottom, cell in runs
    )


def _cut(runs: Runs, start: int, end: int | None) -> Runs:
    """The parts of the runs in the rows start..end."""
    return tuple(
        (max(top, start), bottom if end is None else min(bottom, end), cell)
        for top, bottom, cell in runs
        if bottom > start and (end is None or top < end)
    )


def _shifted(runs: Runs, by: int) -> Runs:
    return tuple((top + by, bottom + by, cell) for top, bottom, cell in runs)


def _joined(runs: Iterable[Run]) -> Runs:
    """The same with neighbours that are alike made one."""
    joined: list[Run] = []
    for top, bottom, cell in runs:
        if joined and joined[-1][1] == top and joined[-1][2] == cell:
            joined[-1] = (joined[-1][0], bottom, cell)
        else:
            joined.append((top, bottom, cell))
    return tuple(joined)
