"""One follow-up, seen from three sides: its Diary row, its calendar entry, what was agreed.

Date and time flow both ways, wording flows from the sheet to the calendar. Whoever changed
something since the last agreement is followed; when both did, neither is overwritten and a
person is asked. Each branch below is one situation in the school.
"""

from __future__ import annotations

from dataclasses import replace

from service.casework.records import CalendarEntry, Problem
from service.casework.wants import WantedEvent
from service.ports import Agreed, EventWrite

from ..changes import Change, ChangeCells, PutEvent, Remember
from .event_writer import event_write
from .follow_up_questions import ask, question
from .follow_up_sides import GENERATIONS_TRIED, FollowUp, FollowUpContext, When, spoken


def waits(side: FollowUp) -> bool:
    """Whether nothing can be decided: the row is planned, and its date cannot be read just now."""
    planned = side.entry is not None and side.entry.status == "Planned"
    return planned and side.want is None and side.known is not None


def settle_follow_up(
    side: FollowUp, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    """Changes that bring row, event and memory of one follow-up together, or a question."""
    known, seen, want = side.known, side.seen, side.want
    if known is None and seen is not None and not seen.cancelled and seen.follow_up_id:
        # The event was made, but the answer or the ledger was lost: it speaks for itself.
        known = _adopt(side.follow_up_id, seen, context)
    if known is None:
        if want is None:
            return [], None
        return [_create(want, side, context, generation=1)], None

    state = known.marks.get("state", "live")
    if want is None:
        return _without_want(side, known, state, context)
    if state == "gone":
        # Cancelled once, and a person has planned it again.
        return [_create(want, side, context, _generation(known) + 1)], None
    if seen is not None and not seen.cancelled and seen.event_id != known.object_id:
        # The event was copied and the first one deleted: the copy stands in its place.
        known = replace(known, object_id=seen.event_id)
    if seen is not None and not seen.cancelled and seen.repeats:
        return [], ask(side, "repeats", (), context)
    if seen is not None and not seen.cancelled and seen.declined:
        return _declined(side, known, context)
    if known.marks.get("owner") != _owner_hash(want.owner, context):
        return _hand_over(want, side, known, context)
    if seen is not None and seen.cancelled:
        return _deleted_in_calendar(want, side, known, context)
    return _both_standing(want, side, known, context)


def _declined(
    side: FollowUp, known: Agreed, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    """Its owner has declined it in Calendar: it still stands there, and its row is planned."""
    assert side.entry is not None
    if side.pick != context.say("problems.pick_cancel_row"):
        return [], ask(side, "declined", (context.say("problems.pick_cancel_row"),), context)
    because = context.say("changes.row_cancelled")
    cells = ChangeCells(side.entry.row, {"status": "Cancelled"}, because, "cancel_row", (known,))
    return [cells], None


def _without_want(
    side: FollowUp, known: Agreed, state: str, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    entry = side.entry
    if state == "gone":
        return [], None
    if side.seen is not None and side.seen.cancelled:
        gone = _with(known, state="gone", etag="")
        if (
            entry is None
            or entry.status != "Planned"
            or state != "live"
            or "handing" in known.marks
        ):
            # Gone from the calendar already: deleted there, and its row was cancelled for it.
            return [Remember((gone,))], None
        # Deleted there, and its row says no day any more: nobody plans it.
        because = context.say("changes.row_cancelled")
        return [
            ChangeCells(entry.row, {"status": "Cancelled"}, because, "cancel_row", (gone,))
        ], None
    # Somebody may still move what is over: the event of a row that is planned anew is known to
    # stand there, and follows the row, be that on another day or on its old one.
    before = known
    if side.seen is not None:
        known = _with(known, etag=side.seen.etag, when=_when_hash(_seen_when(side.seen), context))
    if state == "closed" and not (entry is not None and entry.status == "Cancelled"):
        return ([Remember((known,))], None) if known != side.known else ([], None)
    if entry is None:
        # The row was deleted: the promise in the calendar goes with it.
        return [_cancel(side, known, context, context.say("changes.event_row_deleted"))], None
    if entry.status == "Cancelled":
        # Also where it had been marked Done before, by mistake.
        return [_cancel(side, known, context, context.say("changes.event_cancelled"))], None
    if entry.status in ("Done", "Missed"):
        # It has happened (or not): the calendar keeps its history, and is no longer followed.
        return [Remember((_with(known, state="closed"),))], None
    if side.undated and side.seen is not None and state == "live":
        theirs = _seen_when(side.seen)
        if before.marks.get("when") != _when_hash(theirs, context):
            return _moved_while_undated(side, known, theirs, context)
    # Planned, but its date or owner cannot be read just now: leave the event until it can.
    return [], None


def _moved_while_undated(
    side: FollowUp, known: Agreed, theirs: When, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    """Its date was taken out (or sorted away), and its event was given another: two wishes."""
    assert side.seen is not None
    calendar = context.say("problems.pick_calendar", when=spoken(theirs, context))
    if side.pick == calendar:
        return [_follow_calendar(side, known, theirs, side.seen.etag, context)], None
    return [], ask(side, "moved_undated", (calendar,), context)


def _hand_over(
    want: WantedEvent, side: FollowUp, known: Agreed, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    """The case has a new case manager: the appointment moves to their calendar. Where it was
    moved or deleted in the old one, that counts first, and a later look hands it over."""
    begun_before = bool(known.marks.get("handing"))
    live = known.marks.get("state", "live") == "live"
    if side.seen is not None and side.seen.cancelled and live and not begun_before:
        return _deleted_in_calendar(want, side, known, context)
    if side.seen is not None and not side.seen.cancelled:
        moved = known.marks.get("when", "") != _when_hash(_seen_when(side.seen), context)
        changes, problem = _both_standing(want, side, known, context) if moved else ([], None)
        if problem is not None or any(isinstance(change, ChangeCells) for change in changes):
            return changes, problem
    begun: list[Change] = []
    # What is over has stayed in the old calendar until now, and is planned anew.
    if context.owner_of(known.marks.get("owner", "")):
        # If we are cut short, nobody else has deleted it there.
        begun.append(Remember((_with(known, handing="1"),)))
        begun.append(_cancel(side, known, context, context.say("changes.event_handed_over")))
    return [*begun, _create(want, side, context, _generation(known) + 1)], None


def _deleted_in_calendar(
    want: WantedEvent, side: FollowUp, known: Agreed, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    assert side.entry is not None
    row_moved = known.marks.get("when") != _when_hash(_want_when(want), context)
    keep = context.say("problems.pick_keep_row")
    drop = context.say("problems.pick_cancel_row")
    if row_moved and side.pick == keep:
        return [_create(want, side, context, _generation(known) + 1)], None
    if row_moved and side.pick != drop:
        # Deleted in the calendar while its row was given another date: two people, two wishes.
        what = context.say("problems.event_deleted_row_moved_what")
        why = context.say("problems.event_deleted_row_moved_why")
        return [], question(side, what, why, (keep, drop))
    if side.copied and side.pick == keep:
        return [_create(want, side, context, _generation(known) + 1)], None
    if side.copied and side.pick != drop:
        return [], ask(side, "copied", (keep, drop), context)
    gone = _with(known, state="gone", etag="")
    because = context.say("changes.row_cancelled")
    cells = ChangeCells(side.entry.row, {"status": "Cancelled"}, because, "cancel_row", (gone,))
    return [cells], None


def _both_standing(
    want: WantedEvent, side: FollowUp, known: Agreed, context: FollowUpContext
) -> tuple[list[Change], Problem | None]:
    assert side.entry is not None
    agreed = known.marks.get("when", "")
    ours = _want_when(want)
    theirs = _seen_when(side.seen) if side.seen is not None else None
    row_moved = agreed != _when_hash(ours, context)
    event_moved = theirs is not None and agreed != _when_hash(theirs, context)
    etag = side.seen.etag if side.seen is not None else known.marks.get("etag", "")

    if event_moved and row_moved and theirs != ours:
        assert theirs is not None
        sheet = context.say("problems.pick_sheet", when=spoken(ours, context))
        calendar = context.say("problems.pick_calendar", when=spoken(theirs, context))
        if side.pick == sheet:
            return [_patch(want, side, known, context, etag, "move_event")], None
        if side.pick == calendar:
            return [_follow_calendar(side, known, theirs, etag, context)], None
        # Moved in the calendar and in the sheet since they last agreed.
        what = context.say("problems.event_both_moved_what")
        why = context.say("problems.event_both_moved_why")
        return [], question(side, what, why, (sheet, calendar))
    if event_moved and not row_moved:
        # Dragged in the calendar: the row follows.
        assert theirs is not None
        return [_follow_calendar(side, known, theirs, etag, context)], None
    if row_moved and not event_moved:
        # Another date in the sheet: the event follows.
        return [_patch(want, side, known, context, etag, "move_event")], None
    if known.marks.get("words") != _words_hash(want, context):
        return [_patch(want, side, known, context, etag, "reword_event")], None
    fresh = _with(known, when=_when_hash(ours, context), etag=etag, state="live")
    if fresh != known or side.known is None:
        return [Remember((fresh,))], None
    return [], None


def _follow_calendar(
    side: FollowUp, known: Agreed, theirs: When, etag: str, context: FollowUpContext
) -> ChangeCells:
    assert side.entry is not None
    day, start, minutes = theirs
    stands = side.want.minutes if side.want is not None else side.entry.minutes
    cells: dict[str, object] = {}
    if day != side.entry.day:
        cells["date"] = day
    if start != side.entry.start:
        cells["start"] = start
    if start is not None and minutes != stands:
        cells["minutes"] = minutes
    agree = _with(known, when=_when_hash(theirs, context), etag=etag, state="live")
    because = context.say("changes.row_moved", when=spoken(theirs, context))
    return ChangeCells(side.entry.row, cells, because, "move_row", (agree,))  # type: ignore[arg-type]


def _create(
    want: WantedEvent, side: FollowUp, context: FollowUpContext, generation: int
) -> PutEvent:
    event_id = context.keys.event_id(context.workbook_id, want.follow_up_id, generation)
    agree = Agreed("event", want.follow_up_id, event_id, _marks(want, context, generation, ""))
    write = _write("insert", want, side, event_id, "", context)
    return PutEvent("create_event", write, want.because, agree, needs_row=want.follow_up_id)


def _patch(
    want: WantedEvent, side: FollowUp, known: Agreed, context: FollowUpContext, etag: str, kind: str
) -> PutEvent:
    agree = replace(known, marks=_marks(want, context, _generation(known), etag))
    write = _write("patch", want, side, known.object_id, etag, context)
    if kind == "move_event":
        because = context.say("changes.event_moved", when=spoken(_want_when(want), context))
    else:
        because = context.say("changes.event_reworded")
    return PutEvent(kind, write, because, agree, needs_row=want.follow_up_id)


def _cancel(side: FollowUp, known: Agreed, context: FollowUpContext, because: str) -> PutEvent:
    owner = context.owner_of(known.marks.get("owner", ""))
    # Somebody who moves it in this very moment is heard first.
    etag = side.seen.etag if side.seen is not None else known.marks.get("etag", "")
    write = EventWrite("delete", owner, known.object_id, side.follow_up_id, etag=etag)
    return PutEvent("cancel_event", write, because, _with(known, state="gone", etag=""))


def _write(
    what: str, want: WantedEvent, side: FollowUp, event_id: str, etag: str, context: FollowUpContext
) -> EventWrite:
    links = context.links(side.entry.row) if side.entry is not None else ""
    return replace(
        event_write(want, what, event_id, context.time_zone),
        description="\n\n".join(part for part in (want.description, links) if part),
        etag=etag,
        base=_when_hash(_want_when(want), context),
        words=_words_hash(want, context),
    )


def _adopt(follow_up_id: str, seen: CalendarEntry, context: FollowUpContext) -> Agreed:
    """What the event itself remembers: when it was last agreed, and on whose calendar it is."""
    generations = range(1, GENERATIONS_TRIED + 1)
    generation = next(
        (
            n
            for n in generations
            if context.keys.event_id(context.workbook_id, follow_up_id, n) == seen.event_id
        ),
        GENERATIONS_TRIED,
    )
    marks = {
        "gen": str(generation),
        "owner": _owner_hash(seen.owner, context),
        "when": seen.base,
        "words": seen.words,
        "etag": seen.etag,
        "state": "live",
    }
    return Agreed("event", follow_up_id, seen.event_id, marks)


def _marks(
    want: WantedEvent, context: FollowUpContext, generation: int, etag: str
) -> dict[str, str]:
    return {
        "gen": str(generation),
        "owner": _owner_hash(want.owner, context),
        "when": _when_hash(_want_when(want), context),
        "words": _words_hash(want, context),
        "etag": etag,
        "state": "live",
    }


def _with(known: Agreed, **marks: str) -> Agreed:
    return replace(known, marks={**known.marks, **marks})


def _generation(known: Agreed) -> int:
    return int(known.marks.get("gen", "1") or 1)


def _want_when(want: WantedEvent) -> When:
    return (want.day, want.start, want.minutes if want.start is not None else None)


def _seen_when(seen: CalendarEntry) -> When:
    return (seen.day, seen.start, seen.minutes if seen.start is not None else None)


def _when_hash(when: When, context: FollowUpContext) -> str:
    return context.keys.fingerprint("when", *when)


def _owner_hash(owner: str, context: FollowUpContext) -> str:
    return context.mark_of(owner)


def _words_hash(want: WantedEvent, context: FollowUpContext) -> str:
    return context.keys.fingerprint("words", want.title, want.description, want.reminders)
