"""The diary on cards: done with a note and the next date in one save; schedule, move, cancel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, time

from service.casework.case_file import CaseFile
from service.casework.diary_kinds import CANCELLED, DONE, PLANNED
from service.casework.records import DiaryEntry
from service.workbook.edits import CellValue

from ..answering import (
    CASE_MANAGER,
    CASELOAD,
    COORDINATOR,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.forms import form_card
from ..cards.widgets import ask, button, choose, line, pick_day, pick_time, write
from ..writing import Change, new_form, new_row_id, save
from .cases import may_do, selected_code
from .saved import saved

WRITERS = {CASE_MANAGER, COORDINATOR}
MOST_MINUTES = 24 * 60


@action("entry", WRITERS)
def entry(request: CardRequest) -> Answer:
    """One entry of the diary: mark it done, move it, or cancel it, each with one more click."""
    file, one = the_entry(request)
    say, code = request.say, file.case.code
    when = say(
        "cards.today.on_at" if one.start else "cards.today.all_day", day=one.day, start=one.start
    )
    parameters = {"row": one.row.row_id, "code": code, "form": new_form()}
    card = form_card(
        say("cards.entry.title", kind=one.kind or say("diary.some_entry")),
        [
            write("note", say("cards.entry.note"), long=True),
            write("next_step", say("cards.entry.next_step")),
            pick_day("next", say("cards.entry.next")),
            line(say("cards.entry.move_hint")),
            pick_day("day", say("cards.entry.day"), one.day),
            pick_time("start", say("cards.entry.start"), one.start),
        ],
        ask("done", **parameters),
        say,
        about=f"{file.case.student}\n{when}",
        back=ask("case", code=code),
        extra=(
            button(say("cards.do.move"), ask("move", **parameters)),
            button(say("cards.do.cancel_entry"), ask("cancel", **parameters)),
        ),
    )
    return Answer(card, looks=(Look(code, "diary entry"),))


@action("done", WRITERS)
def done(request: CardRequest) -> Answer:
    """Done + note + next date in one save. A next date that is given takes the place of what
    Repeat would have brought; the new entry carries the Repeat on."""
    file, one = the_entry(request)
    say, following = request.say, request.asked.dates.get("next")
    note, step = request.asked.text("note"), request.asked.text("next_step")
    cells: dict[str, CellValue] = {"status": DONE}
    if one.day is None or one.day > request.office.today:
        cells["date"] = (
            request.office.today
        )  # it took place early, and a contact is dated by its day
    if note:
        cells["notes"] = f"{one.notes}\n{note}" if one.notes else note
    if step:
        cells["next_step"] = step
    changes = []
    if following is not None:
        _must_be_ahead(following, request)
        repeat = one.repeat or (
            request.context.kinds[one.kind].cadence if one.kind in request.context.kinds else ""
        )
        cells["repeat"] = "None"
        again = {"with": one.with_whom, "how": one.how, "repeat": repeat, "minutes": one.minutes}
        changes.append(_planned(file, one.kind, following, one.start, again, request))
    carried = save(request, CASELOAD, Change("diary", one.row.row_id, cells), *changes)
    key = "cards.saved.done_and_next" if following else "cards.saved.done"
    said = say(key, kind=one.kind, day=following)
    return _recorded(saved(request, said, carried, file.case.code), file)


@action("move", WRITERS)
def move(request: CardRequest) -> Answer:
    """Another day or time; the event in the calendar follows."""
    file, one = the_entry(request)
    day, start = (
        request.asked.dates.get("day", one.day),
        request.asked.times.get("start", one.start),
    )
    if day is None or (day, start) == (one.day, one.start):
        raise Unclear(request.say("cards.problem.no_new_day"))
    _must_be_ahead(day, request)
    cells: dict[str, CellValue] = {"date": day, "start": start}
    carried = save(request, CASELOAD, Change("diary", one.row.row_id, cells))
    said = request.say("cards.saved.moved", kind=one.kind, day=day)
    return _recorded(saved(request, said, carried, file.case.code), file)


@action("cancel", WRITERS)
def cancel(request: CardRequest) -> Answer:
    """It will not take place; the row stays."""
    file, one = the_entry(request)
    cells: dict[str, CellValue] = {"status": CANCELLED}
    if note := request.asked.text("note"):
        cells["notes"] = f"{one.notes}\n{note}" if one.notes else note
    carried = save(request, CASELOAD, Change("diary", one.row.row_id, cells))
    said = request.say("cards.saved.cancelled", kind=one.kind)
    return _recorded(saved(request, said, carried, file.case.code), file)


@action("schedule", WRITERS)
def schedule(request: CardRequest) -> Answer:
    """A form for a new entry."""
    file = own_case(request)
    say, code = request.say, file.case.code
    kinds = [(kind, kind) for kind in request.context.kinds]
    card = form_card(
        say("cards.do.schedule"),
        [
            choose("kind", say("cards.entry.kind"), kinds, "Check-in"),
            pick_day(
                "day",
                say("cards.entry.day"),
                request.office.calendar.next_school_day(request.office.today),
            ),
            pick_time("start", say("cards.entry.start")),
            write("minutes", say("cards.entry.minutes"), hint=say("cards.entry.minutes_hint")),
            write("with", say("cards.entry.with")),
        ],
        ask("schedule_save", code=code, form=new_form()),
        say,
        about=file.case.student,
        back=ask("case", code=code),
    )
    return Answer(card, looks=(Look(code, "diary form"),))


@action("schedule_save", WRITERS)
def schedule_save(request: CardRequest) -> Answer:
    """A new Planned row; its event follows."""
    file = own_case(request)
    kind, day = request.asked.text("kind"), request.asked.dates.get("day")
    if kind not in request.context.kinds:
        raise Unclear(request.say("cards.problem.no_kind"))
    if day is None:
        raise Unclear(request.say("cards.problem.no_day"))
    _must_be_ahead(day, request)
    more = {"with": request.asked.text("with"), "minutes": minutes(request)}
    change = _planned(file, kind, day, request.asked.times.get("start"), more, request)
    carried = save(request, CASELOAD, change)
    said = request.say("cards.saved.scheduled", kind=kind, day=day)
    return _recorded(saved(request, said, carried, file.case.code), file)


def own_case(request: CardRequest) -> CaseFile:
    """The case the request is about, for somebody who may write into it. Raises NotForYou."""
    file, _ = request.file(selected_code(request))
    if not may_do(request, file):
        raise NotForYou
    return file


def the_entry(request: CardRequest) -> tuple[CaseFile, DiaryEntry]:
    """The diary entry that a button names (or that is selected), and its case."""
    row_id = request.asked.row
    code = request.caseload.code_of(row_id)
    file, _ = request.file(code)
    if not may_do(request, file):
        raise NotForYou
    one = next((each for each in file.diary if each.row.row_id == row_id), None)
    if one is None:
        raise NotForYou
    return file, one


def minutes(request: CardRequest) -> int | None:
    """How long, in minutes; None where nothing was written. Raises Unclear."""
    written = request.asked.text("minutes")
    if not written:
        return None
    number = number_in(written)
    if number is None or not 0 < number <= MOST_MINUTES or number != int(number):
        raise Unclear(request.say("cards.problem.minutes", value=written[:40]))
    return int(number)


def number_in(written: str) -> float | None:
    """A number as people write it ("12", "12.5", "12,5"); None when it is none."""
    try:
        number = float(written.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _planned(
    file: CaseFile,
    kind: str,
    day: date,
    start: time | None,
    more: Mapping[str, CellValue],
    request: CardRequest,
) -> Change:
    row_id = new_row_id(request)
    cells: dict[str, CellValue] = {
        "student": request.caseload.shown_name(file.case),
        "kind": kind,
        "date": day,
        "start": start,
        "status": PLANNED,
        "case_code": file.case.code,
        "row_id": row_id,
        **more,
    }
    return Change("diary", row_id, _said(cells), new=True)


def _said(cells: dict[str, CellValue]) -> dict[str, CellValue]:
    return {name: value for name, value in cells.items() if value not in (None, "")}


def _must_be_ahead(day: date, request: CardRequest) -> None:
    if day < request.office.today:
        raise Unclear(request.say("cards.problem.past_day", day=day))


def _recorded(answer: Answer, file: CaseFile) -> Answer:
    return Answer(answer.card, answer.update, answer.note, (Look(file.case.code, "diary change"),))
