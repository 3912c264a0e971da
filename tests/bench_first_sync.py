"""How long a first sync takes where Google answers each call in half a second, in simulated time:
Holdfast's own, and that of a script which does the same row by row.

Nobody waits. Each call adds half a second to the clock of the thread that makes it; a thread that
works beside others begins when they begin, and what follows begins when the last has come to its
end. Sheets admits one account to sixty writes a minute: a first sync is never said to be quicker.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, current_thread, local, main_thread
from typing import Any
from urllib.parse import urlsplit

import httplib2

from emulator.inprocess import Http
from service.google.in_turn import READS, SHEETS
from tests.school_fixture import TODAY, LiveSchool

from .bench_by_rows import by_rows
from .bench_figures import Figure
from .bench_school import fill
from .big_school import big_school

ACTIVE = 300
A_CALL_S = 0.5
WRITES_A_MINUTE = 60
AT_ONCE = 8


@dataclass(slots=True)
class Timeline:
    """Simulated seconds, and how many of the calls wrote into a sheet."""

    latest: float = 0.0
    writes: int = 0
    _begun: float = 0.0  # when those that work side by side began
    _own: local = field(default_factory=local)
    _lock: Lock = field(default_factory=Lock)

    def call(self, writes: bool) -> None:
        with self._lock:
            self.writes += writes
            alone = current_thread() is main_thread()
            at = self.latest if alone else getattr(self._own, "at", self._begun)
            self._own.at = at + A_CALL_S
            self.latest = max(self.latest, self._own.at)
            if alone:
                self._begun = self.latest

    @property
    def minutes(self) -> float:
        return max(self.latest / 60, self.writes / WRITES_A_MINUTE)


class Timed(Http):
    """The in-process way to the Workspace, on a timeline."""

    def __init__(self, live: LiveSchool, timeline: Timeline) -> None:
        super().__init__(live.app)
        self.timeline = timeline

    def request(
        self, uri: str, method: str = "GET", *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        path = urlsplit(uri).path
        is_write = path.startswith(SHEETS) and method != "GET" and not path.endswith(READS)
        self.timeline.call(is_write)
        return super().request(uri, method, *args, **kwargs)


def first_sync(live: LiveSchool) -> float:
    """Simulated minutes."""
    timeline = Timeline()
    live.school = live.open()
    live.school.at_once = AT_ONCE
    live.school.transport = lambda: Timed(live, timeline)
    live.sync()
    return timeline.minutes


def first_sync_figures(active: int = ACTIVE) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        big = big_school(active, TODAY, active)
        live, other = LiveSchool(Path(ours)).init(), LiveSchool(Path(theirs)).init()
        fill(live.people, big)
        other.app.restore(live.app.snapshot())
        minutes = first_sync(live)
        calls = by_rows(other)
    rows = calls * A_CALL_S / 60
    told = f"first sync of {active} active students, {A_CALL_S} s a call"
    yield Figure(f"{told}: simulated time", minutes, 6, "min")
    yield Figure(
        f"{told}: ÷ a script that does it row by row ({rows:.0f} min)", minutes / rows, 0.2
    )


if __name__ == "__main__":
    for figure in first_sync_figures():
        print(figure.name, figure.shown(figure.value), figure.verdict)
