"""Diary and calendars: series go on, rows know their owner, events and rows agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from service.casework.diary_kinds import CANCELLED, DONE, PLANNED
from service.casework.records import CASELOAD, CalendarEntry, DiaryEntry, Problem
from service.keys import Keys
from service.ports import Agreed
from service.workbook.look import WorkbookSeen

from ..changes import Change, ChangeCells, Forget, Remember
from ..guards import Guard, guard_calendar
from ..observe import Observed
from ..rule_rounds import RuleRounds
from ..school_records import School
from .alerts import alert_changes
from .follow_up import settle_follow_up, waits
from .follow_up_questions import follow_up_question
from .follow_up_sides import FollowUp, FollowUpContext, is_own

COPY = "event_copy"  # the ledger's kind for a copy that somebody made of an event


@dataclass(slots=True)
class CalendarPlan:
    """What came of holding diary and calendars against each other."""

    school: School
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    withhold: set[str] = field(default_factory=set)


def calendar_token(keys: Keys, owner: str) -> str:
    """The name under which the sync token of a calendar is kept: no address in the ledger."""
    return f"calendar:{keys.fingerprint('calendar', owner)}"


def calendar_owners(office: WorkbookSeen | None, keys: Keys) -> dict[str, str]:
    """Whose calendars are looked at, e-mail -> token name: every case manager's on Staff."""
    rows = office.tabs["staff"].rows if office else ()
    emails = {
        row.text("email").casefold()
        for row in rows
        if row.text("role").casefold() == "case manager" and "@" in row.text("email")
    }
    return {email: calendar_token(keys, email) for email in sorted(emails)}


def settle_calendars(rounds: RuleRounds, school: School, frozen: frozenset[str]) -> CalendarPlan:
    """Bring every follow-up's row, event and memory together; see"""
    settled = CalendarPlan(school)
    if CASELOAD not in rounds.observed.workbooks or "caseload/diary" in frozen:
        settled.changes += alert_changes(rounds, school, frozen)
        return settled
    basis = _follow_up_context(rounds, school)
    sides = _sides(rounds, school, settled, basis)
    rows_moved = False
    for side in sides:
        changes, problem = settle_follow_up(side, basis)
        for change in changes:
            if isinstance(change, ChangeCells):
                rows_moved = (
                    rounds.projection.cells(
                        change.row, change.cells, change.because, change.kind, change.agree
                    )
                    or rows_moved
                )
            else:
                settled.changes.append(change)
        if problem is not None:
            settled.problems.append(problem)
        if side.seen is not None and (problem is not None or waits(side)):
            settled.withhold.add(calendar_token(basis.keys, side.seen.owner))
    settled.changes += alert_changes(rounds, school, frozen)
    if rows_moved:
        settled.school = rounds.read_school()
    _say_in_rows(rounds, settled.school, sides)
    return settled


def _sides(
    rounds: RuleRounds, school: School, settled: CalendarPlan, basis: FollowUpContext
) -> list[FollowUp]:
    """Every follow-up that stands in the Diary, on a calendar or in the ledger."""
    observed = rounds.observed
    known = {
        key: agreed
        for (kind, key), agreed in observed.known.items()
        if kind == "event" and "alert" not in agreed.marks
    }
    seen = _seen(rounds, known, school, settled, basis)
    wants = {
        want.follow_up_id: want
        for register in rounds.context.registers
        for events in register.events
        for want in events(school)
    }
    entries = {e.row.row_id: e for e in school.of(DiaryEntry) if e.row.row_id}
    unread = _unread_owners(rounds, settled)
    standing = _ids_that_stand(rounds) | rounds.apart.disputed
    without_date = _without_date(rounds)
    copies, remembered = _copies(observed, known)
    settled.changes += remembered
    sides = []
    for follow_up_id in dict.fromkeys([*wants, *known, *seen]):
        want, entry = wants.get(follow_up_id), entries.get(follow_up_id)
        agreed = known.get(follow_up_id)
        if entry is None and follow_up_id in standing:
            # Its row is in dispute (the same id twice, or perhaps lost): touch nothing, and see
            # it again.
            if follow_up_id in seen:
                settled.withhold.add(calendar_token(basis.keys, seen[follow_up_id].owner))
            continue
        owners = {
            want.owner if want else "",
            basis.owner_of(agreed.marks["owner"]) if agreed else "",
        }
        if owners & unread:
            continue
        if entry is None and agreed is None:
            continue  # an event of ours that neither the Diary nor the ledger knows: leave it
        pick = rounds.pick(follow_up_question(follow_up_id))
        side = FollowUp(follow_up_id, want, entry, agreed, seen.get(follow_up_id), pick)
        undated = follow_up_id in without_date and entry is not None and not entry.start_stands
        sides.append(replace(side, copied=follow_up_id in copies, undated=undated))
    return sides


def _without_date(rounds: RuleRounds) -> set[str]:
    """Ids of the rows under whose Date nothing stands: what cannot be read is somebody's."""
    book = rounds.projection.book(CASELOAD)
    rows = book.tabs["diary"].rows if book else ()
    return {row.text("row_id") for row in rows if row.cells.get("date") is None}


def _copies(observed: Observed, known: Mapping[str, Agreed]) -> tuple[set[str], list[Change]]:
    """Follow-ups of whose event a copy stands, and what is to be remembered about copies."""
    before = {key: a.object_id for (kind, key), a in observed.known.items() if kind == COPY}
    now = dict(before)
    for look in observed.calendars.values():
        for entry in look.entries:
            agreed = known.get(entry.follow_up_id)
            if entry.cancelled:
                now.pop(entry.event_id, None)
            elif agreed is not None and agreed.object_id != entry.event_id:
                now[entry.event_id] = entry.follow_up_id
    # A copy that was taken for the event itself is none any more.
    now = {key: of for key, of in now.items() if of in known and known[of].object_id != key}
    new = tuple(Agreed(COPY, key, of) for key, of in now.items() if key not in before)
    over = tuple((COPY, key) for key in before if key not in now)
    changes: list[Change] = [Remember(new)] if new else []
    return set(now.values()), [*changes, *([Forget(over)] if over else [])]


