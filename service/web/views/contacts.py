"""Log a contact (person, how, one line); add a measurement."""

from __future__ import annotations

from service.casework.case_file import plan_goals
from service.casework.diary_kinds import DONE
from service.workbook.edits import CellValue

from ..answering import CASELOAD, Answer, CardRequest, Look, Unclear, action
from ..cards.forms import form_card
from ..cards.widgets import ask, choose, pick_day, write
from ..workbook_cache import PROGRESS
from ..writing import Change, new_form, new_row_id, save
from .diary import WRITERS, number_in, own_case
from .saved import saved

HOW = ("In person", "Phone", "Video", "Message")


@action("log_contact", WRITERS)
def log_contact(request: CardRequest) -> Answer:
    """A form: with whom, how, one line."""
    file = own_case(request)
    say, code = request.say, file.case.code
    kinds = [kind for kind in request.context.kinds if kind != "First Talk"]
    people = [member.person for member in file.team if member.person]
    card = form_card(
        say("cards.do.log_contact"),
        [
            choose("kind", say("cards.entry.kind"), [(k, k) for k in kinds], "Family contact"),
            choose("person", say("cards.contact.person"), [("–", ""), *((p, p) for p in people)]),
            write("with", say("cards.contact.somebody_else")),
            choose("how", say("cards.contact.how"), [(h, h) for h in HOW], "Phone"),
            write("note", say("cards.contact.line"), long=True),
            pick_day("day", say("cards.entry.day"), request.office.today),
        ],
        ask("log_contact_save", code=code, form=new_form()),
        say,
        about=file.case.student,
        back=ask("case", code=code),
    )
    return Answer(card, looks=(Look(code, "contact form"),))


@action("log_contact_save", WRITERS, form="log_contact")
def log_contact_save(request: CardRequest) -> Answer:
    """A Done row in the Diary is the contact log."""
    file, asked = own_case(request), request.asked
    kind, how = asked.text("kind"), asked.text("how")
    day = asked.dates.get("day", request.office.today)
    if kind not in request.context.kinds:
        raise Unclear(request.say("cards.problem.no_kind"), "kind")
    if day > request.office.today:
        raise Unclear(request.say("cards.problem.future_day", day=day), "day")
    person, note = asked.text("with") or asked.text("person"), asked.text("note")
    if not person and not note:
        raise Unclear(request.say("cards.problem.empty_contact"), "note")
    row_id = new_row_id(request)
    cells: dict[str, CellValue] = {
        "student": request.caseload.shown_name(file.case),
        "kind": kind,
        "date": day,
        "status": DONE,
        "with": person,
        "how": how if how in HOW else "",
        "notes": note,
        "repeat": "None",
        "case_code": file.case.code,
        "row_id": row_id,
    }
    change = Change("diary", row_id, {k: v for k, v in cells.items() if v != ""}, new=True)
    carried = save(request, CASELOAD, change)
    said = request.say("cards.saved.contact", kind=kind, day=day)
    answer = saved(request, said, carried, file.case.code)
    return Answer(answer.card, True, said, (Look(file.case.code, "contact log"),))


@action("add_measurement", WRITERS)
def add_measurement(request: CardRequest) -> Answer:
    """A form: which goal, the value, the day."""
    file = own_case(request)
    say, code = request.say, file.case.code
    goals = plan_goals(file)
    if not goals or not request.progress_sheet(code):
        raise Unclear(say("cards.problem.nothing_to_measure"))
    card = form_card(
        say("cards.do.add_measurement"),
        [
            choose("goal", say("cards.measure.goal"), [(g.goal, g.row.row_id) for g in goals]),
            write("value", say("cards.measure.value"), hint=goals[0].unit or goals[0].measure),
            pick_day("day", say("cards.entry.day"), request.office.today),
            write("note", say("cards.measure.note")),
        ],
        ask("add_measurement_save", code=code, form=new_form()),
        say,
        about=file.case.student,
        back=ask("case", code=code),
    )
    return Answer(card, looks=(Look(code, "measurement form"),))


@action("add_measurement_save", WRITERS, form="add_measurement")
def add_measurement_save(request: CardRequest) -> Answer:
    """One more row on the student's progress sheet."""
    file, asked = own_case(request), request.asked
    goal = next((g for g in plan_goals(file) if g.row.row_id == asked.text("goal")), None)
    value, day = number_in(asked.text("value")), asked.dates.get("day", request.office.today)
    sheet = request.progress_sheet(file.case.code)
    if goal is None or not sheet:
        raise Unclear(request.say("cards.problem.nothing_to_measure"))
    if value is None:
        said = request.say("cards.problem.not_a_number", value=asked.text("value")[:40])
        raise Unclear(said, "value")
    if day > request.office.today:
        raise Unclear(request.say("cards.problem.future_day", day=day), "day")
    row_id = new_row_id(request)
    cells: dict[str, CellValue] = {
        "date": day,
        "goal": goal.goal,
        "value": value,
        "row_id": row_id,
    }
    if note := asked.text("note"):
        cells["note"] = note
    carried = save(request, PROGRESS + sheet, Change("measurements", row_id, cells, new=True))
    said = request.say("cards.saved.measured", value=value, day=day)
    answer = saved(request, said, carried, file.case.code)
    return Answer(answer.card, True, said, (Look(file.case.code, "measurement"),))
