"""Diary and calendars: series go on, rows know their owner, events and rows agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.casework import diary, series
from service.casework.records import CASELOAD, CalendarEntry, DiaryEntry, Problem
from service.casework.wants import WantedEvent
from service.keys import Keys

from .changes import Change, PutEvent, SetCells
from .deciding import Deciding
from .follow_ups import Desk, FollowUp, follow_up_question, settle_follow_up, waits
from .gateways import Agreed, EventWrite
from .guards import Guard, guard_calendar
from .picture import Picture, read_picture


@dataclass(slots=True)
class Calendars:
    """What came of holding diary and calendars against each other."""

    picture: Picture
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    withhold: set[str] = field(default_factory=set)


def calendar_token(keys: Keys, owner: str) -> str:
    """The name under which the sync token of a calendar is kept: no address in the ledger."""
    return f"calendar:{keys.fingerprint('calendar', owner)}"


def diary_round(deciding: Deciding, picture: Picture) -> bool:
    """The next of every series that is due, and whose calendar each planned row belongs to."""
    say, kinds = deciding.house.say, deciding.house.kinds
    cases = {case.code: case for case in picture.caseload.cases if case.code}
    entries = {entry.row.row_id: entry for entry in picture.caseload.diary}
    moved = False
    for want in series.next_rows(
        picture.caseload.diary, cases, kinds, picture.calendar, picture.today, say
    ):
        if want.key not in deciding.done and deciding.take_row(want):
            before = entries[want.key.partition(":")[2]]
            deciding.foreseen.cells(before.row, {"calendar": want.because}, want.because)
            moved = True
    for entry in entries.values():
        case = cases.get(entry.code)
        if case and entry.status == diary.PLANNED and entry.row.row_id:
            owner = {"owner": case.case_manager} if case.case_manager else {}
            moved = deciding.foreseen.cells(entry.row, owner, say("changes.owner")) or moved
    return moved


def settle_calendars(deciding: Deciding, picture: Picture, frozen: frozenset[str]) -> Calendars:
    """Bring every follow-up's row, event and memory together; see follow_ups."""
    settled = Calendars(picture)
    if CASELOAD not in deciding.observed.workbooks or "caseload/diary" in frozen:
        settled.changes += _alerts(deciding)
        return settled
    desk = _desk(deciding, picture)
    sides = _sides(deciding, picture, settled, desk)
    rows_moved = False
    for side in sides:
        changes, problem = settle_follow_up(side, desk)
        for change in changes:
            if isinstance(change, SetCells):
                rows_moved = (
                    deciding.foreseen.cells(
                        change.row, change.cells, change.because, change.kind, change.agree
                    )
                    or rows_moved
                )
            else:
                settled.changes.append(change)
        if problem is not None:
            settled.problems.append(problem)
        if side.seen is not None and (problem is not None or waits(side)):
            settled.withhold.add(calendar_token(desk.keys, side.seen.owner))
    settled.changes += _alerts(deciding)
    if rows_moved:
        settled.picture = read_picture(deciding.foreseen, deciding.observed.now, deciding.house.say)
    _say_in_rows(deciding, settled.picture, sides)
    return settled


def _sides(deciding: Deciding, picture: Picture, settled: Calendars, desk: Desk) -> list[FollowUp]:
    """Every follow-up that stands in the Diary, on a calendar or in the ledger."""
    observed = deciding.observed
    known = {
        key: agreed
        for (kind, key), agreed in observed.known.items()
        if kind == "event" and "alert" not in agreed.marks
    }
    seen = _seen(deciding, known, picture, settled, desk)
    cases = {case.code: case for case in picture.caseload.cases}
    house = deciding.house
    wants = {
        want.follow_up_id: want
        for want in diary.wanted_events(
            picture.caseload.diary, cases, house.kinds, picture.settings, house.say
        )
    }
    entries = {e.row.row_id: e for e in picture.caseload.diary if e.row.row_id}
    unread = _unread_owners(deciding, settled)
    standing = _ids_that_stand(deciding) | deciding.apart.disputed
    sides = []
    for follow_up_id in dict.fromkeys([*wants, *known, *seen]):
        want, entry = wants.get(follow_up_id), entries.get(follow_up_id)
        agreed = known.get(follow_up_id)
        if entry is None and follow_up_id in standing:
            # Its row is in dispute (the same id twice, or perhaps lost): touch nothing, and see
            # it again.
            if follow_up_id in seen:
                settled.withhold.add(calendar_token(desk.keys, seen[follow_up_id].owner))
            continue
        owners = {
            want.owner if want else "",
            desk.owner_of(agreed.marks["owner"]) if agreed else "",
        }
        if owners & unread:
            continue
        if entry is None and agreed is None:
            continue  # an event of ours that neither the Diary nor the ledger knows: leave it
        pick = deciding.pick(follow_up_question(follow_up_id))
        sides.append(FollowUp(follow_up_id, want, entry, agreed, seen.get(follow_up_id), pick))
    return sides


