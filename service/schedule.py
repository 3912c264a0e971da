"""When a school is looked at: spread over the time between two looks, and later after a failure."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable

FIRST_S, LONGEST_S = 15.0, 600.0  # waits after failures
PUT_OFF_S = 5.0  # the shortest wait of one that was put off


def back_off(attempt: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds to wait after the failure of attempt number `attempt` (0, 1, 2 …), jittered so that
    many do not come back together."""
    return min(LONGEST_S, FIRST_S * 2 ** min(attempt, 10)) * (0.5 + chance() / 2)


def room_later(seconds: float, chance: Callable[[], float] = random.random) -> float:
    """Seconds after which one that was put off asks again, when there may be room after `seconds`:
    many wait, and they do not come back together, nor all the time."""
    return max(PUT_OFF_S, seconds) * (1.0 + chance())


def offset(school: str, every_s: float) -> int:
    """In which second of the time between two looks a school is looked at."""
    digest = hashlib.sha256(school.encode()).digest()
    return int.from_bytes(digest[:8]) % max(1, int(every_s))


def due(school: str, minute: int, every_s: float) -> int | None:
    """After how many seconds of the minute that begins at `minute` (seconds since 1970) the school
    is to be looked at; None in every other minute."""
    wait = (offset(school, every_s) - minute) % max(1, int(every_s))
    return wait if wait < 60 else None
