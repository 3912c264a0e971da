"""One history of a whole school: some syncs with people at work between any two of their calls,
then peace until nothing is left to do; and what must be true in the end."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import httplib2

from emulator.inprocess import Http
from service.casework.records import Problem
from service.casework.registry import AT_FIRST
from service.reconcile.observe import WORKBOOKS
from service.reconcile.sync import Report
from tests.crash.worlds import kind_of_call
from tests.school_fixture import LiveSchool

from .school_beyond import People, follow_up_of
from .school_checks import check_school
from .school_hands import Hands
from .school_world import OWNERS, fresh_school

# Gestures that no history has yet.
OFF: frozenset[str] = frozenset()
MOST_SYNCS = 9
QUIET = 8  # calls of a sync that has nothing to do


@dataclass
class Outcome:
    seed: int
    wrong: list[str]
    story: list[str] = field(repr=False)
    repairs: int = 0
    asked: int = 0
    calls: int = 0


class Meddling(Protocol):
    """A history that goes on between any two calls."""

    live: LiveSchool

    def between(self, what: str) -> None: ...


class Meddled(Http):
    """The service's way to Google, with people at work before every call."""

    def __init__(self, history: Meddling) -> None:
        super().__init__(history.live.app)
        self.history = history

    def request(
        self, uri: str, method: str = "GET", *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        self.history.between(kind_of_call(method, uri))
        return super().request(uri, method, *args, **kwargs)


class SchoolHistory:
    """Everything about one seed."""

    def __init__(
        self,
        seed: int,
        syncs: int = 2,
        busy: float = 0.25,
        off: Collection[str] = OFF,
        modules: frozenset[str] = AT_FIRST,
    ) -> None:
        self.seed, self.syncs, self.busy = seed, syncs, busy
        self.rng = random.Random(seed)
        self.live: LiveSchool = fresh_school(seed, modules)
        self.live.school.transport = lambda: Meddled(self)
        self.story: list[str] = []
        self.hands = Hands(self.live)
        self.people = People(self.hands, self.rng, self.story, modules)
        self.people.without(*off)
        self.peace = False
        self.confirmed: set[str] = set()  # parts that somebody said were meant so
        self.calls = self.repairs = 0
        self.wrong: list[str] = []
        self.asked: tuple[Problem, ...] = ()
        self.standing_asked = 0  # how many, by the last report

    def between(self, what: str) -> None:
        self.calls += 1
        if not self.peace:
            while self.rng.random() < self.busy:
                self.people.act()
        self.story.append(f"  {what}")

    def play(self) -> Outcome:
        for turn in range(self.syncs):
            for _ in range(self.rng.randrange(1, 4)):
                self.people.act()
            self.story.append(f"sync {turn + 1}")
            self.sync()
        for _ in range(self.rng.randrange(3)):
            self.people.act()
        self.peace = True
        report = self.settle()
        if report is None:
            return self.outcome(["it never settles"], 0)
        if self.seed % 3 == 0:
            self.look_once_more()
        wrong = check_school(self.people, report)
        return self.outcome([*self.people.broken, *self.wrong, *wrong], report.problems)

    def look_once_more(self) -> None:
        """Nothing is left to do: that costs no more than it does in any quiet school."""
        before = self.calls
        self.sync(*self.confirmed)
        if self.calls - before > QUIET:
            self.wrong.append(f"a sync with nothing to do takes {self.calls - before} calls")

    def sync(self, *confirm: str) -> Report:
        self.people.in_sync = True
        report = self.live.sync(*confirm)
        self.people.in_sync = False
        report = replace(report, questions=self.with_unseen(report))
        self.asked, self.standing_asked = report.questions, report.problems
        self.repairs += report.repairs
        self.story.append(f"  = {dict(report.changes)} repairs {report.repairs}")
        self.story.extend(f"  ? {p.key}: {p.what}" for p in report.questions)
        return report

    def with_unseen(self, report: Report) -> tuple[Problem, ...]:
        """The questions that stand: what a sync did not look at, as it had not changed, is asked
        still. Such are all, or those about workbooks that are not always read."""
        known = {problem.key for problem in report.questions}
        left = tuple(problem for problem in self.asked if problem.key not in known)
        if not known and not report.changes and report.problems == self.standing_asked:
            return left
        elsewhere = tuple(p for p in left if p.row and p.row.workbook not in WORKBOOKS)
        is_all = len(elsewhere) == report.problems - len(known)
        return (*report.questions, *(elsewhere if is_all else ()))

    def settle(self) -> Report | None:
        """Syncs in peace until one has nothing to do; what guards hold is confirmed, once it has
        been seen that it was held. None when that takes too long."""
        if self.people.emptied is not None and self.rng.random() < 0.5:
            self.people.take_back()
        confirm = self.confirmed
        for _ in range(MOST_SYNCS):
            self.story.append(f"sync in peace {sorted(confirm) or ''}")
            before = self.standing()
            report = self.sync(*confirm)
            guards = {
                p.key.removeprefix("guard:") for p in report.questions if p.key.startswith("guard:")
            }
            if "caseload/diary" in guards and (gone := before - self.standing()):
                self.wrong.append(f"events went though the Diary was held: {gone}")
            if not report.changes and not report.not_done and not guards - confirm:
                return report
            confirm |= guards
        return None

    def standing(self) -> set[str]:
        return {follow_up_of(e) for owner in OWNERS for e in self.hands.events(owner)}

    def outcome(self, wrong: list[str], asked: int) -> Outcome:
        return Outcome(self.seed, wrong, self.story, self.repairs, asked, self.calls)
