"""The three sides of one follow-up, and what decisions about it need besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from service.casework.records import CalendarEntry, DiaryEntry, RowRef
from service.casework.wants import Say, WantedEvent
from service.keys import Keys
from service.ports import Agreed

# How often one follow-up can plausibly have been cancelled and planned anew.
GENERATIONS_TRIED = 50

When = tuple[date | None, time | None, int | None]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The three sides of one follow-up; `None` where a side is absent.

    `want` is what the Diary row asks for (None: it asks for no event). `entry` is the row itself.
    `seen` is the event only if it changed since the last look. `pick` is what a person chose on
    Attention about this follow-up. `copied`: a copy that somebody made of the event stands.
    `undated`: the row's Date is blank, and nothing unreadable stands under Start.
    """

    follow_up_id: str
    want: WantedEvent | None
    entry: DiaryEntry | None
    known: Agreed | None
    seen: CalendarEntry | None
    pick: str = ""
    copied: bool = False
    undated: bool = False


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


def is_own(entry: CalendarEntry, keys: Keys, workbook_id: str) -> bool:
    """Whether Holdfast itself made this event: its id says so. What carries the same follow-up
    under another id is a copy that a person made."""
    made = each_key(keys)
    return any(
        key.event_id(workbook_id, entry.follow_up_id, generation) == entry.event_id
        for key in made
        for generation in range(1, GENERATIONS_TRIED + 1)
    )


def each_key(keys: Keys) -> tuple[Keys, ...]:
    """The school's key, and the one before the last rotation."""
    return (keys,) if keys.earlier is None else (keys, keys.earlier)


def spoken(when: When, context: FollowUpContext) -> str:
    day, start, _ = when
    if day is None:
        return "?"
    return context.day(day) if start is None else f"{context.day(day)} {context.clock(start)}"
