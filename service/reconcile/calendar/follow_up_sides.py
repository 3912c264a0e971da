"""The three sides of one follow-up, and what decisions about it need besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from service.casework.records import CalendarEntry, DiaryEntry, RowRef
from service.casework.wants import Say, WantedEvent
from service.keys import Keys
from service.ports import Agreed

When = tuple[date | None, time | None, int | None]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The three sides of one follow-up; `None` where a side is absent.

    `want` is what the Diary row asks for (None: it asks for no event). `entry` is the row itself.
    `seen` is the event only if it changed since the last look. `pick` is what a person chose on
    Attention about this follow-up.
    """

    follow_up_id: str
    want: WantedEvent | None
    entry: DiaryEntry | None
    known: Agreed | None
    seen: CalendarEntry | None
    pick: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpContext:
    """What the decisions about follow-ups need besides the follow-up itself."""

    keys: Keys
    workbook_id: str
    time_zone: str
    say: Say
    day: Callable[[date], str]
    clock: Callable[[time], str]
    links: Callable[[RowRef], str]  # the lines with links at the end of an event's description
    owner_of: Callable[[str], str]  # keyed hash of an owner -> e-mail, "" if unknown
    mark_of: Callable[[str], str]  # and the other way round
