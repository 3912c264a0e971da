"""Bad weather between Holdfast and Google: one fault at one call of a sync, or rain all along.

The faults are the local Workspace's own (`/_emulator/faults`), so that their bodies are Google's.
They are armed for exactly one call by a transport that the test hands in; no waiting is real.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httplib2

from emulator.inprocess import Http
from service.google.retries import Patience
from service.ports import GatewayError
from service.reconcile.sync import Report
from service.wiring import Holdfast
from tests.crash.state import State, describe
from tests.crash.worlds import kind_of_call, move_to_own_ledger
from tests.school_fixture import LiveSchool

# What Google may answer, or not. "after": it was done all the same.
FAULTS: Mapping[str, Mapping[str, Any]] = {
    "429": {"status": 429, "retry_after": 2},
    "403 rate limit": {"status": 403, "reason": "userRateLimitExceeded"},
    "500": {"status": 500},
    "503": {"status": 503},
    "time-out": {"timeout": True},
    "dropped": {"drop": True},
    "answer lost": {"drop": True, "when": "after"},
    "503 though done": {"status": 503, "when": "after"},
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409},
    "410": {"status": 410},
    "412": {"status": 412},
}
_PART = re.compile(r"^(GET|POST|PATCH|PUT|DELETE) (\S+) HTTP/1\.1", re.MULTILINE)
PASSING = ("429", "403 rate limit", "500", "503", "time-out", "dropped", "401")


@dataclass
class Weather:
    """Counts the calls of a sync. `strike_at` is the number of the call that `fault` hits."""

    live: LiveSchool
    fault: str = ""
    strike_at: int = 0
    calls: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def school(self) -> Holdfast:
        """A fresh process of the service, out in this weather; it waits without waiting."""
        school = self.live.open()
        school.transport = lambda: _Through(self)
        school.session.patience = replace(school.session.patience, sleep=self.waits.append)
        assert isinstance(school.session.patience, Patience)
        return school

    def is_hit(self) -> bool:
        return len(self.calls) == self.strike_at

    def arm(self) -> None:
        spec = {"method": "*", "times": 1, **FAULTS[self.fault]}
        self.live.control("POST", "faults", spec)

    def disarm(self) -> None:
        self.live.control("DELETE", "faults")


class _Through(Http):
    def __init__(self, weather: Weather) -> None:
        super().__init__(weather.live.app)
        self.weather = weather

    def request(
        self, uri: str, method: str = "GET", *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        weather = self.weather
        weather.calls.append(_kind(method, uri, kwargs.get("body")))
        if not weather.is_hit():
            return super().request(uri, method, *args, **kwargs)
        weather.arm()
        try:
            return super().request(uri, method, *args, **kwargs)
        finally:
            weather.disarm()


def _kind(method: str, uri: str, body: object) -> str:
    """A batch is called by what its parts do."""
    parts = _PART.findall(body) if "/batch/" in uri and isinstance(body, str) else []
    inside = sorted({kind_of_call(*part) for part in parts})
    return " ".join([kind_of_call(method, uri), *inside])


@dataclass
class Rain(Weather):
    """Each call may meet any fault."""

    chance: random.Random = field(default_factory=random.Random)
    share: float = 0.1
    struck: int = 0

    def is_hit(self) -> bool:
        if self.chance.random() >= self.share:
            return False
        self.fault = self.chance.choice(list(FAULTS))
        self.struck += 1
        return True


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fault at one call: the school after that sync, and after the next; `left` is what a
    third sync still found to do, `error` what the first raised."""

    fault: str
    number: int
    calls: tuple[str, ...]
    report: Mapping[str, int]
    waits: tuple[float, ...]
    struck: State
    healed: State
    left: Mapping[str, int]
    error: str = ""

    @property
    def where(self) -> str:
        call = self.calls[self.number - 1] if self.number else "nowhere"
        return f"{self.fault or 'no fault'} at call {self.number}, {call}"


def strike(live: LiveSchool, fault: str = "", number: int = 0) -> Outcome:
    """In a world: a sync with one fault, then syncs in fair weather."""
    move_to_own_ledger(live, f"weather-{fault}-{number}".replace(" ", "-"))
    weather = Weather(live, fault, number)
    report: Report | None = None
    error = ""
    try:
        report = weather.school().sync(live.now)
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"
    struck = describe(live, numbers=False)
    live.sync()
    left = dict(live.sync().changes)
    return Outcome(
        fault,
        number,
        tuple(weather.calls),
        dict(report.changes) if report else {},
        tuple(weather.waits),
        struck,
        describe(live, numbers=False),
        left,
        error,
    )


def rain(live: LiveSchool, seed: int, share: float, most: int = 6) -> tuple[State, int, int]:
    """Six syncs in which each call fails with probability `share`, then fair weather until
    nothing is left to do: the school then, the syncs that took, and how many faults struck."""
    move_to_own_ledger(live, f"rain-{seed}")
    weather = Rain(live, chance=random.Random(seed), share=share)
    for _ in range(6):
        with suppress(GatewayError):  # a start in the worst of it; the next sync goes on
            weather.school().sync(live.now)
    weather.disarm()
    for turn in range(most):
        if not live.sync().changes:
            return describe(live, numbers=False), turn, weather.struck
    raise AssertionError(f"After rain with seed {seed} the school never settles.")


def told_beside(state: State, other: State) -> int:
    """How many questions stand in `state` that do not stand in `other`."""
    return sum(
        (rows - other.get(part, rows - rows)).total()
        for part, rows in state.items()
        if "Attention" in part
    )


def spoken(state: State) -> list[str]:
    return [row for part, rows in state.items() if "Attention" in part for row in rows]
