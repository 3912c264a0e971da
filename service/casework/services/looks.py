"""When a service referral is looked at again, and when it is closed.

Source: docs/casework.md, "Accommodations, decisions, services". The looks after 2, 5, 10 and 20
school days are Holdfast's own; no norm was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..diary_kinds import DONE
from ..records import DiaryEntry
from ..school import School
from ..schooldays import NoSchoolDay
from .records import CONNECTED, DECLINED, ELSEWHERE, ServiceReferral

NAME = "Services"
STEPS: Final = (2, 5, 10, 20)  # school days, each after the look before; then every 20
MOST_LOOKS: Final = 60
OUTSIDE_PROVIDER = "Outside provider"


def is_closed(referral: ServiceReferral, school: School) -> bool:
    """Connected with an Outcome, Declined, or Elsewhere with a new row."""
    match referral.status:
        case s if s == CONNECTED:
            return bool(referral.outcome)
        case s if s == DECLINED:
            return True
        case s if s == ELSEWHERE:
            return has_new_row(referral, school)
    return False


def is_watched(referral: ServiceReferral, school: School) -> bool:
    """Whether it is looked at: it names a resource, is not closed, and neither is its case."""
    case = school.case(referral.code)
    return (
        case is not None
        and case.is_open
        and bool(referral.resource)
        and not is_closed(referral, school)
    )


def has_new_row(referral: ServiceReferral, school: School) -> bool:
    """Whether the same student was referred to another resource, on that day or later."""
    made = referral.made_on or date.min
    return any(
        other.code == referral.code
        and other.row != referral.row
        and other.resource.strip().casefold() not in ("", referral.resource.strip().casefold())
        and (other.made_on or date.min) >= made
        and other.status != ELSEWHERE
        for other in school.of(ServiceReferral)
    )


def look_days(referral: ServiceReferral, school: School) -> Iterator[date]:
    """The days on which it is looked at, one after the other."""
    if referral.made_on is None:
        return
    since = school.counts_from(NAME)
    day = max(referral.made_on, since) if since else referral.made_on
    for number in range(MOST_LOOKS):
        try:
            day = school.calendar.add_school_days(day, STEPS[min(number, len(STEPS) - 1)])
        except NoSchoolDay:
            return
        yield day


def next_look(referral: ServiceReferral, school: School) -> date | None:
    """The day of the next look: today's until somebody has looked."""
    if not is_watched(referral, school):
        return None
    coming = (day for day in look_days(referral, school) if day >= school.today)
    first = next(coming, None)
    if first != school.today:
        return first
    after = next(coming, None)
    return after if _was_looked_at(referral, first, after, school) else first


def day_after_look(referral: ServiceReferral, school: School) -> date | None:
    """When it comes back once it was looked at today."""
    return next((day for day in look_days(referral, school) if day > school.today), None)


def look_waiting(referral: ServiceReferral, school: School) -> date | None:
    """The day of the look that has come and that nobody has taken yet."""
    if not is_watched(referral, school):
        return None
    days = list(_until_after_today(referral, school))
    come = [day for day in days if day <= school.today]
    if not come:
        return None
    after = next((day for day in days if day > school.today), None)
    return None if _was_looked_at(referral, come[-1], after, school) else come[-1]


def looks_so_far(referral: ServiceReferral, school: School) -> int:
    """How many looks have come."""
    days = _until_after_today(referral, school)
    return sum(day <= school.today for day in days)


def _until_after_today(referral: ServiceReferral, school: School) -> Iterator[date]:
    for day in look_days(referral, school):
        yield day
        if day > school.today:
            return


def _was_looked_at(
    referral: ServiceReferral, look: date | None, after: date | None, school: School
) -> bool:
    """Somebody looked on their card (which set the next look), or spoke with the provider on that
    day or later."""
    if after is not None and school.ask.on_card(
        referral.row.row_id, "next_look", after.isoformat()
    ):
        return True
    return look is not None and any(
        entry.code == referral.code
        and entry.kind == OUTSIDE_PROVIDER
        and entry.status == DONE
        and entry.day is not None
        and look <= entry.day <= school.today
        for entry in school.of(DiaryEntry)
    )
