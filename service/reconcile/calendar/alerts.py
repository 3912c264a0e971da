"""Entries in calendars for which no row of the Diary stands: an urgent word, a day to keep in mind.

One is made once, and is its owner's from then on. What is `kept` stays in step with what called for
it until its day has passed: its words and its day follow, and it goes when nothing calls for it any
more. Who deletes it in the calendar has done with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.casework.records import CASELOAD
from service.casework.school import School
from service.casework.wants import WantedEvent
from service.ports import Agreed, EventWrite

from ..changes import Change, PutEvent
from ..rule_rounds import RuleRounds
from .event_writer import event_write

ALERT, GONE = "alert", "gone"


def alert_changes(rounds: RuleRounds, school: School, frozen: frozenset[str]) -> list[Change]:
    """What must be done so that these entries stand as they should."""
    made: list[Change] = []
    wanted = {_key(each, rounds): each for each in rounds.alerts.values()}
    for key, want in wanted.items():
        known = rounds.observed.known.get(("event", key))
        made += _put(key, want, known, rounds)
    readable = CASELOAD in rounds.observed.workbooks
    if readable and not any(part.startswith(f"{CASELOAD}/") for part in frozen):
        made += _no_longer(frozenset(wanted), rounds, school)
    return made


def _key(want: WantedEvent, rounds: RuleRounds) -> str:
    """Under which it is kept; of an entry of one person, not of a row, nothing says who that is."""
    key = want.follow_up_id
    return f"alert-{rounds.context.keys.fingerprint('alert', key)}" if "@" in key else key


def _put(
    key: str, want: WantedEvent, known: Agreed | None, rounds: RuleRounds
) -> Iterator[PutEvent]:
    marks = {ALERT: "1", **(_kept(want, rounds) if want.kept else {})}
    generation = 1
    if known is not None:
        if not want.kept or known.marks.get("said") == marks["said"]:
            return
        generation = int(known.marks.get("generation", "1"))
        if known.marks.get("state") == GONE:
            if known.marks.get("ours") != "1":
                return  # somebody deleted it in the calendar
            generation += 1
    if generation > 1:
        marks["generation"] = str(generation)
    event_id = rounds.context.keys.event_id(ALERT, key, generation)
    agree = Agreed("event", key, event_id, marks)
    stands = known is not None and known.marks.get("state") != GONE
    kind, what = ("reword_event", "patch") if stands else ("create_event", "insert")
    zone = rounds.projection.zone.key
    write = event_write(replace(want, follow_up_id=key), what, event_id, zone)
    yield PutEvent(kind, write, want.because, agree)


def _kept(want: WantedEvent, rounds: RuleRounds) -> dict[str, str]:
    keys = rounds.context.keys
    said = (want.day.isoformat(), want.title, want.description)
    return {
        "kept": want.follow_up_id.partition("-")[0],
        "day": want.day.isoformat(),
        "owner": keys.fingerprint("owner", want.owner),
        "said": keys.fingerprint("alert", *said),
    }


def _no_longer(wanted: frozenset[str], rounds: RuleRounds, school: School) -> Iterator[PutEvent]:
    """Those of registers at work for which nothing calls any more, while their day is to come."""
    at_work = {register.name for register in rounds.context.registers}
    owners = {
        rounds.context.keys.fingerprint("owner", person.email): person.email
        for person in school.staff
        if person.email
    }
    for (kind, key), known in rounds.observed.known.items():
        marks = known.marks
        if kind != "event" or marks.get("kept") not in at_work or key in wanted:
            continue
        owner = owners.get(marks.get("owner", ""), "")
        if marks.get("state") == GONE or marks["day"] < school.today.isoformat() or not owner:
            continue
        write = EventWrite("delete", owner, known.object_id, key)
        gone = replace(known, marks={**marks, "state": GONE, "ours": "1", "said": ""})
        yield PutEvent("cancel_event", write, school.say("changes.alert_over"), gone)
