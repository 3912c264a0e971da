"""Once a week, to who coordinates: how many of each kind there are, and where to look. Counts and
links only; no name, no code, in the subject nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ..crack import KINDS, for_coordinator
from ..records import CASELOAD, OFFICE, RowRef
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import WantedMessage

COORDINATOR = "Coordinator"
PLACES = (RowRef(CASELOAD, "caseload", ""), RowRef(OFFICE, "referrals", ""))


def weekly_mail(school: School) -> Iterator[WantedMessage]:
    """What who coordinates saw on the first school day of the week and what still stands; no mail
    where that is nothing."""
    first = first_school_day(school)
    if first is None or first > school.today:
        return
    week = week_begins(school.today)
    people = [p for p in school.staff if p.role == COORDINATOR and p.email]
    keys = [f"cracks:{week.isoformat()}:{number}" for number in range(1, len(people) + 1)]
    if all(key in school.ask.done for key in keys):
        return
    seen = for_coordinator(school.ask.cracks(school), school, first)
    counts = Counter(each.kind for each in seen)
    if not counts:
        return
    say = school.say
    lines = [say(f"cracks.count.{kind}", count=counts[kind]) for kind in KINDS if counts[kind]]
    links = [school.ask.link(place) for place in PLACES]
    for key, person in zip(keys, people, strict=True):
        yield WantedMessage(
            key=key,
            to=person.email,
            subject=say("cracks.mail.subject"),
            text=say(
                "cracks.mail.text",
                lines="\n".join(lines),
                caseload=links[0],
                office=links[1],
            ),
            because=say("cracks.mail.because"),
        )


def week_begins(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def first_school_day(school: School) -> date | None:
    """The first school day of the running week, from Monday on; None where it has none."""
    monday = week_begins(school.today)
    try:
        first = school.calendar.next_school_day(monday)
    except NoSchoolDay:
        return None
    return first if first < monday + timedelta(days=7) else None
