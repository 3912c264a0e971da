"""Lanes: a student whom a case manager and a counselor both see, and who of them goes first.

A counselor stands on Team with the Role Counselor; their rhythm is the Repeat of their rows in the
Diary, told by With. Whoever sees the student more often leads; at the same rhythm, or where the
counselor has none, the case manager does. It says who of the two is the first to be asked about the
student's day, and changes nothing about whose case it is. Holdfast's own rule: no norm was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from ..cards import CardLine, CardSection
from ..diary_kinds import PLANNED
from ..names import fold
from ..records import DiaryEntry, StaffMember, TeamMember
from ..rights import COUNSELORS_LANE, is_counselor
from ..school import School
from .series import REPEATS

_RHYTHMS = ("Weekly", "Every 2 weeks", "Every 3 weeks", "Monthly", "Quarterly")


@dataclass(frozen=True, slots=True)
class Lane:
    """One person who sees the student regularly. `repeat` "" = no rhythm in the Diary; `coming` the
    next planned row, None where there is none."""

    name: str
    is_manager: bool
    repeat: str
    coming: DiaryEntry | None


def lanes(school: School, code: str) -> tuple[Lane, ...]:
    """Who leads first, then the second and whoever else; empty where Team has no counselor."""
    members = [each for each in school.of(TeamMember) if each.code == code]
    counselors = [each for each in members if is_counselor(each) and each.person.strip()]
    if not counselors:
        return ()
    entries = [each for each in school.of(DiaryEntry) if each.code == code]
    others = [each.person for each in members if each not in counselors]
    theirs = {
        each.row.row_id: [e for e in entries if is_with(e, each.person, others)]
        for each in counselors
    }
    taken = {e.row.row_id for found in theirs.values() for e in found}
    found = [_lane(each.person, False, theirs[each.row.row_id], school) for each in counselors]
    manager = school.manager_of(code)
    if manager:
        kinds = school.ask.kinds
        own = [
            e
            for e in entries
            if e.row.row_id not in taken and e.kind in kinds and kinds[e.kind].student_contact
        ]
        found.insert(0, _lane(school.name_of(manager), True, own, school))
    return tuple(sorted(found, key=_rank))  # at the same rhythm the case manager stays first


def _rank(lane: Lane) -> int:
    return _RHYTHMS.index(lane.repeat) if lane.repeat in _RHYTHMS else len(_RHYTHMS)


def _lane(name: str, is_manager: bool, entries: list[DiaryEntry], school: School) -> Lane:
    planned = [e for e in entries if _is_to_come(e, school.today)]
    coming = min(planned, key=_in_time, default=None)
    done = [e for e in entries if e.day and e.repeat in REPEATS]
    # The rhythm of what is planned; a series that waits for its next row has that of the last.
    repeats = [e.repeat for e in planned if e.repeat in REPEATS]
    if not repeats and done:
        repeats = [max(done, key=_in_time).repeat]
    return Lane(name, is_manager, min(repeats, key=_RHYTHMS.index, default=""), coming)


def is_with(entry: DiaryEntry, person: str, others: Iterable[str] = ()) -> bool:
    """Whether With names this person: all of their name, or a part of it that nobody else of the
    `others` has ("Carl", "Ms. Berg")."""
    name, said = set(fold(person).split()), set(fold(entry.with_whom).split())
    if not name or not said:
        return False
    if name <= said:
        return True
    part = said & name
    titles = {"mr", "mrs", "ms", "dr", "sr", "sra", "counselor", "counsellor"}
    return bool(part) and said - part <= titles and not any(part & _words(o) for o in others)


def _words(name: str) -> set[str]:
    return set(fold(name).split())


def double_days(school: School, code: str) -> tuple[tuple[date, tuple[DiaryEntry, ...]], ...]:
    """Days to come on which the student has two appointments or more. What is only between adults
    (a word with family, a teacher or a provider, and not with a counselor) is none of theirs."""
    members = [each for each in school.of(TeamMember) if each.code == code]
    counselors = [each.person for each in members if is_counselor(each)]
    others = [each.person for each in members if not is_counselor(each)]
    by_day: dict[date, list[DiaryEntry]] = defaultdict(list)
    for entry in school.of(DiaryEntry):
        if entry.code == code and entry.day and _is_to_come(entry, school.today):
            kind = school.ask.kinds.get(entry.kind)
            theirs = (kind is not None and kind.student_contact) or entry.kind == "Meeting"
            if theirs or any(is_with(entry, each, others) for each in counselors):
                by_day[entry.day].append(entry)
    return tuple(
        (day, tuple(sorted(found, key=_in_time)))
        for day, found in sorted(by_day.items())
        if len(found) > 1
    )


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Who leads and who is second, each with the next day; and the days with two appointments."""
    say = school.say
    for number, lane in enumerate(lanes(school, code)):
        key = ("first", "second", "also")[min(number, 2)]
        role = say("lanes.manager" if lane.is_manager else "lanes.counselor")
        repeat = say("lanes.rhythm", repeat=lane.repeat) if lane.repeat else say("lanes.no_rhythm")
        coming = lane.coming
        at = "lanes.next_at" if coming and coming.start else "lanes.next"
        yield CardLine(
            lane.name,
            above=say(f"lanes.{key}", role=role),
            below=" · ".join(
                (repeat, say(at, kind=coming.kind, day=coming.day, start=coming.start))
                if coming
                else (repeat, say("lanes.nothing_planned"))
            ),
            icon="looks_one" if number == 0 else "looks_two" if number == 1 else "person",
        )
    for day, entries in double_days(school, code):
        yield CardLine(
            say("lanes.two_on_a_day", day=day, count=len(entries)),
            below=" · ".join(_appointment(each, school) for each in entries),
            icon="event_repeat",
        )


def _appointment(entry: DiaryEntry, school: School) -> str:
    say = school.say
    what = say("lanes.with", kind=entry.kind, who=entry.with_whom) if entry.with_whom else None
    words = what or entry.kind
    return say("lanes.at", what=words, start=entry.start) if entry.start else words


def _is_to_come(entry: DiaryEntry, today: date) -> bool:
    return entry.status == PLANNED and entry.day is not None and entry.day >= today


def _in_time(entry: DiaryEntry) -> tuple[date, time, int]:
    return entry.day or date.max, entry.start or time.min, entry.row.position


LANES = CardSection("case", COUNSELORS_LANE, "lanes.section", on_case)
