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
(bench_figures.py).
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from emulator.school.enrol import School as People
from emulator.school.enrol import type_rows
from emulator.school.journey import free_port, program
from service.settings import load_settings
from service.wiring import Holdfast, open_school

from .bench_cards import Card, cold_start, measure_cards, table_of_cards
from .bench_cards import as_json as cards_as_json
from .bench_figures import (
    CELL,
    FULL,
    QUIET,
    READ,
    ROW,
    Figure,
    Size,
    figures_in_words,
    figures_of,
    table_of_figures,
)
from .bench_measured import PARTS, Heard, Measured, measure
from .bench_quotas import cards_under_edits
from .big_school import DOMAIN, BigSchool, big_school
from .doc_tables import written

SIZES = (30, 300, 3000)
PAGE = Path(__file__).resolve().parents[1] / "docs" / "operations.md"
MOST_PAPERS = 30  # thousands of plans and progress sheets would take the better part of an hour
MOST_SETTLING = 4


@dataclass(slots=True)
class Clock:
    """The service's clock: the real one, and what was added to it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def go_on(self, by: timedelta) -> None:
        self.ahead += by


def bench(big: BigSchool, console: Console, cards: list[Card]) -> Iterable[Measured]:
    """Found the school, fill it, and sync it four ways; then ask for `cards`, which are added."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port(8950)
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "emulator", "--port", str(port)]
        with program(command, {}, f"{url}/_emulator/requests"):
            heard, clock = Heard(), Clock()
            school = the_service(url, Path(folder), heard, clock, console)
            found = school.init()
            people = People(url, found["workbooks"], found["forms"], found["admin"])
            fill(people, big)
            yield measure("first sync", school.sync, heard)
            for _ in range(MOST_SETTLING):
                settling = measure("settling", school.sync, heard)
                if not settling.report.changes:
                    break
                yield settling
            school.sync()  # the one before was told of what it had made itself
            yield measure(QUIET, school.sync, heard)
            yield measure(READ, partial(school.watched_sync, school.tell, frozenset()), heard)
            yield measure(FULL, partial(school.sync, confirm=frozenset({"bench"})), heard)
            change_one_cell(people)
            yield measure(CELL, school.sync, heard)
            move_one_entry(people)
            yield measure(ROW, school.sync, heard)
            edit = partial(change_one_cell, people)
            cards += measure_cards(school, big, "C-0001", clock.go_on, edit)


def the_service(url: str, folder: Path, heard: Heard, clock: Clock, console: Console) -> Holdfast:
    environment = {
        "HOLDFAST_WORKSPACE_URL": url,
        "HOLDFAST_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
        "HOLDFAST_DOMAIN": DOMAIN,
    }

    def tell(what: str, done: int, of: int) -> None:
        if sys.stderr.isatty():
            console.print(f"  {what} {done}/{of}" if of else f"  {what}", end="\r")

    settings = load_settings(environment)
    return open_school(settings, transport=heard.connection, clock=clock, tell=tell)


def fill(people: People, big: BigSchool) -> None:
    """Type the school into its workbooks, tab by tab, as a person with gspread would."""
    client = people.gspread_as(people.admin)
    books = {key: client.open_by_key(file_id) for key, file_id in people.workbooks.items()}
    for (book, tab), rows in big.tabs().items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        values = [[row.get(heading, "") for heading in headings] for row in rows]
        type_rows(books[book].worksheet(tab), headings, values)


def change_one_cell(people: People) -> None:
    """Another word among the strengths of the last student of the Caseload."""
    client = people.gspread_as(people.admin)
    caseload = client.open_by_key(people.workbooks["caseload"]).worksheet("Caseload")
    column = caseload.row_values(1).index("Strengths") + 1
    row = len(caseload.col_values(column))
    caseload.update_cell(row, column, f"Remembers story {secrets.token_hex(4)}.")


def move_one_entry(people: People) -> None:
    """The first Planned row of the Diary starts a quarter of an hour later."""
    client = people.gspread_as(people.admin)
    diary = client.open_by_key(people.workbooks["caseload"]).worksheet("Diary")
    headings = diary.row_values(1)
    status = diary.col_values(headings.index("Status") + 1)
    row, column = status.index("Planned") + 1, headings.index("Start") + 1
    begins = diary.cell(row, column, value_render_option="UNFORMATTED_VALUE").value
    diary.update([[float(begins) + 15 / 1440]], diary.cell(row, column).address, raw=True)


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
@click.option("--page", is_flag=True, help="Write the figures into docs/operations.md, too.")
def main(students: tuple[int, ...], papers: int, as_json: bool, page: bool) -> None:
    console = Console(stderr=as_json, width=None if sys.stdout.isatty() else 140)
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
    if as_json:
        click.echo(json.dumps({"figures": [one.as_json() for one in figures]}))
    console.print(table_of_figures(figures))
    if page:
        table = in_words(results, figures, machine)
        PAGE.write_text(written(PAGE.read_text("utf-8"), "bench", table), encoding="utf-8")


if __name__ == "__main__":
    main()
