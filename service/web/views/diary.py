"""The diary on cards: done with a note and the next date in one save; schedule, move, cancel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, time

from service.casework import diary
from service.casework.plan_file import CaseFile
from service.casework.records import DiaryEntry
from service.workbook.edits import CellValue

from ..answering import (
    CASE_MANAGER,
    CASELOAD,
    COORDINATOR,
    Answer,
    Desk,
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
def entry(desk: Desk) -> Answer:
    """One entry of the diary: mark it done, move it, or cancel it, each with one more click."""
    file, one = the_entry(desk)
    say, code = desk.say, file.case.code
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
def done(desk: Desk) -> Answer:
    """Done + note + next date in one save. A next date that is given takes the place of what
    Repeat would have brought; the new entry carries the Repeat on."""
    file, one = the_entry(desk)
    say, following = desk.say, desk.asked.dates.get("next")
    note, step = desk.asked.text("note"), desk.asked.text("next_step")
    cells: dict[str, CellValue] = {"status": diary.DONE}
    if one.day is None or one.day > desk.office.today:
        cells["date"] = desk.office.today  # it took place early, and a contact is dated by its day
    if note:
        cells["notes"] = f"{one.notes}\n{note}" if one.notes else note
    if step:
        cells["next_step"] = step
    changes = []
    if following is not None:
        _must_be_ahead(following, desk)
        repeat = one.repeat or (
            desk.house.kinds[one.kind].cadence if one.kind in desk.house.kinds else ""
        )
        cells["repeat"] = "None"
        again = {"with": one.with_whom, "how": one.how, "repeat": repeat, "minutes": one.minutes}
        changes.append(_planned(file, one.kind, following, one.start, again, desk))
    carried = save(desk, CASELOAD, Change("diary", one.row.row_id, cells), *changes)
    key = "cards.saved.done_and_next" if following else "cards.saved.done"
    said = say(key, kind=one.kind, day=following)
    return _recorded(saved(desk, said, carried, file.case.code), file)


@action("move", WRITERS)
def move(desk: Desk) -> Answer:
    """Another day or time; the event in the calendar follows."""
    file, one = the_entry(desk)
    day, start = desk.asked.dates.get("day", one.day), desk.asked.times.get("start", one.start)
    if day is None or (day, start) == (one.day, one.start):
        raise Unclear(desk.say("cards.problem.no_new_day"))
    _must_be_ahead(day, desk)
    cells: dict[str, CellValue] = {"date": day, "start": start}
    carried = save(desk, CASELOAD, Change("diary", one.row.row_id, cells))
    said = desk.say("cards.saved.moved", kind=one.kind, day=day)
    return _recorded(saved(desk, said, carried, file.case.code), file)


@action("cancel", WRITERS)
def cancel(desk: Desk) -> Answer:
    """It will not take place; the row stays."""
    file, one = the_entry(desk)
    cells: dict[str, CellValue] = {"status": diary.CANCELLED}
    if note := desk.asked.text("note"):
        cells["notes"] = f"{one.notes}\n{note}" if one.notes else note
    carried = save(desk, CASELOAD, Change("diary", one.row.row_id, cells))
    said = desk.say("cards.saved.cancelled", kind=one.kind)
    return _recorded(saved(desk, said, carried, file.case.code), file)


@action("schedule", WRITERS)
def schedule(desk: Desk) -> Answer:
    """A form for a new entry."""
    file = own_case(desk)
    say, code = desk.say, file.case.code
    kinds = [(kind, kind) for kind in desk.house.kinds]
    card = form_card(
        say("cards.do.schedule"),
        [
            choose("kind", say("cards.entry.kind"), kinds, "Check-in"),
            pick_day(
                "day",
                say("cards.entry.day"),
                desk.office.calendar.next_school_day(desk.office.today),
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
def schedule_save(desk: Desk) -> Answer:
    """A new Planned row; its event follows."""
    file = own_case(desk)
    kind, day = desk.asked.text("kind"), desk.asked.dates.get("day")
    if kind not in desk.house.kinds:
        raise Unclear(desk.say("cards.problem.no_kind"))
    if day is None:
        raise Unclear(desk.say("cards.problem.no_day"))
    _must_be_ahead(day, desk)
    more = {"with": desk.asked.text("with"), "minutes": minutes(desk)}
    change = _planned(file, kind, day, desk.asked.times.get("start"), more, desk)
    carried = save(desk, CASELOAD, change)
    said = desk.say("cards.saved.scheduled", kind=kind, day=day)
    return _recorded(saved(desk, said, carried, file.case.code), file)


def own_case(desk: Desk) -> CaseFile:
    """The case the request is about, for somebody who may write into it. Raises NotForYou."""
    file, _ = desk.file(selected_code(desk))
    if not may_do(desk, file):
        raise NotForYou
    return file


def the_entry(desk: Desk) -> tuple[CaseFile, DiaryEntry]:
    """The diary entry that a button names (or that is selected), and its case."""
    row_id = desk.asked.row
    code = desk.caseload.code_of(row_id)
    file, _ = desk.file(code)
    if not may_do(desk, file):
        raise NotForYou
    one = next((each for each in file.diary if each.row.row_id == row_id), None)
    if one is None:
        raise NotForYou
    return file, one


def minutes(desk: Desk) -> int | None:
    """How long, in minutes; None where nothing was written. Raises Unclear."""
    written = desk.asked.text("minutes")
    if not written:
        return None
    number = number_in(written)
    if number is None or not 0 < number <= MOST_MINUTES or number != int(number):
        raise Unclear(desk.say("cards.problem.minutes", value=written[:40]))
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
    desk: Desk,
) -> Change:
    row_id = new_row_id(desk)
    cells: dict[str, CellValue] = {
        "student": desk.caseload.shown_name(file.case),
        "kind": kind,
        "date": day,
        "start": start,
        "status": diary.PLANNED,
        "case_code": file.case.code,
        "row_id": row_id,
        **more,
    }
    return Change("diary", row_id, _said(cells), new=True)


def _said(cells: dict[str, CellValue]) -> dict[str, CellValue]:
    return {name: value for name, value in cells.items() if value not in (None, "")}


def _must_be_ahead(day: date, desk: Desk) -> None:
    if day < desk.office.today:
        raise Unclear(desk.say("cards.problem.past_day", day=day))


def _recorded(answer: Answer, file: CaseFile) -> Answer:
    return Answer(answer.card, answer.update, answer.note, (Look(file.case.code, "diary change"),))
