"""The schools beside the first, as one web service serves them: each opened once, on one engine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import Any

from .district import District, open_district, settings_of
from .district_figures import DistrictStanding
from .ledger import FIRST_SCHOOL, SchoolEntry
from .logs import log
from .reconcile.staff_known import STAFF
from .settings import Settings, SettingsProblem
from .wiring import Holdfast, open_school

LISTED_FOR = 5.0  # seconds until the list is read again
IN_BOOKS = ("progress_sheet", "archive")  # what a school makes beside what it was founded with


class ServedSchools:
    """Safe to share between threads. Nothing is opened before it is asked for."""

    first = FIRST_SCHOOL

    def __init__(
        self,
        settings: Settings,
        transport: Callable[[], Any] | None = None,
        clock: Callable[[], datetime] | None = None,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        """`timer`: seconds that only ever rise."""
        self._settings, self._transport, self._clock = settings, transport, clock
        self._timer, self._until = timer, 0.0
        self._open: dict[str, tuple[SchoolEntry, Holdfast]] = {}
        self._lock = Lock()

    @cached_property
    def _district(self) -> District:
        return open_district(self._settings)

    def all(self) -> Mapping[str, Holdfast]:
        """Those that are on the list, by id, as it was less than `LISTED_FOR` ago. Raises
        LedgerError. One whose settings cannot work is left out, and the log says so: it keeps no
        other from being served."""
        with self._lock:
            if self._timer() >= self._until:
                self._read_list()
                self._until = self._timer() + LISTED_FOR
            return {school_id: school for school_id, (_, school) in self._open.items()}

    def with_colleague(self, keys: Mapping[str, str]) -> Collection[str]:
        """The schools whose ledger knows this colleague: `keys` by school id, each under the
        school's own key (reconcile/staff_known.py). Raises LedgerError."""
        return self._district.schools.that_agreed(STAFF, keys)

    def with_file(self, file_id: str, among: Collection[str]) -> Collection[str]:
        """Of these schools, those whose workbook, form or sheet it is. Raises LedgerError."""
        return self._district.schools.that_made(file_id, among, IN_BOOKS)

    def standing(self, now: datetime) -> DistrictStanding:
        """All of them and the first, at a glance. Raises LedgerError."""
        return self._district.standing(now)

    def _read_list(self) -> None:
        kept = {}
        for entry in self._district.all():
            before = self._open.get(entry.school_id)
            if before is not None and _is_same(before[0], entry):
                kept[entry.school_id] = before
            elif (school := self._opened(entry)) is not None:
                kept[entry.school_id] = entry, school
        self._open = kept

    def _opened(self, entry: SchoolEntry) -> Holdfast | None:
        try:
            settings = settings_of(self._settings, entry.school_id, entry.settings)
            made = open_school(settings, transport=self._transport, clock=self._clock)
        except SettingsProblem:
            log("school_left_out", logging.ERROR, school=entry.school_id)
            return None
        made.school_id, made.engine = entry.school_id, self._district.schools.engine
        return made


def _is_same(one: SchoolEntry, other: SchoolEntry) -> bool:
    return one.added == other.added and dict(one.settings) == dict(other.settings)
