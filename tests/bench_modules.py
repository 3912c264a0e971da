"""Modules with many rows: what a look costs once Data holds a school year, and the students' week
two years.

Signals: so many students on the roster and 180 school days, of which each misses every twentieth,
with six course results. The week: for each student on a caseload a check, a logged lesson and an
answer every three weeks of two years, 72 rows in all; for some of them, points in six periods of
every school day, in their progress sheets.

`python -m tests.bench_modules` measures these alone; `make bench ARGS=--all` after the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

import click
from rich.console import Console
from rich.table import Table

from emulator.school.enrol import files_of, switch_on_modules, type_rows
from emulator.school.timetable import EPOCH, school_day

from .bench_cards import Card, measure_cards, table_of_cards
from .bench_figures import CELL, QUIET, READ
from .bench_measured import PARTS, Measured
from .bench_school import PORTION, Here, bench_school, change_one_cell, fill
from .big_school import BigSchool, Row, big_school

ROSTER, STUDENTS, PAPERS = 3000, 300, 10
DAYS, EVERY, PERIODS = 180, 15, 6  # of a school year; between two rows; of a day
YEARS = 2


def signals(big: BigSchool, console: Console) -> Iterator[Measured]:
    """The school year's counts come into Data; then nothing, and then one more absence does."""
    with bench_school(console) as here:
        roster = {key: rows for key, rows in big.tabs().items() if key[0] == "office"}
        for (book, tab), rows in roster.items():
            typed(here, here.people.workbooks[book], tab, rows)
        begin(here)
        data = here.school.files()["workbooks"]["data"]
        for tab, rows in counts_of(big).items():
            typed(here, data, tab, rows)
        yield here.measure("Data with a school year", here.school.sync)
        yield from here.settle()
        yield here.measure(QUIET, here.school.sync)
        absent = [{"Student ID": big.pupils[0].student_id, "Date": serial(big.today, -1)}]
        typed(here, data, "Attendance", [{**absent[0], "Kind": "Absent"}])
        yield here.measure("one absence more", here.school.sync)


def week(big: BigSchool, console: Console, cards: list[Card]) -> Iterator[Measured]:
    """Two years of rows come into the tabs of the student's week; then as in any bench."""
    with bench_school(console) as here:
        fill(here.people, big)
        typed(here, here.people.workbooks["caseload"], "Goals", points_goals(big))
        begin(here)
        for tab, rows in weeks_of(big).items():
            typed(here, here.people.workbooks["caseload"], tab, rows)
        yield here.measure("two years of rows", here.school.sync)
        yield from here.settle()
        give_points(here, big)
        yield here.measure("two years of points", here.school.sync)
        yield from here.settle()
        yield here.measure(QUIET, here.school.sync)
        yield here.measure(READ, here.sync_thoroughly)
        change_one_cell(here.people)
        yield here.measure(CELL, here.school.sync)
        edit = partial(change_one_cell, here.people)
        cards += measure_cards(here.school, big, "C-0001", here.clock.go_on, edit)


def begin(here: Here) -> None:
    """Every module is on, and its tabs stand."""
    list(switch_on_modules(here.people))
    here.school.sync()
    list(here.settle())


def counts_of(big: BigSchool) -> Mapping[str, list[Row]]:
    """What the school's own systems say of everybody on the roster, by tab of Data."""
    everybody = (*big.pupils, *big.others)
    absent: list[Row] = [
        {
            "Student ID": pupil.student_id, "Date": serial(big.today, -ago),
            "Kind": "Absent", "Excused": "No",
        }
        for number, pupil in enumerate(everybody)
        for ago in range(1 + number % 20, DAYS + 1, 20)
    ]  # fmt: skip
    results: list[Row] = [
        {
            "Student ID": pupil.student_id, "Course": f"Course {course}", "Term": "S1",
            "Percent": 60 + (number * 7 + course * 5) % 40, "State": "Running",
        }
        for number, pupil in enumerate(everybody)
        for course in range(1, 7)
    ]  # fmt: skip
    enrolled: list[Row] = [
        {"Student ID": pupil.student_id, "From": serial(big.today, -DAYS)} for pupil in everybody
    ]
    return {"Attendance": absent, "Course results": results, "Enrollment": enrolled}


