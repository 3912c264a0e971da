"""Entries as points over time: by student, class and measure, with the phase carried forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..names import fold
from ..records import RowRef
from .records import LogEntry, in_order


@dataclass(frozen=True, slots=True)
class Point:
    """One value, with what was typed beside it (80 %, 8/10: see scales.py). `phase` is the one that
    runs on that day, "" before any was named."""

    day: date
    value: float
    phase: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Phase:
    """Values of one stretch under one name, in order of time; `first` is its first day."""

    name: str
    first: date
    values: tuple[float, ...]


def points(own: Iterable[LogEntry], of_class: Iterable[LogEntry], measure: str) -> list[Point]:
    """One student's values of a measure in one class. A phase that a row of theirs, or of the whole
    class, names goes on until another is named."""
    found: list[Point] = []
    phase, wanted = "", fold(measure)
    for entry in in_order([*own, *of_class]):
        phase = " ".join(entry.phase.split()) or phase
        counts = entry.code and entry.value is not None and fold(entry.measure) == wanted
        if counts and entry.day is not None and entry.value is not None:
            found.append(Point(entry.day, entry.value, phase, entry.row))
    return found


def phases(of: Iterable[Point]) -> list[Phase]:
    """The stretches one after the other; a name that comes back begins another."""
    return list(_phases(list(of)))


def _phases(of: list[Point]) -> Iterator[Phase]:
    begin = 0
    for place in range(1, len(of) + 1):
        if place == len(of) or fold(of[place].phase) != fold(of[begin].phase):
            stretch = of[begin:place]
            values = tuple(float(point.value) for point in stretch)
            yield Phase(stretch[0].phase, stretch[0].day, values)
            begin = place
