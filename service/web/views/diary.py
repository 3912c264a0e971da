"""The diary on cards: a new entry, and what every form about an entry needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, time

from service.casework.case_file import CaseFile
from service.casework.diary_kinds import PLANNED
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
from ..cards.widgets import ask, choose, pick_day, pick_time, write
from ..writing import Change, new_form, new_row_id, save
from .cases import may_do, selected_code
from .saved import saved

WRITERS = {CASE_MANAGER, COORDINATOR}
MOST_MINUTES = 24 * 60


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


@action("schedule_save", WRITERS, form="schedule")
def schedule_save(request: CardRequest) -> Answer:
    """A new Planned row; its event follows."""
    file = own_case(request)
    kind, day = request.asked.text("kind"), request.asked.dates.get("day")
    if kind not in request.context.kinds:
        raise Unclear(request.say("cards.problem.no_kind"), "kind")
    if day is None:
        raise Unclear(request.say("cards.problem.no_day"), "day")
    must_be_ahead(day, request)
    more = {"with": request.asked.text("with"), "minutes": minutes(request)}
    change = planned(file, kind, day, request.asked.times.get("start"), more, request)
    carried = save(request, CASELOAD, change)
    said = request.say("cards.saved.scheduled", kind=kind, day=day)
    return recorded(saved(request, said, carried, file.case.code), file)


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
        raise Unclear(request.say("cards.problem.minutes", value=written[:40]), "minutes")
    return int(number)


def number_in(written: str) -> float | None:
    """A number as people write it ("12", "12.5", "12,5"); None when it is none."""
    try:
        number = float(written.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def planned(
    file: CaseFile,
    kind: str,
    day: date,
    start: time | None,
    more: Mapping[str, CellValue],
    request: CardRequest,
) -> Change:
    """A new Planned row of the case, under the id that its form was given."""
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


def must_be_ahead(day: date, request: CardRequest, field: str = "day") -> None:
    """Raises Unclear for a day that has passed; the sentence stands at `field`."""
    if day < request.office.today:
        raise Unclear(request.say("cards.problem.past_day", day=day), field)


def recorded(answer: Answer, file: CaseFile) -> Answer:
    """The answer, as a look that the access log keeps."""
    return Answer(answer.card, answer.update, answer.note, (Look(file.case.code, "diary change"),))
