"""What the case card shows of the Class log: minutes of this week, and the newest entry."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .minutes import given_this_week
from .records import LogEntry, by_case


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """ "160 of 200 given", then what was done last."""
    case, say = school.case(code), school.say
    owed = case.minutes_owed if case else None
    own = by_case(school).get(code, [])
    given = given_this_week(code, school)
    if owed:
        words = say("class_log.given_of", given=given, owed=f"{owed:g}")
        yield CardLine(words, above=say("class_log.minutes_owed"), icon="timer")
    elif given:
        yield CardLine(
            say("class_log.given", given=given), above=say("class_log.this_week"), icon="timer"
        )
    if own:
        yield _newest(own[-1], school)


def _newest(entry: LogEntry, school: School) -> CardLine:
    value = f"{entry.measure}: {float(entry.value):g}" if entry.value is not None else ""
    parts = [entry.what_we_did, value, entry.phase]
    return CardLine(
        words=" · ".join(part for part in parts if part) or entry.class_name or "–",
        above=school.say("class_log.on_day", day=entry.day, where=entry.class_name),
        below=school.say("class_log.next", what=entry.next_step) if entry.next_step else "",
        icon="school",
    )


SECTIONS = (CardSection("case", "class_log", "class_log.section", on_case),)
