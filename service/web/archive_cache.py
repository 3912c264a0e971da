"""Archives of earlier school years as last read, in memory alone.

Nobody's rights follow from what stands in an archive, and people rarely write into one: so one look
is good for `KEPT`, and is forgotten after that. Several are looked at side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import Final

from service.ports import GatewayError, Sheets
from service.workbook.look import Raw, RowSeen, WorkbookSeen
from service.workbook.searching import SearchIndex
from service.workbook.shown import look_at
from service.workbook.templates import WorkbookTemplate

KEPT: Final = timedelta(minutes=10)
TOGETHER: Final = 3  # looks that are under way at once
Wanted = Mapping[str, tuple[WorkbookTemplate, str]]  # by school year: template and file id


@dataclass(frozen=True, slots=True)
class _Look:
    index: SearchIndex
    at: datetime


class ArchiveCache:
    """Safe to share between threads."""

    def __init__(self, sheets: Callable[[], Sheets], clock: Callable[[], datetime]) -> None:
        self._sheets, self._clock = sheets, clock
        self._looks: dict[str, _Look] = {}
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(TOGETHER, "holdfast-archive")

    def indexes(self, wanted: Wanted) -> tuple[dict[str, SearchIndex], tuple[str, ...]]:
        """By school year, ready to be searched; and the years that could not be read."""
        self._forget(wanted)
        begun = {
            year: self._threads.submit(self._look, year, template, file_id)
            for year, (template, file_id) in wanted.items()
        }
        found, unread = {}, []
        for year, look in begun.items():
            try:
                found[year] = look.result()
            except GatewayError:
                unread.append(year)
        return found, tuple(unread)

    def drop(self) -> None:
        """Read them anew next time."""
        with self._lock:
            self._looks.clear()

    def _look(self, year: str, template: WorkbookTemplate, file_id: str) -> SearchIndex:
        known = self._looks.get(year)
        if known is not None and known.index.seen.file_id == file_id:
            return known.index
        begun = self._clock()
        index = SearchIndex(_slim(look_at(template, file_id, self._sheets().look)))
        with self._lock:
            self._looks[year] = _Look(index, begun)
        return index

    def _forget(self, wanted: Iterable[str]) -> None:
        """What is too old, and archives that are not there any more."""
        now = self._clock()
        with self._lock:
            self._looks = {
                year: look
                for year, look in self._looks.items()
                if year in wanted and abs(now - look.at) <= KEPT
            }


def _slim(seen: WorkbookSeen) -> WorkbookSeen:
    """Without blank cells: years of rows lie in memory here."""
    tabs = {
        key: replace(tab, rows=tuple(RowSeen(r.position, _said(r)) for r in tab.rows))
        for key, tab in seen.tabs.items()
    }
    return replace(seen, tabs=MappingProxyType(tabs))


def _said(row: RowSeen) -> dict[str, Raw]:
    return {key: raw for key, raw in row.cells.items() if raw is not None}
