"""Figures that take minutes: a school after five years, and the memory for thousands of plans."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from rich.console import Console

from .bench_figures import CELL, LARGE, MIDDLE, READ, Figure, Size
from .bench_school import add_years, bench_school, change_one_cell, fill
from .big_school import big_school

ROOT = Path(__file__).resolve().parents[1]
HISTORY, DIARY = 60_000, 20_000
MOST_MB = 400


def years_figures(
    console: Console,
    without: Size,
    students: int = MIDDLE,
    papers: int = 30,
    history: int = HISTORY,
    diary: int = DIARY,
) -> Iterator[Figure]:
    """`without` is the same school as it was measured without those years."""
    big = big_school(students, date.today(), papers)
    with bench_school(console) as here:
        fill(here.people, big)
        add_years(here.people, big, history, diary)
        here.school.sync()
        _ = [*here.settle()]
        quiet = here.measure(READ, here.sync_thoroughly)
        change_one_cell(here.people)
        cell = here.measure(CELL, here.school.sync)
    told = f"{history:,} History and {diary:,} Diary rows ÷ without, at {students} students"
    yield Figure(f"{told}: quiet sync that reads all workbooks", quiet.cpu / without.cpu(READ), 1.2)
    yield Figure(f"{told}: one changed cell", cell.cpu / without.cpu(CELL), 2)


def memory_figure(console: Console, active: int = LARGE) -> Figure:
    """Of a plan of the first sync, in a process of its own: all is read, all decided, and what each
    document says is there at once."""
    with bench_school(console) as here:
        fill(here.people, big_school(active, date.today(), active))
        megabytes = peak_megabytes([sys.executable, "-m", "service", "plan"], here.environment)
    name = f"peak memory, first sync of {active:,} active students decided"
    return Figure(name, megabytes, MOST_MB, "MB")


def peak_megabytes(command: list[str], environment: Mapping[str, str]) -> float:
    """Of a process that comes to a good end."""
    told = {**os.environ, **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}.")
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1_000_000
