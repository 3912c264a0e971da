"""An entry of the diary on a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from service.casework.wants import Say

from .widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    line,
    pick_day,
    pick_time,
    section,
    write,
)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """`form` is the id of the form that this card is; `is_due`: its day is here or over; `about`
    are lines on why there is this case; `stood` tells what the words were when it was drawn."""

    code: str
    row: str
    form: str
    kind: str
    student: str
    when: str
    status: str
    notes: str
    next_step: str
    day: date | None
    start: time | None
    is_due: bool
    first_talk: bool
    about: tuple[Json, ...] = ()
    stood: Mapping[str, str] = field(default_factory=dict, hash=False)


def entry_card(one: EntryFacts, say: Say) -> Json:
    """What is planned: a note alone; done or missed; moved or canceled. What fits the day stands
    first and strong."""
    of = {"row": one.row, "code": one.code, "form": one.form}
    done = button(say("cards.do.done"), ask("done", **of), strong=one.is_due and not one.first_talk)
    missed = button(say("cards.do.missed"), ask("missed", **of)) if one.is_due else None
    note = button(say("cards.do.save_note"), ask("save_note", **of), strong=not one.is_due)
    talk = button(
        say("cards.do.first_talk"), ask("first_talk", row=one.row, code=one.code), strong=one.is_due
    )
    return card(
        say("cards.entry.title", kind=one.kind),
        section(
            "",
            line(one.student, below=one.when),
            line(one.notes, say("cards.entry.notes_so_far")) if one.notes else None,
            buttons(talk) if one.first_talk else None,
        ),
        section(say("cards.why.title"), *one.about),
        section(
            say("cards.entry.say"),
            write("note", say("cards.entry.note"), long=True),
            write("next_step", say("cards.entry.next_step"), one.next_step),
            pick_day(
                "next",
                say("cards.entry.next_check_in" if one.first_talk else "cards.entry.next"),
            ),
            buttons(done, missed, note) if one.is_due else buttons(note, done),
        ),
        section(
            say("cards.entry.move_title"),
            pick_day("day", say("cards.entry.day"), one.day),
            pick_time("start", say("cards.entry.start"), one.start),
            buttons(
                button(say("cards.do.move"), ask("move", **of)),
                button(say("cards.do.cancel_entry"), ask("cancel", **of)),
            ),
        ),
        section("", buttons(button(say("cards.do.back"), ask("case", code=one.code)))),
        name="form",
    )


def past_card(one: EntryFacts, say: Say) -> Json:
    """What is over: its words, to be corrected."""
    of = {"row": one.row, "code": one.code, "form": one.form, **one.stood}
    return card(
        say("cards.entry.title", kind=one.kind),
        section(
            "",
            line(one.student, below=" · ".join(filter(None, (one.when, one.status)))),
            write("notes", say("cards.entry.notes"), one.notes, long=True),
            write("next_step", say("cards.entry.next_step"), one.next_step),
            buttons(
                button(say("cards.do.save"), ask("correct_entry", **of), strong=True),
                button(say("cards.do.back"), ask("case", code=one.code)),
            ),
        ),
        name="form",
    )
