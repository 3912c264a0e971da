"""Counting calls: what Google's quotas count, and what we spare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock


class Calls(Mapping[str, int]):
    """A live count per API ("sheets", "drive", "calendar", "forms", "gmail").

    Every attempt counts, and every part of an HTTP batch, as Google counts them.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def add(self, api: str, count: int = 1) -> None:
        with self._lock:
            self._counts[api] = self._counts.get(api, 0) + count

    def __getitem__(self, api: str) -> int:
        return self._counts[api]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._counts))

    def __len__(self) -> int:
        return len(self._counts)
