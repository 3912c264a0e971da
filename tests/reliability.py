"""`python -m tests.reliability`: the figures of docs/reliability.md, from a run of their own.

Plays people's histories, kills syncs, lets Google fail and types nonsense, in as many processes as
there are cores, and prints what was lost and what was doubled. `--markdown` prints the table.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from service.workbook.templates import load_templates

from .adversary.__main__ import Outcome, play, play_school
from .crash.busy_day import day_after
from .crash.test_crash import die_and_recover, judge, prepared, sample, undisturbed
from .crash.worlds import close_ledger, in_worlds, move_to_own_ledger
from .faults import test_faults as faults
from .faults.weather import FAULTS, rain, strike
from .reconcile.test_hostile_text import HOSTILE, standing
from .school_fixture import LiveSchool

SHARE = 0.10
TABS = {
    "caseload": ("Caseload", "Diary", "Goals", "Actions", "Accommodations", "Team"),
    "office": ("Students", "Staff", "School days"),
}


@dataclass(slots=True)
class Figure:
    """One kind of attack: how often, and what came of it."""

    name: str
    count: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def note(self, lines: Iterable[str], what: str) -> None:
        for line in lines:
            kept = self.doubled if re.search(r"too much|twice", line) else self.lost
            kept.append(f"{what}: {line[:200]}")


# ---------------------------------------------------------------- the four attacks


def histories(name: str, one: Callable[[int], Outcome], count: int, first: int) -> Figure:
    figure = Figure(name)
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        played = pool.map(one, range(first, first + count), chunksize=4)
        for outcome in track(played, "People", total=count):
            figure.count += 1
            figure.note(outcome.wrong, f"seed {outcome.seed}")
    return figure


def crashes(folder: Path, points: int, seed: int) -> Figure:
    live = prepared(folder)
    expected = undisturbed(live)
    moments = expected.death.moments
    numbers = sample(moments, points or len(moments), seed)
    figure = Figure(f"crash points (of {len(moments)})")
    worlds = in_worlds(partial(die_and_recover, live, number) for number in numbers)
    for outcome in track(worlds, "Crashes", total=len(numbers)):
        figure.count += 1
        figure.note(judge(expected, outcome), outcome.death.last)
    return figure


def failures(folder: Path, points: int, rains: int, seed: int) -> tuple[Figure, Figure]:
    live = prepared(folder)
    (expected,) = in_worlds([partial(strike, live)])
    every = len(FAULTS) * len(expected.calls)
    chosen = faults.pairs(expected.calls, points or every, seed)
    each = Figure(f"faults of Google's, one at a time (of {every})")
    worlds = in_worlds(partial(strike, live, *pair) for pair in chosen)
    for outcome in track(worlds, "Faults", total=len(chosen)):
        each.count += 1
        each.note(faults.judge(expected, outcome), outcome.where)
    wet = Figure(f"schools in constant rain ({SHARE:.0%} of all calls fail)")
    runs = in_worlds(partial(rain, live, seed * 1000 + n, SHARE) for n in range(rains))
    for state, _turns, _struck in track(runs, "Rain", total=rains):
        wet.count += 1
        wet.note(faults.unlike(expected.healed, state), "rain")
    return each, wet


def nonsense(folder: Path) -> Figure:
    """Each hostile text in every column that people type into, all at once."""
    live = day_after(folder)
    close_ledger(live)
    figure = Figure("bad inputs typed into cells")
    worlds = in_worlds(partial(type_everywhere, live, name) for name in HOSTILE)
    for name, count, lines in track(worlds, "Nonsense", total=len(HOSTILE)):
        figure.count += count
        figure.note(lines, name)
    return figure


def type_everywhere(live: LiveSchool, name: str) -> tuple[str, int, list[str]]:
    """In a world: one row of nothing but this text in each tab; what is wrong two syncs later."""
    move_to_own_ledger(live, re.sub(r"\W", "-", name))
    text, templates, wrong = HOSTILE[name], load_templates(), []
    typed: list[tuple[str, str, list[str]]] = []
    before = {(b, t): len(live.rows(b, t)) for b, tabs in TABS.items() for t in tabs}
    for book, tabs in TABS.items():
        for tab in tabs:
            (template,) = [each for each in templates[book].tabs if each.heading == tab]
            columns = [column.heading for column in template.columns if not column.service]
            live.type_row(book, tab, dict.fromkeys(columns, text))
            typed.append((book, tab, columns))
    live.sync()
    live.sync()
    if left := live.sync().changes:
        wrong.append(f"never settles: {dict(left)}")
    for book, tab, columns in typed:
        rows = live.rows(book, tab)
        if len(rows) != before[book, tab] + 1:
            wrong.append(f"{tab} has {len(rows)} rows: too much")
        held = [row for row in rows if all(standing(row[c]) == standing(text) for c in columns)]
        if len(held) != 1:
            wrong.append(f"what was typed into {tab} does not stand there")
    return name, sum(len(columns) for *_, columns in typed), wrong


# ---------------------------------------------------------------- the figures


@click.command(help=__doc__)
@click.option("--people", default=300, show_default=True, help="Histories of a whole school.")
@click.option("--writing", default=1000, show_default=True, help="Histories of writing alone.")
@click.option("--points", default=0, show_default=True, help="Crash points (0 = all).")
@click.option("--calls", default=0, show_default=True, help="(fault, call) pairs (0 = all).")
@click.option("--rains", default=20, show_default=True, help="Runs in which 10% of calls fail.")
@click.option("--seed", default=1, show_default=True)
@click.option("--markdown", is_flag=True, help="Print the table of docs/reliability.md.")
def main(
    people: int, writing: int, points: int, calls: int, rains: int, seed: int, markdown: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for name in ("crashes", "faults", "nonsense"):
            (at / name).mkdir()
        figures = [
            histories(
                "schools with people at work between any two calls", play_school, people, seed
            ),
            histories("workbooks being written meanwhile, in detail", play, writing, seed),
            crashes(at / "crashes", points, seed),
            *failures(at / "faults", calls, rains, seed),
            nonsense(at / "nonsense"),
        ]
    console = Console(width=160, highlight=False)
    if markdown:
        console.print("| attack | how often | lost | doubled |\n|---|---:|---:|---:|", markup=False)
    for figure in figures:
        row = (figure.name, f"{figure.count:,}", str(len(figure.lost)), str(len(figure.doubled)))
        line = f"| {' | '.join(row)} |" if markdown else "{1:>7}  {0}: lost {2}, doubled {3}"
        console.print(line.format(*row), markup=False)
        for wrong in [*figure.lost, *figure.doubled][:20]:
            print(f"         {wrong}", file=sys.stderr)
    sys.exit(any(figure.lost or figure.doubled for figure in figures))


if __name__ == "__main__":
    main()
