"""`make bench ARGS=--quotas`: a district in simulated time, held against Google's Sheets quota.

What a look asks of Sheets is recorded on a real school. Then workers look at hundreds of schools
that ask the same: with the schedule, the waits and the token buckets of the service itself, on a
clock that goes on when everybody waits. One project, ten accounts; Google counts each minute, and
refuses what is too much. Cards ask for 60 reads a minute all the while.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count, pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from emulator.inprocess import Http
from service.google.in_turn import InTurn
from service.ledger import Quotas, open_engine, upgrade
from service.ledger.tables import BUCKETS
from service.schedule import offset, room_later
from service.turns import LONGEST_S, PutOff, Turn
from service.web.syncing import LEAST_S
from service.wiring import Holdfast
from tests.bench_figures import Figure
from tests.school_fixture import LiveSchool

ACCOUNTS, AT_ONCE = 10, 32  # eight workers with four schools each
CALL_S = 0.4  # that one call to Google takes
OTHERS = 4  # calls to Drive, Calendar and Forms with which a look begins
CARDS = 60  # reads of cards a minute, in the whole project
PROJECT, PERSON = 300, 60  # Google's table: reads a minute, and as many writes
EVERY_S, HOUR_S, IDLE_S = 600.0, 3600.0, 5.0


@dataclass(slots=True)
class Time:
    """Seconds that pass when everybody waits."""

    now: float = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(1_791_000_000 + self.now, UTC)


@dataclass(slots=True)
class Google:
    """Counts by minute, as the local Workspace does; `refused`: looks and cards that were told to
    come again."""

    time: Time
    spent: Counter[tuple[int, bool, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def asked(self, who: str, account: str, writes: bool) -> None:
        minute = int(self.time.now // 60)
        limits = (((minute, writes, ""), PROJECT), ((minute, writes, account), PERSON))
        if any(self.spent[key] >= most for key, most in limits):
            self.refused[who] += 1
        for key, _ in limits:
            self.spent[key] += 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """The calls to Sheets of one look, in their order: whether each writes."""

    quiet: Sequence[bool]  # a process that has looked before
    hourly: Sequence[bool]  # nothing has changed, and all is read to be sure
    changed: Sequence[bool]  # somebody has changed one workbook


def recorded() -> Recorded:
    """From a school at work."""
    with tempfile.TemporaryDirectory() as folder:
        live = LiveSchool(Path(folder)).init().fill()
        while live.sync().changes:
            pass
        live.sync()
        known = live.school.quiet
        quiet = _calls(live, known)
        live.later(hours=1.5)
        hourly = _calls(live, known)
        live.tab("caseload", "Diary").update_acell("H3", "One word more")
        return Recorded(quiet, hourly, _calls(live, known))


def _calls(live: LiveSchool, known: Any) -> list[bool]:
    calls: list[bool] = []
    school: Holdfast = live.open()
    school.quiet = known
    school.transport = lambda: InTurn(Http(live.app), calls.append)
    school.sync(live.now)
    return calls


@dataclass(slots=True)
class Simulation:
    """`looks`: what is put into the queue, (when, school, its calls); `again`: after how many
    seconds a school is looked at again, for ever."""

    folder: Path
    looks: list[tuple[float, str, Sequence[bool]]]
    until: float
    again: Mapping[str, float] = field(default_factory=dict)
    time: Time = field(default_factory=Time)
    done: list[tuple[str, float, float]] = field(default_factory=list)  # school, begin, end
    put_off: int = 0

    def play(self) -> Google:
        engine = open_engine(f"sqlite:///{self.folder / 'buckets.db'}")
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(BUCKETS.delete())
        quotas, google = Quotas(engine, self.time), Google(self.time)
        queue, order = sorted(self.looks), count()
        at_work = [self._work(queue, quotas, google) for _ in range(AT_ONCE)]
        ahead = [(0.0, next(order), each) for each in [*at_work, _cards(google)]]
        while ahead and self.time.now < self.until and not self._over():
            self.time.now, _, one = heappop(ahead)
            heappush(ahead, (self.time.now + next(one), next(order), one))
        engine.dispose()
        return google

    def _over(self) -> bool:
        return not self.again and len(self.done) >= len(self.looks)

    def _work(self, queue: list[Any], quotas: Quotas, google: Google) -> Iterator[float]:
        """One of those who look; what is yielded are seconds to wait."""
        while True:
            ahead = queue[0][0] - self.time.now if queue else IDLE_S
            if ahead > 0:
                yield min(ahead, IDLE_S)
                continue
            _, school, calls = heappop(queue)
            begun = self.time.now
            try:
                yield from self._look(school, calls, quotas, google)
            except PutOff as full:
                self.put_off += 1
                heappush(queue, (self.time.now + room_later(full.seconds), school, calls))
                continue
            self.done.append((school, begun, self.time.now))
            if school in self.again:
                heappush(queue, (max(self.time.now, begun + self.again[school]), school, calls))

    def _look(
        self, school: str, calls: Sequence[bool], quotas: Quotas, google: Google
    ) -> Iterator[float]:
        account = f"a{offset(school, ACCOUNTS)}"
        turn = Turn(quotas, account)
        yield OTHERS * CALL_S
        for writes in calls:
            waited = 0.0
            while (seconds := turn.ask(writes)) and waited < LONGEST_S:
                yield seconds
                waited += seconds
            google.asked("look", account, writes)
            yield CALL_S


def _cards(google: Google) -> Iterator[float]:
    for number in count():
        google.asked("card", f"a{number % ACCOUNTS}", False)
        yield 60 / CARDS


def district_figures() -> Iterator[Figure]:
    """In the order of their goals."""
    asks = recorded()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _quiet(folder, asks)
        yield from _all_at_once(folder, asks)
        yield from _changed(folder, asks)
        yield _look_to_look(folder, asks)


def _quiet(folder: Path, asks: Recorded) -> Iterator[Figure]:
    """Each is looked at once in ten minutes, and once an hour it is read in full."""
    schools = [f"school-{n}" for n in range(3000)]
    looks = [
        (float(offset(s, EVERY_S)), s, asks.hourly if n % 6 == 0 else asks.quiet)
        for n, s in enumerate(schools)
    ]
    played = Simulation(folder, looks, EVERY_S)
    google = played.play()
    yield Figure("quiet schools looked at in ten minutes", len(played.done), 2000, least=True)
    told = "cards and looks that Google refused meanwhile"
    yield Figure(told, google.refused.total(), 0)


def _all_at_once(folder: Path, asks: Recorded) -> Iterator[Figure]:
    looks = [(float(n % 60), f"school-{n}", asks.quiet) for n in range(500)]
    google = Simulation(folder, looks, HOUR_S).play()
    yield Figure("schools disturbed of 500 quiet ones in a minute", google.refused["look"], 0)
    looks = [(float(n % 60), f"school-{n}", asks.hourly) for n in range(500)]
    google = Simulation(folder, looks, HOUR_S).play()
    told = "schools disturbed of 500 in a minute whose workbooks must be read"
    yield Figure(told, google.refused["look"], 0)


def _changed(folder: Path, asks: Recorded) -> Iterator[Figure]:
    looks = [(0.0, f"school-{n}", asks.changed) for n in range(500)]
    played = Simulation(folder, looks, HOUR_S)
    google = played.play()
    minutes = max(end for *_, end in played.done) / 60
    yield Figure("500 schools with one changed workbook each, all in step", minutes, 3, "min")
    yield Figure("cards that Google refused meanwhile", google.refused["card"], 0)


def _look_to_look(folder: Path, asks: Recorded) -> Figure:
    """Somebody types all the time in one of 200 schools; its triggers say so all the time."""
    quiet = [f"school-{n}" for n in range(199)]
    looks = [
        (float(offset(s, EVERY_S)), s, asks.hourly if n % 6 == 0 else asks.quiet)
        for n, s in enumerate(quiet)
    ]
    looks.append((0.0, "busy", asks.changed))
    played = Simulation(folder, looks, EVERY_S, again={"busy": LEAST_S})
    played.play()
    begun = sorted(begin for school, begin, _ in played.done if school == "busy")
    between = mean(after - before for before, after in pairwise(begun))
    return Figure("from look to look of a school somebody works in, of 200", between, 60, "s")


if __name__ == "__main__":
    for figure in district_figures():
        print(figure.name, figure.shown(figure.value), figure.goal)
