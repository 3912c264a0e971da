"""What comes after a diary entry: the next of its series, or another try at what was missed.

Source: docs/casework.md, "First Talk, plan, follow-ups": Done makes the next of its series;
missed is rescheduled, never dropped; school days only, and the arithmetic is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import count
from types import MappingProxyType
from typing import Final

from dateutil.relativedelta import relativedelta

from ..diary_kinds import DONE, MISSED, PLANNED, Kinds
from ..records import CASELOAD, Case, DiaryEntry
from ..schooldays import NoSchoolDay, SchoolCalendar
from ..wants import Say, Value, WantedRow

REPEATS: Final[Mapping[str, relativedelta]] = MappingProxyType(
    {
        "Weekly": relativedelta(weeks=1),
        "Every 2 weeks": relativedelta(weeks=2),
        "Every 3 weeks": relativedelta(weeks=3),
        "Monthly": relativedelta(months=1),
        "Quarterly": relativedelta(months=3),
    }
)
# The most days that a step can have: counting begins near today instead of at the entry.
_AT_MOST: Final[Mapping[str, int]] = MappingProxyType(
    {"Weekly": 7, "Every 2 weeks": 14, "Every 3 weeks": 21, "Monthly": 31, "Quarterly": 92}
)
_TRY_AGAIN_WITHIN: Final = timedelta(days=14)  # what was missed longer ago is shown, not planned


def next_rows(
    entries: Iterable[DiaryEntry],
    cases: Mapping[str, Case],
    kinds: Kinds,
    calendar: SchoolCalendar,
    today: date,
    say: Say,
) -> tuple[WantedRow, ...]:
    """The Diary rows that follow from what was done or missed, for open cases.

    An entry that already has a follower gets none: a row of the same case, kind, Repeat and
    person about when the next would be, or later. So months of history typed in at once call for
    one row, and a series that a person has planned ahead is left alone. The key of a row is made
    from the entry it follows, and is the same for ever.
    """
    strands: dict[tuple[str, ...], list[DiaryEntry]] = defaultdict(list)
    for entry in entries:
        if entry.day is not None and entry.row.row_id and entry.code in cases:
            strands[_strand(entry, kinds)].append(entry)
    rows = []
    for strand in strands.values():
        last = max(strand, key=lambda each: (each.day or date.min, each.row.position))
        for entry in strand:
            case = cases[entry.code]
            if not case.is_open or _has_follower(entry, last, kinds):
                continue
            row = next_of_series(entry, case, kinds, calendar, today, say)
            rows.append(row or try_again(entry, case, kinds, calendar, today, say))
    return tuple(row for row in rows if row is not None)


def next_of_series(
    entry: DiaryEntry,
    case: Case,
    kinds: Kinds,
    calendar: SchoolCalendar,
    today: date,
    say: Say,
) -> WantedRow | None:
    """The next of the series that a Done entry belongs to, or None when it does not repeat.

    The date is the entry's own plus its Repeat (again and again, if that is past by `today`),
    moved to a day on which there is school and the case manager is at work; `because` shows the
    arithmetic. Who is away for longer than one step is covered by somebody, so then the school's
    own days count. A calendar without school days gives None.
    """
    repeat = _repeat(entry, kinds)
    step = REPEATS.get(repeat)
    if entry.status != DONE or entry.day is None or step is None:
        return None
    try:
        first = max(1, (today - entry.day).days // _AT_MOST[repeat])
        due = next(day for n in count(first) if (day := entry.day + step * n) >= today)
        day, moved = _moved(due, due + step, calendar, case.case_manager, say)
    except (OverflowError, ValueError):
        return None
    because = say("diary.next", repeat=repeat, day=entry.day, due=due, kind=entry.kind)
    if moved:
        because = say("diary.next_moved", repeat=repeat, day=entry.day, moved=moved)
    return _planned(f"next:{entry.row.row_id}", entry, day, repeat, because)


def try_again(
    entry: DiaryEntry,
    case: Case,
    kinds: Kinds,
    calendar: SchoolCalendar,
    today: date,
    say: Say,
) -> WantedRow | None:
    """Another try at a Missed entry, on the next school day at which the case manager is at work;
    None when it was not missed, or more than two weeks ago (then it is only shown)."""
    if entry.status != MISSED or entry.day is None or today - entry.day > _TRY_AGAIN_WITHIN:
        return None
    try:
        after = max(entry.day, today) + timedelta(days=1)
        until = after + _TRY_AGAIN_WITHIN
        day, _ = _moved(after, until, calendar, case.case_manager, say)
    except (OverflowError, ValueError):
        return None
    because = say("diary.again", kind=entry.kind, missed=entry.day, day=day)
    return _planned(f"again:{entry.row.row_id}", entry, day, _repeat(entry, kinds), because)


def _moved(
    due: date, until: date, calendar: SchoolCalendar, who: str, say: Say
) -> tuple[date, str]:
    """`due` moved off days off; an absence of `who` counts only if it ends before `until`."""
    try:
        day, arithmetic = calendar.moved(due, say, who)
    except NoSchoolDay:
        return calendar.moved(due, say)
    return (day, arithmetic) if day < until else calendar.moved(due, say)


def _planned(key: str, entry: DiaryEntry, day: date, repeat: str, because: str) -> WantedRow:
    cells: dict[str, Value] = {
        "student": entry.student,
        "kind": entry.kind,
        "date": day,
        "start": entry.start,
        "minutes": entry.minutes,
        "status": PLANNED,
        "with": entry.with_whom,
        "how": entry.how,
        "repeat": repeat,
        "case_code": entry.code,
    }
    said: dict[str, Value] = {
        column: value for column, value in cells.items() if value not in (None, "")
    }
    return WantedRow(key, CASELOAD, "diary", said, because)


def _repeat(entry: DiaryEntry, kinds: Kinds) -> str:
    kind = kinds.get(entry.kind)
    return entry.repeat or (kind.cadence if kind else "None")


def _strand(entry: DiaryEntry, kinds: Kinds) -> tuple[str, ...]:
    with_whom = " ".join(entry.with_whom.split()).casefold()
    return entry.code, entry.kind, _repeat(entry, kinds), with_whom


def _has_follower(entry: DiaryEntry, last: DiaryEntry, kinds: Kinds) -> bool:
    """Whether the `last` entry of the strand follows `entry`: it comes about when the next is
    due, or later. Two thirds of the step are "about when": two check-ins a week, on Monday and
    Thursday, are two series. Of two alike on one day the later row goes on."""
    if entry is last or entry.day is None or last.day is None:
        return False
    if last.day == entry.day:
        return last.status == entry.status
    repeat = _repeat(entry, kinds)
    days = _AT_MOST[repeat] * 2 / 3 if repeat in REPEATS and entry.status == DONE else 1
    return (last.day - entry.day).days >= days