def _seen(
    deciding: Deciding,
    known: Mapping[str, Agreed],
    picture: Picture,
    settled: Calendars,
    desk: Desk,
) -> dict[str, CalendarEntry]:
    """What changed on the calendars, by follow-up; a calendar that looks emptied is left out."""
    by_event = {agreed.object_id: key for key, agreed in known.items()}
    seen: dict[str, CalendarEntry] = {}
    for owner, look in deciding.observed.calendars.items():
        live = [
            agreed.object_id
            for agreed in known.values()
            if agreed.marks.get("state") == "live" and desk.owner_of(agreed.marks["owner"]) == owner
        ]
        guard = guard_calendar(look, live, picture.settings.gone_rows_percent / 100)
        if guard is not None and not deciding.house.is_confirmed(guard.part):
            settled.guards.append(guard)
            settled.withhold.add(calendar_token(desk.keys, owner))
            continue
        for entry in look.entries:
            follow_up = by_event.get(entry.event_id) or entry.follow_up_id
            if follow_up and _is_current(entry, known.get(follow_up)):
                seen[follow_up] = entry
        if look.full:
            for event_id in set(live) - {entry.event_id for entry in look.entries}:
                # A full list that no longer has it: it was deleted while we were not told.
                gone = CalendarEntry(owner, event_id, "", by_event[event_id], cancelled=True)
                seen[by_event[event_id]] = gone
    return seen


def _is_current(entry: CalendarEntry, agreed: Agreed | None) -> bool:
    """Whether this is the event that was last agreed, and not an earlier one of the follow-up."""
    return agreed is None or agreed.object_id == entry.event_id


def _unread_owners(deciding: Deciding, settled: Calendars) -> set[str]:
    gaps = {gap.part for gap in deciding.observed.gaps} | {g.part for g in settled.guards}
    return {part.removeprefix("calendar/") for part in gaps if part.startswith("calendar/")}


def _ids_that_stand(deciding: Deciding) -> set[str]:
    book = deciding.foreseen.book(CASELOAD)
    return {row.text("row_id") for row in book.tabs["diary"].rows} if book else set()


def _alerts(deciding: Deciding) -> list[Change]:
    """Calendar entries for who reads safety referrals: made once, and then theirs."""
    house = deciding.house
    made: list[Change] = []
    for want in deciding.alerts.values():
        if ("event", want.follow_up_id) in deciding.observed.known:
            continue
        event_id = house.keys.event_id("alert", want.follow_up_id, 1)
        agree = Agreed("event", want.follow_up_id, event_id, {"alert": "1"})
        made.append(
            PutEvent("create_event", _write_alert(want, event_id, deciding), want.because, agree)
        )
    return made


def _write_alert(want: WantedEvent, event_id: str, deciding: Deciding) -> EventWrite:
    return EventWrite(
        what="insert",
        owner=want.owner,
        event_id=event_id,
        follow_up_id=want.follow_up_id,
        day=want.day,
        start=want.start,
        minutes=want.minutes,
        time_zone=deciding.foreseen.zone.key,
        title=want.title,
        description=want.description,
        reminders=want.reminders,
    )


def _desk(deciding: Deciding, picture: Picture) -> Desk:
    house, observed = deciding.house, deciding.observed
    people: Iterable[str] = [*(p.email for p in picture.office.staff), *observed.calendars]
    by_hash = {house.keys.fingerprint("owner", email): email for email in people}
    marks = {email: mark for mark, email in by_hash.items()}
    book = observed.workbooks[CASELOAD]
    return Desk(
        keys=house.keys,
        workbook_id=book.file_id,
        time_zone=picture.zone.key,
        say=house.say,
        day=house.wording.day,
        clock=house.wording.clock,
        links=lambda row: house.say(
            "diary.links",
            row=house.links.cell(observed.workbooks, deciding.foreseen.expected(row)),
            card=house.links.card or house.links.file("progress_sheet", book.file_id),
        ),
        owner_of=lambda mark: by_hash.get(mark, ""),
        mark_of=lambda owner: marks.get(owner) or house.keys.fingerprint("owner", owner),
    )


def _say_in_rows(deciding: Deciding, picture: Picture, sides: Iterable[FollowUp]) -> None:
    """Calendar* says what became of the row's event."""
    say = deciding.house.say
    entries = {entry.row.row_id: entry for entry in picture.caseload.diary}
    for side in sides:
        entry = entries.get(side.follow_up_id)
        if entry is None:
            continue
        words = _words(entry, side, say("diary.in_calendar"), say("diary.out_of_calendar"))
        if words and not (entry.status == diary.DONE and entry.calendar):
            deciding.foreseen.cells(entry.row, {"calendar": words}, say("changes.calendar_cell"))


def _words(entry: DiaryEntry, side: FollowUp, on: str, off: str) -> str:
    if entry.status == diary.CANCELLED:
        return off if side.known is not None else ""
    return on if side.want is not None and entry.status == diary.PLANNED else ""
