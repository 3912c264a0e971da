"""Looks that were refused, so that who asks again and again fills no record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

WITHIN: Final = timedelta(minutes=1)
MOST: Final = 10_000  # kept at once; beyond that nothing more is taken down for a minute


class Refusals:
    """Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._at: dict[tuple[str, str], datetime] = {}
        self._lock = Lock()

    def is_first(self, who: str, code: str) -> bool:
        """Whether nobody was refused this within a minute; then they are from now on."""
        with self._lock:
            now = self._clock()
            if len(self._at) >= MOST:
                kept = {k: at for k, at in self._at.items() if now - at < WITHIN}
                self._at = kept
            last = self._at.get((who, code))
            if (last is not None and now - last < WITHIN) or len(self._at) >= MOST:
                return False
            self._at[who, code] = now
            return True