def weeks_of(big: BigSchool) -> Mapping[str, list[Row]]:
    """Two years of everybody on a caseload, by tab."""
    made: dict[str, list[Row]] = {"Week": [], "Class log": [], "Answers": []}
    for number, pupil in enumerate(big.pupils):
        for turn, ago in enumerate(range(EVERY, YEARS * DAYS + 1, EVERY)):
            day, who = serial(big.today, -ago), {"Student": pupil.shown}
            made["Week"].append(
                {
                    **who, "Week of": day, "Done on": day, "Inbox": 4 + (number + turn) % 12,
                    "Organized": "Partly", "Missing work": turn % 5, "Effort": "3",
                    "Student's promise": "Hand in the two lab reports", "Promise kept": "Yes",
                }
            )  # fmt: skip
            made["Class log"].append(
                {
                    **who, "Date": day, "Class": f"Math {number % 20}", "Minutes": 40,
                    "What we did": "Small group", "Measure": "Steps solved alone",
                    "Value": 3 + turn % 6,
                }
            )  # fmt: skip
            made["Answers"].append(
                {
                    **who, "About": "Accommodation", "Quarter": f"{_year(big.today, ago)} Q1",
                    "Answered by": f"teacher{turn % 3}@alder-creek.example", "As": "Teacher",
                    "Offered": "Every time", "Used": "Yes", "Helped": "Yes",
                }
            )  # fmt: skip
    return made


def points_goals(big: BigSchool) -> list[Row]:
    """For those who have a progress sheet, a goal that daily points measure."""
    return [
        {
            "Student": pupil.shown, "Goal": "Kind words\nReady to work\nStays with the class",
            "Kind": "Behavior", "Measure": "Daily points", "Baseline": 50, "Target": 80,
            "Start": serial(big.today, -60), "Due": serial(big.today, 80),
        }
        for pupil in big.pupils[: big.papers]
    ]  # fmt: skip


def give_points(here: Here, big: BigSchool) -> None:
    """Points of every period of two years, in each progress sheet that stands."""
    rows: list[Row] = [
        {
            "Date": serial(big.today, -ago), "Period": str(period), "Score": 4 + (ago + period) % 3,
            "Of": 6,
        }
        for ago in range(1, YEARS * DAYS + 1)
        for period in range(1, PERIODS + 1)
    ]  # fmt: skip
    for sheet in files_of(here.people, "progress_sheet"):
        typed(here, sheet["id"], "Behavior", rows)


def typed(here: Here, book: str, tab: str, rows: Sequence[Row]) -> None:
    """As somebody pastes them below what stands."""
    worksheet = here.people.gspread_as(here.people.admin).open_by_key(book).worksheet(tab)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    for first in range(0, len(rows), PORTION):
        values = [[row.get(h, "") for h in headings] for row in rows[first : first + PORTION]]
        type_rows(worksheet, headings, values)


def serial(today: date, school_days: int) -> float:
    return float((school_day(today, school_days) - EPOCH).days)


def _year(today: date, ago: int) -> str:
    begins = school_day(today, -ago).year - (school_day(today, -ago).month < 8)
    return f"{begins}-{(begins + 1) % 100:02d}"


def table_of(title: str, measured: Sequence[Measured]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("sync", "calls", "changes", *PARTS, "seconds"):
        table.add_column(heading, justify="left" if heading == "sync" else "right")
    for one in measured:
        parts = [f"{one.report.cpu.get(part, 0.0):.2f}" for part in PARTS]
        calls, changes = sum(one.report.calls.values()), sum(one.report.changes.values())
        table.add_row(one.what, f"{calls}", f"{changes:,}", *parts, f"{one.report.seconds:.1f}")
    return table


def measure_modules(console: Console, roster: int = ROSTER, students: int = STUDENTS) -> None:
    """Both, told as tables."""
    today = date.today()
    big = big_school(roster // 2, today, 0)
    title = f"Signals: {roster:,} students on the roster, {DAYS} school days"
    console.print(table_of(title, list(signals(big, console))))
    big, cards = big_school(students, today, PAPERS), list[Card]()
    title = f"The student's week: {YEARS} years of rows of {students:,} students"
    console.print(table_of(title, list(week(big, console, cards))), table_of_cards(cards))


@click.command(help=__doc__)
@click.option("--roster", default=ROSTER, show_default=True, help="Students of Signals.")
@click.option("--students", default=STUDENTS, show_default=True, help="Students of the week.")
def main(roster: int, students: int) -> None:
    measure_modules(Console(width=140), roster, students)


if __name__ == "__main__":
    main()
