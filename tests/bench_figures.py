"""Figures with a goal: what of the bench says whether Holdfast stays quick as a school grows.

Each is a ratio of two measurements of the same run, so that it says the same on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from .bench_cards import Card
from .bench_measured import Measured

SMALL, MIDDLE, LARGE = 30, 300, 3000
QUIET, FULL, CELL, ROW = "nothing changed", "decided in full", "one cell changed", "one row changed"
READ = "nothing changed, workbooks read"
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is the most that `value` should be, or the `least`; `unit` is told behind both
    ("" = a ratio, or a number)."""

    name: str
    value: float
    goal: float
    unit: str = ""
    least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.goal if self.least else self.value <= self.goal

    @property
    def meant(self) -> str:
        return f"{'≥' if self.least else '≤'} {self.shown(self.goal)}"

    @property
    def verdict(self) -> str:
        return "holds" if self.holds else "MISSED"

    def shown(self, number: float) -> str:
        told = f"{number:.3g}" if number < 1000 else f"{number:,.0f}"
        return f"{told} {self.unit}".strip()

    def as_json(self) -> dict[str, Any]:
        told = {"figure": self.name, "value": round(self.value, 4), "goal": self.goal}
        return {**told, "unit": self.unit, "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size; `cards` with `edited` came after an edit."""

    measured: Sequence[Measured]
    cards: Sequence[Card]

    def cpu(self, sync: str) -> float:
        return self.of(sync).cpu

    def of(self, sync: str) -> Measured:
        return next(one for one in self.measured if one.what == sync)


def figures_of(sizes: Mapping[int, Size]) -> Iterator[Figure]:
    """Those that the sizes measured allow."""
    large = sizes.get(LARGE)
    if large is None:
        return
    for sync, name in ((QUIET, "quiet sync"), (READ, "quiet sync that reads all workbooks")):
        one = large.of(sync)
        ratio = one.cpu / max(large.of(READ).loads, 1e-6)
        yield Figure(f"{name} of {LARGE:,} students, CPU ÷ json.loads of all answers", ratio, 2)
    full = large.cpu(FULL)
    yield Figure("one changed cell, CPU ÷ full decision", large.cpu(CELL) / full, 0.15)
    moved = "one changed cell that moves an event, CPU ÷ full decision"
    yield Figure(moved, large.cpu(ROW) / full, 0.15)
    if middle := sizes.get(MIDDLE):
        growth = full / middle.cpu(FULL)
        yield Figure(f"growth {MIDDLE} → {LARGE:,} students, full decision", growth, 10.5)
    if small := sizes.get(SMALL):
        yield from _cards(small.cards, large.cards)
    most = max(one.largest for size in sizes.values() for one in size.measured)
    yield Figure("largest write", most / MB, 1.5, "MB")


def _cards(few: Sequence[Card], many: Sequence[Card]) -> Iterator[Figure]:
    """The card that grows most, in rest and after an edit."""
    base = {card.name: card.late for card in few}
    for edited, when in ((False, ""), (True, " after an edit")):
        grown = [(c.late / base[c.name], c.name) for c in many if c.edited == edited]
        if grown:
            ratio, name = max(grown)
            told = f"card{when}, p95 of own time at {LARGE:,} ÷ at {SMALL} ({name})"
            yield Figure(told, ratio, 3)


def table_of_figures(figures: Iterable[Figure]) -> Table:
    table = Table(title="Figures and their goals", title_justify="left")
    for heading in ("figure", "measured", "goal", ""):
        table.add_column(heading, justify="right" if heading in ("measured", "goal") else "left")
    for one in figures:
        table.add_row(one.name, one.shown(one.value), one.meant, one.verdict)
    return table


def figures_in_words(figures: Iterable[Figure]) -> list[str]:
    """The same as lines of Markdown."""
    rows = (
        f"| {one.name} | {one.shown(one.value)} | {one.meant} | {one.verdict} |" for one in figures
    )
    return ["| figure | measured | goal | |", "|---|---:|---:|---|", *rows]
