"""What a card costs: Google calls and the service's own time, and how long the first answer takes.

Each card is asked for many times through the web service itself, token check and access log
included. Own time is CPU; the local Workspace that answers the one look of a card is a program of
its own. Between two cards the shelf of the service goes stale, so that each pays for its look.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import requests
from rich.table import Table

from service.web.app import LOCAL_AUDIENCE, create_app
from service.web.workbook_cache import FRESH
from service.wiring import Holdfast

from .big_school import COORDINATOR, BigSchool

ROOT = Path(__file__).resolve().parents[1]
TIMES = 12
AFTER_EDITS = 3  # cards that are asked for after an edit, too
STALE = FRESH + timedelta(seconds=1)
COLD = "import time; a = time.perf_counter(); {make}; print(time.perf_counter() - a)"
HELLO = (
    "from flask import Flask; f = Flask('hello'); f.add_url_rule('/health', "
    "view_func=lambda: 'hello'); f.test_client().get('/health')"
)
OURS = "from werkzeug.test import Client; from service.main import app; Client(app).get('/health')"


@dataclass(frozen=True, slots=True)
class Card:
    """`calls` to Google at most, `middle` and `late` CPU milliseconds (median, 95th percentile).
    `edited`: somebody had written into the workbook since the one before."""

    name: str
    calls: int
    middle: float
    late: float
    edited: bool = False


def cards_of(big: BigSchool, code: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(action, who asks, the button's parameters) of the cards that are measured."""
    manager = big.pupils[0].manager
    yield "home", manager, {}
    yield "case", manager, {"code": code}
    yield "attention", manager, {}
    yield "access", manager, {"code": code}
    yield "home", COORDINATOR, {}
    yield "find", manager, {"words": "keyboard practice"}
    yield "find", COORDINATOR, {"words": "keyboard practice"}
    yield "workload", COORDINATOR, {}
    yield "health", COORDINATOR, {}


def measure_cards(
    school: Holdfast,
    big: BigSchool,
    code: str,
    pass_time: Callable[[timedelta], None],
    edit: Callable[[], None],
) -> list[Card]:
    """Every card, asked for `TIMES` times; the first answer, which warms up, is left out.
    `pass_time` moves the school's clock on. The first cards come once more, each after an `edit`.
    """
    client = create_app(school, spawn=lambda job: None).test_client()
    asked = [*cards_of(big, code)]
    cards = [(*one, False) for one in asked] + [(*one, True) for one in asked[:AFTER_EDITS]]
    found, url = [], school.settings.workspace_url
    for action, person, given, edited in cards:
        token = _token(url, person)
        event = {"commonEventObject": {"hostApp": "SHEETS", "parameters": given}}
        spent, calls = [], 0
        for turn in range(TIMES + 1):
            pass_time(STALE)
            if edited:
                edit()
            before = _answered(url)
            begun = process_time()
            headers = {"Authorization": f"Bearer {token}"}
            answer = client.post(f"/addon/{action}", json=event, headers=headers)
            cost = (process_time() - begun) * 1000
            assert answer.status_code == 200, (action, answer.get_data(as_text=True))
            if turn:
                spent.append(cost)
                calls = max(calls, _answered(url) - before)
        who = "coordinator" if person == COORDINATOR else "case manager"
        late = quantiles(spent, n=20)[-1]
        found.append(Card(f"{action}, {who}", calls, median(spent), late, edited))
    return found


def _answered(url: str) -> int:
    """How many API calls the local Workspace has counted; Google's public keys are kept by the
    service for hours and do not count."""
    counts = requests.get(f"{url}/_emulator/requests", timeout=10).json()
    return sum(count for method, count in counts.items() if not method.startswith("oauth2."))


def _token(url: str, email: str) -> str:
    asked = {"email": email, "aud": LOCAL_AUDIENCE}
    answer = requests.post(f"{url}/_emulator/id_token", json=asked, timeout=10)
    answer.raise_for_status()
    return str(answer.json()["id_token"])


def cold_start() -> tuple[float, float]:
    """Seconds from nothing to the first answer: (ours, a Flask hello-world); the best of five."""
    nowhere = {"HOLDFAST_WORKSPACE_URL": "http://127.0.0.1:9", "PATH": os.environ.get("PATH", "")}

    def best(make: str) -> float:
        command = [sys.executable, "-c", COLD.format(make=make)]
        runs = (
            subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, check=True)
            for _ in range(5)
        )
        return min(float(run.stdout) for run in runs)

    return best(OURS), best(HELLO)


def table_of_cards(cards: list[Card]) -> Table:
    table = Table(title="Cards: CPU of the service in milliseconds", title_justify="left")
    for heading in ("card", "Google calls", "median", "95th percentile"):
        table.add_column(heading, justify="left" if heading == "card" else "right")
    for card in cards:
        name = f"{card.name}, after an edit" if card.edited else card.name
        table.add_row(name, str(card.calls), f"{card.middle:.1f}", f"{card.late:.1f}")
    return table


def as_json(cards: list[Card]) -> list[dict[str, Any]]:
    return [
        {
            "card": c.name,
            "edited": c.edited,
            "calls": c.calls,
            "median_ms": round(c.middle, 2),
            "p95_ms": round(c.late, 2),
        }
        for c in cards
    ]