def _seen(
    rounds: RuleRounds,
    known: Mapping[str, Agreed],
    school: School,
    settled: CalendarPlan,
    basis: FollowUpContext,
) -> dict[str, CalendarEntry]:
    """What changed on the calendars, by follow-up; a calendar that looks emptied is left out."""
    by_event = {agreed.object_id: key for key, agreed in known.items()}
    seen: dict[str, CalendarEntry] = {}
    copies: dict[str, CalendarEntry] = {}  # live ones under another id than was agreed
    live: dict[str, list[str]] = {}
    for agreed in known.values():
        if agreed.marks.get("state") == "live":
            live.setdefault(basis.owner_of(agreed.marks["owner"]), []).append(agreed.object_id)
    for owner, look in rounds.observed.calendars.items():
        standing = live.get(owner, [])
        guard = guard_calendar(look, standing, school.settings.gone_rows_percent / 100)
        if guard is not None and not rounds.context.is_confirmed(guard.part):
            settled.guards.append(guard)
            settled.withhold.add(calendar_token(basis.keys, owner))
            continue
        for entry in look.entries:
            follow_up = by_event.get(entry.event_id) or entry.follow_up_id
            if follow_up and _is_current(entry, known.get(follow_up)):
                if known.get(follow_up) is None and follow_up in seen:
                    entry = _original(entry, seen[follow_up], basis)
                seen[follow_up] = entry
            elif follow_up and not entry.cancelled:
                copies.setdefault(follow_up, entry)
        if look.full:
            for event_id in set(standing) - {entry.event_id for entry in look.entries}:
                # A full list that no longer has it: it was deleted while we were not told.
                gone = CalendarEntry(owner, event_id, "", by_event[event_id], cancelled=True)
                seen[by_event[event_id]] = gone
    for follow_up, copy in copies.items():
        if follow_up in seen and seen[follow_up].cancelled and _is_first(seen[follow_up], known):
            seen[follow_up] = copy
    return seen


def _is_first(gone: CalendarEntry, known: Mapping[str, Agreed]) -> bool:
    """Whether a deletion is news: a row that was cancelled long ago is not brought back."""
    agreed = known.get(gone.follow_up_id or "")
    states = [agreed] if agreed else [a for a in known.values() if a.object_id == gone.event_id]
    return any(each.marks.get("state", "live") == "live" for each in states)


def _original(one: CalendarEntry, other: CalendarEntry, basis: FollowUpContext) -> CalendarEntry:
    """Of two events of one follow-up the one that Holdfast made: never a copy of it."""
    if one.cancelled != other.cancelled:
        return other if one.cancelled else one
    return one if is_own(one, basis.keys, basis.workbook_id) else other


def _is_current(entry: CalendarEntry, agreed: Agreed | None) -> bool:
    """Whether this is the event that was last agreed, and not an earlier one of the follow-up."""
    return agreed is None or agreed.object_id == entry.event_id


def _unread_owners(rounds: RuleRounds, settled: CalendarPlan) -> set[str]:
    gaps = {gap.part for gap in rounds.observed.gaps} | {g.part for g in settled.guards}
    return {part.removeprefix("calendar/") for part in gaps if part.startswith("calendar/")}


def _ids_that_stand(rounds: RuleRounds) -> set[str]:
    book = rounds.projection.book(CASELOAD)
    return {row.text("row_id") for row in book.tabs["diary"].rows} if book else set()


def _follow_up_context(rounds: RuleRounds, school: School) -> FollowUpContext:
    context, observed = rounds.context, rounds.observed
    book = observed.workbooks[CASELOAD]
    # Who has left Staff may still have appointments of ours: their rows say whose they are.
    owners = {row.text("owner").casefold() for row in book.tabs["diary"].rows}
    people: Iterable[str] = [
        *(p.email for p in school.staff),
        *observed.calendars,
        *sorted(each for each in owners if "@" in each),
    ]
    by_hash = {context.keys.fingerprint("owner", email): email for email in people}
    marks = {email: mark for mark, email in by_hash.items()}
    return FollowUpContext(
        keys=context.keys,
        workbook_id=book.file_id,
        time_zone=school.zone.key,
        say=context.say,
        day=context.wording.day,
        clock=context.wording.clock,
        links=lambda row: context.say(
            "diary.links",
            row=context.links.cell(observed.workbooks, rounds.projection.expected(row)),
        ),
        owner_of=lambda mark: by_hash.get(mark, ""),
        mark_of=lambda owner: marks.get(owner) or context.keys.fingerprint("owner", owner),
    )


def _say_in_rows(rounds: RuleRounds, school: School, sides: Iterable[FollowUp]) -> None:
    """Calendar* says what became of the row's event."""
    say = rounds.context.say
    entries = {entry.row.row_id: entry for entry in school.of(DiaryEntry)}
    for side in sides:
        entry = entries.get(side.follow_up_id)
        if entry is None:
            continue
        words = _words(entry, side, say("diary.in_calendar"), say("diary.out_of_calendar"))
        if words and not (entry.status == DONE and entry.calendar):
            rounds.projection.cells(entry.row, {"calendar": words}, say("changes.calendar_cell"))


def _words(entry: DiaryEntry, side: FollowUp, on: str, off: str) -> str:
    if entry.status == CANCELLED:
        return off if side.known is not None else ""
    return on if side.want is not None and entry.status == PLANNED else ""
