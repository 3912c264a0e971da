"""`make bench`: what a sync costs in calls and in CPU, for schools of three sizes.

For each size an invented school (big_school.py) moves into a local Workspace that runs as a
program of its own, so that the CPU seconds counted here are the service's alone, Google's clients
and HTTP included. These syncs are measured:

    first sync        every row gets its id, every event, plan and progress sheet is made
    settling          syncs until nothing is left to do
    nothing changed   the one that runs all day; once more with all workbooks read
    decided in full   nothing has changed, and everything is decided nevertheless
    one cell changed  somebody wrote another word
    one row changed   somebody moved one Diary entry by a quarter of an hour

"x json" is the service's CPU divided by what `json.loads` takes for the very answers that the
service read in that sync: the least that any program needs to look at the school.

Then the cards of the add-on are asked for (bench_cards.py), and at the end the cold start is
compared with a Flask hello-world's, and cards are counted that fail while people type and Google's
limits hold (bench_quotas.py). Last come the figures that have a goal, and whether they hold
(bench_figures.py); with --all those, too, that take minutes (bench_first_sync.py, bench_long.py),
and modules that carry many rows (bench_modules.py).
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from .bench_cards import Card, cold_start, measure_cards, table_of_cards
from .bench_cards import as_json as cards_as_json
from .bench_district import district_figures
from .bench_figures import (
    CELL,
    FULL,
    MIDDLE,
    QUIET,
    READ,
    ROW,
    Figure,
    Size,
    figures_in_words,
    figures_of,
    table_of_figures,
)
from .bench_first_sync import first_sync_figures
from .bench_long import memory_figure, years_figures
from .bench_measured import PARTS, Measured
from .bench_modules import measure_modules
from .bench_quotas import cards_under_edits
from .bench_school import bench_school, change_one_cell, fill, move_one_entry
from .big_school import BigSchool, big_school
from .doc_tables import written

SIZES = (30, 300, 3000)
PAGE = Path(__file__).resolve().parents[1] / "docs" / "operations.md"
MOST_PAPERS = 30  # thousands of plans and progress sheets would take the better part of an hour


def bench(big: BigSchool, console: Console, cards: list[Card]) -> Iterable[Measured]:
    """Found the school, fill it, and sync it in turn; then ask for `cards`, which are added."""
    with bench_school(console) as here:
        fill(here.people, big)
        yield here.measure("first sync", here.school.sync)
        yield from here.settle()
        yield here.measure(QUIET, here.school.sync)
        yield here.measure(READ, here.sync_thoroughly)
        yield here.measure(FULL, here.decide_in_full)
        change_one_cell(here.people)
        yield here.measure(CELL, here.school.sync)
        move_one_entry(here.people)
        yield here.measure(ROW, here.school.sync)
        edit = partial(change_one_cell, here.people)
        cards += measure_cards(here.school, big, "C-0001", here.clock.go_on, edit)


# ---------------------------------------------------------------- showing


def shown(calls: Mapping[str, int]) -> str:
    return ", ".join(f"{api} {count}" for api, count in sorted(calls.items())) or "none"


def table_of(big: BigSchool, measured: Sequence[Measured]) -> Table:
    title = (
        f"{len(big.pupils):,} students on caseloads, {len(big.managers)} case managers; "
        f"{big.papers} of them Active, with a plan and a progress sheet"
    )
    table = Table(title=title, title_justify="left")
    for heading in ("sync", "calls", "changes", *PARTS, "x json", "read", "seconds"):
        table.add_column(heading, justify="left" if heading in ("sync", "calls") else "right")
    for one in measured:
        parts = [f"{one.report.cpu.get(part, 0.0):.3f}" for part in PARTS]
        table.add_row(
            one.what,
            shown(one.report.calls),
            f"{sum(one.report.changes.values()):,}",
            *parts,
            f"{one.cpu / one.loads:.0f}" if one.loads else "",
            f"{one.payload / 1000:,.0f} kB",
            f"{one.report.seconds:.1f}",
        )
    return table


def in_words(
    results: Sequence[tuple[BigSchool, Sequence[Measured]]], figures: list[Figure], machine: str
) -> str:
    """The same as Markdown, for docs/operations.md."""
    lines = [
        f"Measured with `make bench` on {date.today():%d %B %Y} ({machine}). CPU in seconds of the",
        "service alone; × json: that CPU divided by what `json.loads` takes for the same answers.",
        "",
        "| students | case managers | sync | calls | observe | decide | apply | × json |",
        "|---:|---:|---|---|---:|---:|---:|---:|",
    ]
    for big, measured in results:
        for one in measured:
            parts = " | ".join(f"{one.report.cpu.get(part, 0.0):.2f}" for part in PARTS)
            lines.append(
                f"| {len(big.pupils):,} | {len(big.managers)} | {one.what} "
                f"| {shown(one.report.calls)} | {parts} | {one.cpu / (one.loads or 1):.0f} |"
            )
    most = max((big.papers for big, _ in results), default=0)
    lines += ["", f"At most {most} students were Active, with a plan and a progress sheet each."]
    lines += ["", "Figures that have a goal:", "", *figures_in_words(figures)]
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--students", type=click.IntRange(2, 4500), multiple=True, help="A size; repeatable.")
@click.option(
    "--papers",
    type=int,
    default=MOST_PAPERS,
    show_default=True,
    help="How many students at most are Active, with a plan and a progress sheet.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each size.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Those figures as well that take minutes: a first sync, five years, memory.",
)
@click.option("--quotas", is_flag=True, help="A district within Google's quotas, and no more.")
@click.option("--page", is_flag=True, help="As --all, and write docs/operations.md.")
def main(
    students: tuple[int, ...],
    papers: int,
    as_json: bool,
    everything: bool,
    quotas: bool,
    page: bool,
) -> None:
    console = Console(stderr=as_json, width=None if sys.stdout.isatty() else 140)
    if quotas:
        district(console, as_json, page)
        return
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    console.print(f"CPU in seconds of the service alone. {machine}.\n")
    results, sizes = [], dict[int, Size]()
    for size in students or SIZES:
        big = big_school(size, date.today(), min(papers, size))
        cards: list[Card] = []
        measured = list(bench(big, console, cards))
        results.append((big, measured))
        sizes[size] = Size(measured, cards)
        if as_json:
            rows = [one.as_json() for one in measured]
            told = {"students": size, "papers": big.papers, "syncs": rows}
            click.echo(json.dumps({**told, "cards": cards_as_json(cards)}))
        else:
            console.print(table_of(big, measured), table_of_cards(cards))
    ours, hello = cold_start()
    console.print(
        f"Cold start: {ours:.2f} s; a Flask hello-world: {hello:.2f} s ({ours / hello:.1f} x)"
    )
    typing = cards_under_edits()
    console.print(
        f"Five minutes with an edit each second, under Google's limits: {typing.cards} cards asked "
        f"for, {typing.failed} failed, {typing.syncs} syncs"
    )
    figures = [*figures_of(sizes)]
    figures.append(Figure("cold start ÷ a Flask hello-world's", ours / hello, 3))
    told = "cards that fail under an edit each second for five minutes, under Google's limits"
    figures.append(Figure(told, typing.failed, 0))
    if everything or page:
        figures += first_sync_figures()
        if MIDDLE in sizes:
            figures += years_figures(console, sizes[MIDDLE])
        figures.append(memory_figure(console))
        measure_modules(console)
    if as_json:
        click.echo(json.dumps({"figures": [one.as_json() for one in figures]}))
    console.print(table_of_figures(figures))
    if page:
        table = in_words(results, figures, machine)
        PAGE.write_text(written(PAGE.read_text("utf-8"), "bench", table), encoding="utf-8")


def district(console: Console, as_json: bool, page: bool) -> None:
    """`page`: write them into docs/district.md, too."""
    figures = [*district_figures()]
    if as_json:
        click.echo(json.dumps({"figures": [one.as_json() for one in figures]}))
    console.print(table_of_figures(figures))
    if page:
        told = f"Measured with `make bench ARGS=--quotas` on {date.today():%d %B %Y}."
        table = "\n".join([told, "", *figures_in_words(figures)])
        path = PAGE.with_name("district.md")
        path.write_text(written(path.read_text("utf-8"), "quotas", table), encoding="utf-8")


if __name__ == "__main__":
    main()
