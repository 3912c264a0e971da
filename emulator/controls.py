"""Driving the Workspace in tests: `/_emulator/…`.

    GET, DELETE      /_emulator/requests   counts per API method id; DELETE starts again
    GET, POST, DELETE /_emulator/faults    what shall go wrong (below)
    POST             /_emulator/reset      an empty Workspace, no faults, no counts, real time,
                                           the variants that the Workspace began with
    GET, POST        /_emulator/variants   which Google this is (see variants.py)
    GET, POST        /_emulator/addon_host how the add-on's relay answers (see addon_host.py)
    GET, POST        /_emulator/clock      {"now": RFC 3339 | null} or {"advance": seconds}

A fault: {"method": id or "*", "status": 503, "times": 1, "when": "before" | "after",
"reason", "retry_after": seconds, "drop": true, "timeout": true, "late": seconds,
"probability": 0.1, "seed": 7}. "before" = nothing was done; "after" = it was done, but the
answer is lost. "drop" closes the connection and "timeout" lets the caller wait in vain,
instead of an error answer; over HTTP the answer to a timed-out call comes after `late`
seconds (60 unless told). `times` counts hits; with a probability it may be left out.

The OAuth folder adds `/_emulator/id_token` and `/_emulator/service_account`.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .addon_host import read_answers
from .errors import ApiError

if TYPE_CHECKING:
    from .app import Emulator

KNOWN = {
    "method", "status", "times", "when", "reason", "message", "retry_after", "drop", "timeout",
    "late", "probability", "seed",
}  # fmt: skip


class Lost(Exception):
    """The connection fails: `kind` is "drop" or "timeout"; `late` in seconds."""

    def __init__(self, kind: str, late: float) -> None:
        super().__init__(kind)
        self.kind, self.late = kind, late


@dataclass(slots=True)
class Fault:
    """One thing that shall go wrong; `left` hits remain, None = no end."""

    method: str
    status: int
    left: int | None
    when: str
    spec: dict[str, Any]
    probability: float = 1.0
    chance: random.Random = field(default_factory=random.Random)

    def hits(self, method_id: str, when: str) -> bool:
        if self.left == 0 or self.when != when or self.method not in ("*", method_id):
            return False
        if self.probability < 1 and self.chance.random() >= self.probability:
            return False
        if self.left is not None:
            self.left -= 1
        return True

    def error(self) -> Exception:
        for kind in ("drop", "timeout"):
            if self.spec.get(kind):
                return Lost(kind, float(self.spec.get("late", 60)))
        reason, wait = self.spec.get("reason"), self.spec.get("retry_after")
        return ApiError(
            self.status,
            self.spec.get("message"),
            reason=reason,
            domain="usageLimits" if self.status == 429 or "imit" in (reason or "") else "global",
            headers={} if wait is None else {"Retry-After": str(wait)},
        )

    def describe(self) -> dict[str, Any]:
        return self.spec | {"left": self.left}


class Controls:
    """Counts and faults of one local Workspace."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: list[Fault] = []

    def strike(self, method_id: str, when: str) -> None:
        """Raise what the first fitting fault says, if one fits."""
        for fault in self.faults:
            if fault.hits(method_id, when):
                raise fault.error()


def read_fault(spec: dict[str, Any]) -> Fault:
    """A fault as posted. Raises ApiError(400) in plain words."""
    unknown = sorted(set(spec) - KNOWN)
    if unknown or "method" not in spec:
        said = f"does not know {', '.join(unknown)}" if unknown else "needs a method"
        raise ApiError(400, f"A fault {said}; it may have: {', '.join(sorted(KNOWN))}.")
    when = spec.get("when", "before")
    if when not in ("before", "after"):
        raise ApiError(400, 'A fault strikes "before" or "after" the call.')
    probability = float(spec.get("probability", 1.0))
    times = spec.get("times", 1 if "probability" not in spec else None)
    chance = random.Random(spec.get("seed"))
    return Fault(spec["method"], spec.get("status", 503), times, when, spec, probability, chance)


def control(emulator: Emulator, verb: str, path: str, body: bytes) -> dict[str, Any]:
    """Answer one control request. Raises ApiError for an unknown one."""
    name = path.removeprefix("/_emulator/")
    try:
        spec = json.loads(body or b"{}")
    except ValueError:
        spec = None
    if not isinstance(spec, dict):
        raise ApiError(400, "The body of a control request is a JSON object.")
    controls = emulator.controls
    if name == "requests" and verb in ("GET", "DELETE"):
        counts = dict(sorted(controls.counts.items()))
        if verb == "DELETE":
            controls.counts.clear()
        return counts if verb == "GET" else {}
    if name == "faults":
        if verb == "POST":
            controls.faults.append(read_fault(spec))
        elif verb == "DELETE":
            controls.faults.clear()
        return {"faults": [fault.describe() for fault in controls.faults if fault.left != 0]}
    if name == "reset" and verb == "POST":
        emulator.reset()
        return {}
    if name == "variants" and verb in ("GET", "POST"):
        if verb == "POST":
            emulator.vary(spec)
        return dict(emulator.workspace.variants)
    if name == "addon_host" and verb in ("GET", "POST"):
        if verb == "POST":
            emulator.addon_answers = read_answers(spec)
        return {"answers": emulator.addon_answers}
    if name == "clock":
        return _clock(emulator, spec if verb == "POST" else {})
    raise ApiError(404, f"There is no control {verb} {path}; see emulator/controls.py.")


def _clock(emulator: Emulator, spec: dict[str, Any]) -> dict[str, Any]:
    clock = emulator.workspace.clock
    if "advance" in spec:
        if not isinstance(spec["advance"], int | float):
            raise ApiError(400, "The clock advances by a number of seconds.")
        clock.advance(spec["advance"])
    elif spec.get("now"):
        try:
            moment = datetime.fromisoformat(str(spec["now"]))
        except ValueError:
            raise ApiError(400, "The clock takes an RFC 3339 time with an offset.") from None
        if moment.tzinfo is None:
            raise ApiError(400, "The clock takes a time with an offset, such as …T09:00:00Z.")
        clock.set(moment)
    elif "now" in spec:
        clock.run()
    return {"now": clock.now().isoformat()}
