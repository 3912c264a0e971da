"""Where nothing has changed, nothing is decoded and nothing is decided.

A run that found nothing to do leaves a mark in the ledger: a keyed digest of all that it went by,
and until when it holds. The next run asks the same sources; where they say the same, byte for byte,
it is done. Drive is asked first: it names the files that were edited, and where it names none of
the school's, the workbooks need not be read at all. How late Google's log of changes is, is not
said; so who wants to be sure (a trigger, a person who waits) has the workbooks read nevertheless.

A mark holds for an hour at most and never beyond midnight, so that whatever depends on the clock
alone is decided in time, and everything is read at least as often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from service.casework.records import OFFICE
from service.keys import Keys
from service.ports import Ledger

from .calendar.calendar_plan import calendar_owners
from .decide import Decided
from .documents.school_files import MARK, REMEMBERED
from .observe import WORKBOOKS, Observed, Observer, Sources
from .reporting.unfinished import is_waited_for

TOKEN: Final = "quiet"
AT_LONGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class QuietMark:
    """Digests of what a run went by: Office, all workbooks, and what Holdfast itself went by (the
    `rest`: release, settings, key, the ledger's revision); `since` and `until` in seconds, between
    which it holds; `problems` are the questions that stood."""

    office: str
    books: str
    rest: str
    since: int
    until: int
    problems: int

    def as_token(self) -> str:
        digests = f"{self.office}.{self.books}.{self.rest}"
        return f"{digests}.{self.since}.{self.until}.{self.problems}"

    @classmethod
    def from_token(cls, token: str) -> QuietMark | None:
        parts = token.split(".")
        if len(parts) != 6 or not all(each.isdecimal() for each in parts[3:]):
            return None
        office, books, rest = parts[:3]
        since, until, problems = map(int, parts[3:])
        return cls(office, books, rest, since, until, problems)


@dataclass(slots=True)
class Quiet:
    """What a school's runs remember of their last look. `basis` tells release and settings;
    `owners` (this process's alone): whose calendars Office names, by the digest of its answer."""

    basis: str
    owners: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def holds(
        self, observer: Observer, ledger: Ledger, keys: Keys, now: datetime, *, thorough: bool
    ) -> int | None:
        """How many questions stand, where nothing has changed since the last run; else None. Asks
        `observer` for no more than it takes to see that something has; with `thorough`, the
        workbooks too where Drive names none of them."""
        mark = QuietMark.from_token(ledger.token(TOKEN))
        if mark is None or not mark.since <= now.timestamp() < mark.until:
            return None
        if _edited(observer, ledger.token(REMEMBERED)):
            return None
        if thorough or mark.office not in self.owners:
            # Office says whose calendars are looked at; a new process does not know that yet.
            answers = observer.answers(WORKBOOKS if thorough else (OFFICE,))
            if _office(answers, keys) != mark.office:
                return None
            if thorough and _books(answers, keys) != mark.books:
                return None
        sources = observer.sources(lambda: self._owners(mark.office, observer, keys))
        said = self._rest(ledger.revision(), keys)
        is_same = mark.rest == said and not observer.gaps and not observer.questions
        return mark.problems if is_same and _are_still(sources) else None

    def keep(
        self,
        observer: Observer,
        revision: int,
        observed: Observed,
        decided: Decided,
        keys: Keys,
    ) -> None:
        """Leave a mark, where this run had nothing to do and nothing to wait for. `revision` is the
        ledger's from before it looked. Whatever came meanwhile is named by Drive, which was asked
        before the workbooks were read."""
        if not _saw_all(observer):
            return
        if decided.changes or decided.needs or decided.withhold or _waits(observed):
            return
        if observer.ledger.revision() != revision:
            return
        zone = ZoneInfo(decided.school.settings.time_zone) if decided.school else UTC
        office = _office(observer.digests, keys)
        self.owners = {office: calendar_owners(observed.workbooks.get(OFFICE), keys)}
        mark = QuietMark(
            office,
            _books(observer.digests, keys),
            self._rest(revision, keys),
            int(observed.now.timestamp()),
            int(min(observed.now + AT_LONGEST, midnight_after(observed.now, zone)).timestamp()),
            len(decided.problems) + len(decided.unseen),
        )
        observer.ledger.set_tokens({TOKEN: mark.as_token()}, news=False)

    def _rest(self, revision: int, keys: Keys) -> str:
        return keys.fingerprint("quiet", self.basis, keys.key_id, revision)

    def _owners(self, office: str, observer: Observer, keys: Keys) -> Mapping[str, str]:
        if office not in self.owners:
            self.owners = {office: calendar_owners(observer.office_ahead(), keys)}
        return self.owners[office]


def _office(answers: Mapping[str, str], keys: Keys) -> str:
    return keys.fingerprint("books", answers.get(OFFICE))


def _books(answers: Mapping[str, str], keys: Keys) -> str:
    return keys.fingerprint("books", {key: answers.get(key) for key in WORKBOOKS})


def _edited(observer: Observer, school: str) -> bool:
    """Whether Drive names a file that may be this school's: other schools' say whose they are."""
    return any(file.properties.get(MARK, school) == school for file in observer.files())


def _saw_all(observer: Observer) -> bool:
    """Whether every source was read, and no form had to be looked at."""
    return len(observer.digests) == len(WORKBOOKS) and not (observer.gaps or observer.questions)


def _waits(observed: Observed) -> bool:
    """Whether something is to be tried again, or to be asked as soon as it stood a while."""
    failed = any(kind == "failure" for kind, _ in observed.known)
    return failed or is_waited_for(observed)


def _are_still(sources: Sources) -> bool:
    """Whether neither a form nor a calendar names anything new."""
    looks = sources.calendars.values()
    return not sources.responses and not any(look.entries or look.full for look in looks)


def midnight_after(now: datetime, zone: tzinfo) -> datetime:
    """The next midnight of the school's own clock."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)
