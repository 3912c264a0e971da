"""Where nothing has changed, nothing is decoded and nothing is decided.

A run that found nothing to do leaves a mark in the ledger: a keyed digest of all that it went by,
and until when it holds. The next run asks the same sources; where they say the same, byte for byte,
it is done. A mark holds for an hour at most and never beyond midnight, so that whatever depends on
the clock alone is decided in time.
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
from .observe import WORKBOOKS, Observed, Observer, Sources
from .reporting.unfinished import is_waited_for

TOKEN: Final = "quiet"
AT_LONGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class QuietMark:
    """`digest` of what a run went by; `since` and `until` in seconds, between which it holds;
    `problems` are the questions that stood."""

    digest: str
    since: int
    until: int
    problems: int

    def as_token(self) -> str:
        return f"{self.digest}.{self.since}.{self.until}.{self.problems}"

    @classmethod
    def from_token(cls, token: str) -> QuietMark | None:
        digest, *numbers = token.split(".")
        if len(numbers) != 3 or not all(each.isdecimal() for each in numbers):
            return None
        since, until, problems = map(int, numbers)
        return cls(digest, since, until, problems)


@dataclass(slots=True)
class Quiet:
    """What a school's runs remember of their last look. `basis` tells release and settings;
    `owners` (this process's alone): whose calendars Office names, by the digest of its answer."""

    basis: str
    owners: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def holds(self, observer: Observer, ledger: Ledger, keys: Keys, now: datetime) -> int | None:
        """How many questions stand, where nothing has changed since the last run; else None. Asks
        `observer` for no more than it takes to see that something has."""
        answers = observer.answers()
        mark = QuietMark.from_token(ledger.token(TOKEN))
        if mark is None or not mark.since <= now.timestamp() < mark.until:
            return None
        books, _, marked = mark.digest.partition("-")
        if len(answers) < len(WORKBOOKS) or books != keys.fingerprint("books", answers):
            return None
        sources = observer.sources(lambda: self._owners(answers[OFFICE], observer, keys))
        said = self._digest(answers, sources, ledger.revision(), keys)
        is_same = f"{books}-{marked}" == said and not observer.gaps and not observer.questions
        return mark.problems if is_same and is_still(sources) else None

    def keep(
        self,
        observer: Observer,
        revision: int,
        observed: Observed,
        decided: Decided,
        keys: Keys,
    ) -> None:
        """Leave a mark, where this run had nothing to do and nothing to wait for. `revision` is the
        ledger's from before it looked."""
        answers, sources = observer.digests, observer.read
        if sources is None or not is_still(sources) or not _saw_all(observer):
            return
        if decided.changes or decided.needs or decided.withhold or _waits(observed):
            return
        if observer.ledger.revision() != revision:
            return
        zone = ZoneInfo(decided.school.settings.time_zone) if decided.school else UTC
        self.owners = {answers[OFFICE]: calendar_owners(observed.workbooks.get(OFFICE), keys)}
        mark = QuietMark(
            self._digest(answers, sources, revision, keys),
            int(observed.now.timestamp()),
            int(min(observed.now + AT_LONGEST, midnight_after(observed.now, zone)).timestamp()),
            len(decided.problems) + len(decided.unseen),
        )
        observer.ledger.set_tokens({TOKEN: mark.as_token()}, news=False)

    def _digest(
        self, answers: Mapping[str, str], sources: Sources, revision: int, keys: Keys
    ) -> str:
        replies = [(each.response_id, each.last_submitted) for each in sources.responses]
        rest = keys.fingerprint("quiet", self.basis, keys.key_id, revision, replies)
        return f"{keys.fingerprint('books', answers)}-{rest}"

    def _owners(self, office: str, observer: Observer, keys: Keys) -> Mapping[str, str]:
        if office not in self.owners:
            self.owners = {office: calendar_owners(observer.office_ahead(), keys)}
        return self.owners[office]


def _saw_all(observer: Observer) -> bool:
    """Whether every source was read, and no form had to be looked at."""
    return len(observer.digests) == len(WORKBOOKS) and not (observer.gaps or observer.questions)


def _waits(observed: Observed) -> bool:
    """Whether something is to be tried again, or to be asked as soon as it stood a while."""
    failed = any(kind == "failure" for kind, _ in observed.known)
    return failed or is_waited_for(observed)


def is_still(sources: Sources) -> bool:
    """Whether Drive and the calendars name nothing new."""
    looks = sources.calendars.values()
    return not sources.files and not any(look.entries or look.full for look in looks)


def midnight_after(now: datetime, zone: tzinfo) -> datetime:
    """The next midnight of the school's own clock."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)
