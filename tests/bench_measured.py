"""One sync, measured: its calls, its CPU, and what decoding the answers that it read costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import process_time
from typing import Any

from service.google.connections import Connection
from service.reconcile.sync import Report

PARTS = ("observe", "decide", "apply")


@dataclass(slots=True)
class Heard:
    """The JSON answers that a sync read, and the size of its largest write in bytes."""

    answers: list[bytes] = field(default_factory=list)
    largest: int = 0
    lock: Lock = field(default_factory=Lock)

    def connection(self) -> Any:
        return Listening(self)

    def forget(self) -> None:
        self.answers.clear()
        self.largest = 0

    def loads_seconds(self) -> float:
        """CPU seconds of json.loads over all of them; the best of five."""
        best = float("inf")
        for _ in range(5):
            begun = process_time()
            for answer in self.answers:
                json.loads(answer)
            best = min(best, process_time() - begun)
        return best


class Listening(Connection):
    """The service's own connection, with an ear on it."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.heard = heard

    def request(
        self, uri: str, method: str = "GET", body: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        head, content = super().request(uri, method, body, *args, **kwargs)
        with self.heard.lock:
            if "json" in head.get("content-type", ""):
                self.heard.answers.append(content)
            if isinstance(body, str | bytes):
                size = len(body.encode() if isinstance(body, str) else body)
                self.heard.largest = max(self.heard.largest, size)
        return head, content


@dataclass(frozen=True, slots=True)
class Measured:
    """One sync: CPU in seconds, `payload` and `largest` write in bytes, `loads` in CPU seconds."""

    what: str
    report: Report
    payload: int
    loads: float
    largest: int

    @property
    def cpu(self) -> float:
        return sum(self.report.cpu.get(part, 0.0) for part in PARTS)

    def as_json(self) -> dict[str, Any]:
        return {
            "sync": self.what,
            "calls": dict(self.report.calls),
            "changes": dict(self.report.changes),
            "problems": self.report.problems,
            "seconds": self.report.seconds,
            "cpu": {part: round(self.report.cpu.get(part, 0.0), 4) for part in PARTS},
            "payload_bytes": self.payload,
            "largest_write_bytes": self.largest,
            "json_loads_seconds": round(self.loads, 5),
        }


def measure(what: str, sync: Callable[[], Report], heard: Heard) -> Measured:
    heard.forget()
    report = sync()
    size = sum(map(len, heard.answers))
    return Measured(what, report, size, heard.loads_seconds(), heard.largest)
