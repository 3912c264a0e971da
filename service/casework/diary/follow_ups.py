"""Follow-ups: which of them want an event, and what the diary says about contact.

A kind of entry has a length, a cadence and a wording. A Planned row is one event on the case
manager's calendar; a row typed as Done is the contact log (docs/casework.md, "First Talk, plan,
follow-ups"; docs/workbooks.md, "Drop-downs"). No contact with student or family for N weeks makes
a case stale. What comes after an entry is in `series`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from ..called import name_in_calendar
from ..diary_kinds import DONE, MISSED, PLANNED, Kinds
from ..records import Case, DiaryEntry
from ..settings import SchoolSettings
from ..wants import Say, WantedEvent

_USUAL_MINUTES: Final = 30  # for a kind that diary.yaml does not know


@dataclass(frozen=True, slots=True)
class StaleCase:
    """An open case without contact with student or family. `last` None = never any."""

    code: str
    last: date | None
    weeks: int | None  # whole weeks since `last`


def wanted_event(
    entry: DiaryEntry, case: Case, kinds: Kinds, settings: SchoolSettings, say: Say
) -> WantedEvent | None:
    """The event that a Diary row of `case` asks for: None unless it is Planned, has a date and a
    Row ID, and the case has a manager. The title is neutral ("Check-in · C-0142") unless the school
    has set `Name in the calendar`; neither title nor description holds any other word that somebody
    typed. Length in minutes, reminders in minutes
    before; a row without Start is an all-day event."""
    if entry.status != PLANNED or entry.day is None or not entry.row.row_id or not case.code:
        return None
    if not case.case_manager or entry.start_stands == "unread":
        return None  # an event of the whole day is not what was meant
    kind = kinds.get(entry.kind)
    reminders = kind.reminders if kind else None
    named = entry.kind if kind else say("diary.some_entry")
    return WantedEvent(
        follow_up_id=entry.row.row_id,
        owner=case.case_manager,
        day=entry.day,
        start=entry.start,
        minutes=entry.minutes or usual_minutes(entry.kind, kinds),
        title=say("diary.title", kind=named, code=name_in_calendar(case, settings)),
        description=say(f"diary.about.{kind.about}") if kind else "",
        reminders=settings.reminders_minutes if reminders is None else reminders,
        because=say("diary.planned", kind=named, code=case.code, day=entry.day),
    )


def wanted_events(
    entries: Iterable[DiaryEntry],
    cases: Mapping[str, Case],
    kinds: Kinds,
    settings: SchoolSettings,
    say: Say,
) -> tuple[WantedEvent, ...]:
    """The events of all rows whose case is settled, in the order of the rows."""
    found = (
        wanted_event(entry, cases[entry.code], kinds, settings, say)
        for entry in entries
        if entry.code in cases
    )
    return tuple(event for event in found if event is not None)


def usual_minutes(kind: str, kinds: Kinds) -> int:
    """How long a kind of entry takes where its row says nothing, in minutes."""
    return kinds[kind].minutes if kind in kinds else _USUAL_MINUTES


def last_family_contact(entries: Iterable[DiaryEntry], kinds: Kinds) -> dict[str, date]:
    """By case code: the latest day of a Done entry whose kind is a contact with the family."""
    return _latest(entry for entry in entries if _is_contact(entry, kinds, family_only=True))


def last_contact(entries: Iterable[DiaryEntry], kinds: Kinds) -> dict[str, date]:
    """By case code: the latest day of a Done entry that is a contact with student or family."""
    return _latest(entry for entry in entries if _is_contact(entry, kinds, family_only=False))


def next_entry(entries: Iterable[DiaryEntry], today: date) -> dict[str, DiaryEntry]:
    """By case code: the next Planned entry from `today` on. Overdue ones are in `missed`."""
    found: dict[str, DiaryEntry] = {}
    for entry in sorted(entries, key=_in_time):
        if entry.code and entry.status == PLANNED and entry.day and entry.day >= today:
            found.setdefault(entry.code, entry)
    return found


def missed(entries: Iterable[DiaryEntry], today: date) -> tuple[DiaryEntry, ...]:
    """What did not take place: rows marked Missed that no later try follows, and Planned ones whose
    day has passed without a word; earliest first. They are shown until somebody settles them."""
    entries = tuple(entries)
    tried: dict[tuple[str, str], date] = {}
    for entry in entries:
        if entry.day is not None and entry.status in (PLANNED, DONE, MISSED):
            key = entry.code, entry.kind
            tried[key] = max(tried.get(key, entry.day), entry.day)
    late = (
        entry
        for entry in entries
        if (
            entry.status == MISSED
            and (entry.day is None or tried[entry.code, entry.kind] <= entry.day)
        )
        or (entry.status == PLANNED and entry.day is not None and entry.day < today)
    )
    return tuple(sorted(late, key=_in_time))


def stale_cases(
    cases: Iterable[Case],
    entries: Iterable[DiaryEntry],
    kinds: Kinds,
    today: date,
    settings: SchoolSettings,
) -> tuple[StaleCase, ...]:
    """Active and Monitor cases without contact for `stale_after_weeks` weeks or more; those
    without any contact first, then the longest silence."""
    contacts = last_contact(entries, kinds)
    limit = timedelta(weeks=settings.stale_after_weeks)
    found = []
    for case in cases:
        last = contacts.get(case.code)
        if case.status not in ("Active", "Monitor") or not case.code:
            continue
        if last is None or today - last >= limit:
            found.append(StaleCase(case.code, last, (today - last).days // 7 if last else None))
    return tuple(sorted(found, key=lambda each: (each.last or date.min, each.code)))


def _is_contact(entry: DiaryEntry, kinds: Kinds, family_only: bool) -> bool:
    kind = kinds.get(entry.kind)
    if kind is None or entry.status != DONE or not entry.code:
        return False
    return kind.family_contact or (kind.student_contact and not family_only)


def _latest(entries: Iterable[DiaryEntry]) -> dict[str, date]:
    found: dict[str, date] = {}
    for entry in entries:
        if entry.day is not None:
            found[entry.code] = max(found.get(entry.code, entry.day), entry.day)
    return found


def _in_time(entry: DiaryEntry) -> tuple[date, time, int]:
    return entry.day or date.max, entry.start or time.min, entry.row.position
