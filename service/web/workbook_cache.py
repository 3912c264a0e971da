"""The workbooks as last read, so that people who ask at once share one look.

Whatever decides rights is never older than `FRESH`: each request looks at every workbook that it
needs, unless somebody looked less than that ago. The looks of one request go side by side, each on
a connection of its own, and who asks while one is under way waits for that one. So all who ask
together cost at most three Sheets reads in five seconds, 36 a minute.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from service.ports import GatewayError, Sheets
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.searching import SearchIndex
from service.workbook.shown import with_shown
from service.workbook.templates import WorkbookTemplate

from .archive_cache import ArchiveCache

FRESH = timedelta(seconds=5)
# Whether Google can be reached at all is not asked anew so often (`/ready`).
OLDEST = timedelta(minutes=10)
PROGRESS = "progress:"
MOST_SHEETS = 50  # workbooks of which there are many; the one that was opened first goes first


class SchoolMissing(Exception):
    """There is no school here yet."""


@dataclass(slots=True)
class _Place:
    """One workbook's place on the shelf; one thread at a time reads it. `answer` is Google's, of
    which `seen` was made; `at` is when that look began. `looks` counts those that have ended, and
    `failed` is why the last one did not succeed."""

    seen: WorkbookSeen | None = None
    answer: bytes = b""
    at: datetime | None = None
    looks: int = 0
    failed: GatewayError | None = None
    index: SearchIndex | None = None
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
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self.archives = ArchiveCache(sheets, clock)

    def book(self, key: str) -> WorkbookSeen:
        """A workbook whose look began less than `FRESH` ago, or since this was asked. `key` is
        caseload, office, restricted, or "<template>:<file id>" of those of which there are many
        (progress, my_time). Who waited for a look that failed
        is not made to wait for another. Raises GatewayError, SchoolMissing.
        """
        place = self._place(key)
        looks = place.looks
        with place.lock:
            # The first look that ended meanwhile may have begun before this was asked.
            if place.seen is not None and (self._is_fresh(place) or place.looks > looks + 1):
                return place.seen
            if place.failed is not None and place.looks > looks:
                raise place.failed
            return self._look(key, place)

    def books(self, keys: Iterable[str]) -> dict[str, WorkbookSeen]:
        """Several workbooks, looked at side by side. Raises what `book` raises."""
        wanted = sorted(set(keys))
        begun = {
            key: self._thread(key).submit(self.book, key)
            for key in wanted[1:]
            if not self._is_fresh(self._place(key))
        }
        found = {key: self.book(key) for key in wanted if key not in begun}
        return found | {key: look.result() for key, look in begun.items()}

    def index(self, key: str) -> SearchIndex:
        """A workbook ready to be searched; made once for each look. Raises what `book` raises."""
        place, seen = self._place(key), self.book(key)
        index = place.index
        if index is None or index.seen is not seen:
            index = place.index = SearchIndex(seen)
        return index

    def standing(self, key: str) -> WorkbookSeen | None:
        """What lies on the shelf, if it is not too old; never a call."""
        place = self._place(key)
        return place.seen if place.seen is not None and self._age(place) <= OLDEST else None

    def drop(self, key: str) -> None:
        """Read it anew next time."""
        place = self._place(key)
        with place.lock:
            place.at = None

    def drop_all(self) -> None:
        """The same for everything that lies here."""
        for key in list(self._places):
            self.drop(key)

    def file_id(self, key: str) -> str:
        """The file behind a key. Raises NotFounded."""
        if ":" in key:
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
        answer = self._sheets().answer(file_id, question(template))
        same = place.seen is not None and place.seen.template is template
        if place.seen is not None and same and answer == place.answer:
            return place.seen
        place.answer = answer
        return with_shown(read_look(template, file_id, json.loads(answer)), self._sheets().look)

    def _look(self, key: str, place: _Place) -> WorkbookSeen:
        begun = self._clock()
        place.failed = None
        try:
            place.seen = self._read(key, place)
        except GatewayError as failed:
            place.failed = failed
            raise
        finally:
            place.looks += 1
        place.at = begun
        return place.seen

    def _is_fresh(self, place: _Place) -> bool:
        return self._age(place) < FRESH

    def _thread(self, key: str) -> ThreadPoolExecutor:
        """The thread that looks at one workbook: it keeps a connection of its own."""
        with self._lock:
            if key not in self._threads:
                self._threads[key] = ThreadPoolExecutor(1, f"holdfast-{key}")
            return self._threads[key]

    def _age(self, place: _Place) -> timedelta:
        if place.at is None:
            return timedelta.max
        return abs(self._clock() - place.at)

    def _place(self, key: str) -> _Place:
        with self._lock:
            sheets = [each for each in self._places if ":" in each]
            if key not in self._places and ":" in key and len(sheets) >= MOST_SHEETS:
                del self._places[sheets[0]]
            return self._places.setdefault(key, _Place())
