"""The bench's school: a local Workspace that runs as a program of its own, and the service here."""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import gspread
from rich.console import Console

from emulator.school.enrol import School as People
from emulator.school.enrol import type_rows
from emulator.school.journey import free_port, program
from emulator.school.timetable import EPOCH
from service.reconcile.sync import Report
from service.settings import load_settings
from service.wiring import Holdfast, open_school

from .bench_measured import Heard, Measured, measure
from .big_school import DOMAIN, BigSchool

MOST_SETTLING = 4
YEARS_AGO = 5 * 365  # days
PORTION = 5000  # rows that are typed in one call


@dataclass(slots=True)
class Clock:
    """The service's clock: the real one, and what was added to it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def go_on(self, by: timedelta) -> None:
        self.ahead += by


@dataclass(frozen=True, slots=True)
class Here:
    """A founded school; `environment` is what a process of the service needs to find it."""

    school: Holdfast
    people: People
    heard: Heard
    clock: Clock
    environment: Mapping[str, str]

    def measure(self, what: str, sync: Callable[[], Report]) -> Measured:
        return measure(what, sync, self.heard)

    def settle(self) -> Iterator[Measured]:
        """Syncs until nothing is left to do, and one more: the last that had something to do is
        told of what it made itself."""
        for _ in range(MOST_SETTLING):
            settling = self.measure("settling", self.school.sync)
            if not settling.report.changes:
                break
            yield settling
        self.school.sync()

    def sync_thoroughly(self) -> Report:
        return self.school.watched_sync(self.school.tell, frozenset())

    def decide_in_full(self) -> Report:
        """What is confirmed by hand is always decided."""
        return self.school.sync(confirm=frozenset({"bench"}))


@contextmanager
def bench_school(console: Console) -> Iterator[Here]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port(8950)
        url = f"http://127.0.0.1:{port}"
        environment = {
            "HOLDFAST_WORKSPACE_URL": url,
            "HOLDFAST_DATABASE_URL": f"sqlite:///{Path(folder) / 'ledger.db'}",
            "HOLDFAST_DOMAIN": DOMAIN,
        }
        command = [sys.executable, "-m", "emulator", "--port", str(port)]
        with program(command, {}, f"{url}/_emulator/requests"):
            heard, clock = Heard(), Clock()
            school = the_service(environment, heard, clock, console)
            found = school.init()
            people = People(url, found["workbooks"], found["forms"], found["admin"])
            yield Here(school, people, heard, clock, environment)


def the_service(
    environment: Mapping[str, str], heard: Heard, clock: Clock, console: Console
) -> Holdfast:

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


def add_years(people: People, big: BigSchool, history: int = 60_000, diary: int = 20_000) -> None:
    """What five years leave behind: lines of History, and Diary rows that are Done."""
    book = people.gspread_as(people.admin).open_by_key(people.workbooks["caseload"])
    told = [[f"old-{n:06d}", "2", "Row added", "Diary"] for n in range(history)]
    _type_in_portions(book.worksheet("History"), ["Row ID", "Who", "What", "Why"], told)
    common = {
        "Kind": "Family contact",
        "Start": 0.4,
        "Minutes": 15,
        "Status": "Done",
        "How": "Phone",
    }
    first = (big.today - EPOCH).days - YEARS_AGO
    done = [
        [
            big.pupils[n % len(big.pupils)].shown,
            first + n * (YEARS_AGO - 40) // diary,
            *common.values(),
        ]
        for n in range(diary)
    ]
    headings = ["Student", "Date", *common]
    _type_in_portions(book.worksheet("Diary"), headings, done)


def _type_in_portions(
    tab: gspread.Worksheet, headings: Sequence[str], rows: Sequence[Sequence[str | float]]
) -> None:
    for first in range(0, len(rows), PORTION):
        type_rows(tab, headings, rows[first : first + PORTION])
