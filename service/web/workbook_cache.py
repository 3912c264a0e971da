"""The workbooks as last read, so that a card costs one look at most.

A card has one workbook that it is about; that one is read anew for it. What it needs besides
(who is on Staff, which flags stand) comes from the shelf, as earlier cards and syncs left it
there, and is never older than `OLDEST`: after a quiet spell the first card reads a little more.
Nothing on the shelf is shown to anybody before their rights have been decided anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from service.ports import Sheets
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.templates import WorkbookTemplate

FRESH = timedelta(seconds=2)
RIPE = timedelta(minutes=2)  # then it is read again behind an answer
OLDEST = timedelta(minutes=10)
PROGRESS = "progress:"
MOST_SHEETS = 50  # progress sheets kept; the one that was opened first goes first


class SchoolMissing(Exception):
    """There is no school here yet."""


@dataclass(slots=True)
class _Place:
    """One workbook's place on the shelf; one thread at a time reads it. `answer` is Google's, of
    which `seen` was made."""

    seen: WorkbookSeen | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    lock: Lock = field(default_factory=Lock)


class WorkbookCache:
    """Safe to share between threads."""

    def __init__(
        self,
        sheets: Callable[[], Sheets],
        files: Callable[[], Mapping[str, Any]],
        templates: Callable[[], Mapping[str, WorkbookTemplate]],
        clock: Callable[[], datetime],
    ) -> None:
        self._sheets, self._files, self._templates, self._clock = sheets, files, templates, clock
        self._places: dict[str, _Place] = {}
        self._ids: Mapping[str, str] = {}
        self._lock = Lock()

    def book(self, key: str, at_most: timedelta = OLDEST) -> WorkbookSeen:
        """A workbook, not older than `at_most`. `key` is caseload, office, restricted, or
        "progress:<file id>". Raises GatewayError, NotFounded."""
        place = self._place(key)
        with place.lock:
            if place.seen is not None and self._age(place) <= at_most:
                return place.seen
            seen = self._read(key, place)
            place.seen, place.at = seen, self._clock()
            return seen

    def standing(self, key: str) -> WorkbookSeen | None:
        """What lies on the shelf, if it is not too old; never a call."""
        place = self._place(key)
        return place.seen if place.seen is not None and self._age(place) <= OLDEST else None

    def drop(self, key: str) -> None:
        """Read it anew next time."""
        place = self._place(key)
        with place.lock:
            place.at = None

    def kept(self) -> list[str]:
        """The school's workbooks that lie here. Progress sheets are read when somebody asks."""
        kept = [key for key, place in list(self._places.items()) if place.seen is not None]
        return [key for key in kept if not key.startswith(PROGRESS)]

    def ripe(self) -> list[str]:
        """What should be read again soon, the oldest first."""
        ages = [(self._age(self._places[key]), key) for key in self.kept()]
        return [key for age, key in sorted(ages, reverse=True) if age > RIPE]

    def file_id(self, key: str) -> str:
        """The file behind a key. Raises NotFounded."""
        if key.startswith(PROGRESS):
            return key.partition(":")[2]
        if not self._ids.get(key):
            self._ids = dict(self._files()["workbooks"])
        if not self._ids.get(key):
            raise SchoolMissing
        return self._ids[key]

    def _read(self, key: str, place: _Place) -> WorkbookSeen:
        """One look. Where it shows what the last one showed, the very same object is handed out,
        and with it all that was worked out from it: most looks of a large school cost no more
        than to see that nothing has changed."""
        file_id = self.file_id(key)
        template = self._templates()[key.partition(":")[0]]
        answer = self._sheets().look(file_id, question(template))
        same = place.seen is not None and place.seen.template is template
        if place.seen is not None and same and answer == place.answer:
            return place.seen
        place.answer = answer
        return read_look(template, file_id, answer)

    def _age(self, place: _Place) -> timedelta:
        if place.at is None:
            return timedelta.max
        return abs(self._clock() - place.at)

    def _place(self, key: str) -> _Place:
        with self._lock:
            sheets = [each for each in self._places if each.startswith(PROGRESS)]
            if key not in self._places and len(sheets) >= MOST_SHEETS:
                del self._places[sheets[0]]
            return self._places.setdefault(key, _Place())
