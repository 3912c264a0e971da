"""One entry of the diary: what it is, a note, done, missed, moved or canceled, each by its own
button. A note alone changes nothing else."""

from __future__ import annotations

from service.casework.case_file import CaseFile
from service.casework.diary_kinds import CANCELLED, DONE, MISSED, PLANNED
from service.casework.records import DiaryEntry
from service.casework.referrals.first_talk import FIRST_TALK
from service.workbook.edits import CellValue

from ..answering import CASELOAD, Answer, CardRequest, Look, Unclear, action
from ..cards.entry import EntryFacts, entry_card, past_card
from ..cards.reasons import reason_lines
from ..cards.widgets import Json
from ..writing import Change, new_form, save
from .as_drawn import rewritten, stood
from .cases import reasons_of
from .diary import WRITERS, must_be_ahead, planned, recorded, the_entry
from .saved import saved

CHECK_IN = "Check-in"


@action("entry", WRITERS)
def entry(request: CardRequest) -> Answer:
    """One entry of the diary. Of one that is over, what was written about it can be corrected."""
    file, one = the_entry(request)
    say, code = request.say, file.case.code
    key = "cards.today.on_at" if one.start else "cards.today.all_day"
    facts = EntryFacts(
        code=code,
        row=one.row.row_id,
        form=new_form(),
        kind=one.kind or say("diary.some_entry"),
        student=file.case.student,
        when=say(key, day=one.day, start=one.start) if one.day else "",
        status=one.status,
        notes=one.notes,
        next_step=one.next_step,
        day=one.day,
        start=one.start,
        is_due=one.day is None or one.day <= request.office.today,
        first_talk=one.kind == FIRST_TALK,
        about=_about(request, file) if one.kind == FIRST_TALK else (),
        stood=stood(request, _texts(one)),
    )
    drawn = entry_card if one.status in (PLANNED, "") else past_card
    return Answer(drawn(facts, say), looks=(Look(code, "diary entry"),))


@action("done", WRITERS, form="entry")
def done(request: CardRequest) -> Answer:
    """Done + note + next date in one save. A next date that is given takes the place of what
    Repeat would have brought; the new entry carries the Repeat on. After a First Talk comes a
    check-in: there is one First Talk."""
    file, one = the_entry(request)
    say, following = request.say, request.asked.dates.get("next")
    cells: dict[str, CellValue] = {"status": DONE}
    if one.day is None or one.day > request.office.today:
        # It took place early, and a contact is dated by its day.
        cells["date"] = request.office.today
    changes = []
    if following is not None:
        must_be_ahead(following, request, "next")
        kind = CHECK_IN if one.kind == FIRST_TALK else one.kind
        kinds = request.context.kinds
        repeat = one.repeat or (kinds[one.kind].cadence if one.kind in kinds else "")
        cells["repeat"] = "None"
        again: dict[str, CellValue] = {
            "with": one.with_whom,
            "how": one.how,
            "repeat": repeat,
            "minutes": one.minutes if kind == one.kind else None,
        }
        changes.append(planned(file, kind, following, one.start, again, request))
    carried = save(request, CASELOAD, _with_note(request, one, cells), *changes)
    key = "cards.saved.done_and_next" if following else "cards.saved.done"
    said = say(key, kind=one.kind, day=following)
    return recorded(saved(request, said, carried, file.case.code), file)


@action("missed", WRITERS, form="entry")
def missed(request: CardRequest) -> Answer:
    """It did not take place; the sync looks for another time."""
    file, one = the_entry(request)
    if one.day is not None and one.day > request.office.today:
        raise Unclear(request.say("cards.problem.not_missed_yet", day=one.day), "day")
    carried = save(request, CASELOAD, _with_note(request, one, {"status": MISSED}))
    said = request.say("cards.saved.missed", kind=one.kind)
    return recorded(saved(request, said, carried, file.case.code), file)


@action("save_note", WRITERS, form="entry")
def save_note(request: CardRequest) -> Answer:
    """The note and the next step, and nothing else: what is planned stays planned."""
    file, one = the_entry(request)
    change = _with_note(request, one, {})
    if not change.cells and not change.below["notes"]:
        raise Unclear(request.say("cards.problem.no_note"), "note")
    carried = save(request, CASELOAD, change)
    said = request.say("cards.saved.note", kind=one.kind)
    return recorded(saved(request, said, carried, file.case.code), file)


@action("correct_entry", WRITERS, form="entry")
def correct_entry(request: CardRequest) -> Answer:
    """What was written about an entry that is over, corrected. Raises Unclear where somebody has
    changed it since the card was drawn."""
    file, one = the_entry(request)
    cells: dict[str, CellValue] = {**rewritten(request, one.row.row_id, _texts(one))}
    carried = save(request, CASELOAD, Change("diary", one.row.row_id, cells)) if cells else ""
    said = request.say("cards.saved.note", kind=one.kind)
    return recorded(saved(request, said, carried, file.case.code), file)


@action("move", WRITERS, form="entry")
def move(request: CardRequest) -> Answer:
    """Another day or time; the event in the calendar follows."""
    file, one = the_entry(request)
    day, start = (
        request.asked.dates.get("day", one.day),
        request.asked.times.get("start", one.start),
    )
    if day is None or (day, start) == (one.day, one.start):
        raise Unclear(request.say("cards.problem.no_new_day"), "day")
    must_be_ahead(day, request)
    change = _with_note(request, one, {"date": day, "start": start})
    carried = save(request, CASELOAD, change)
    said = request.say("cards.saved.moved", kind=one.kind, day=day)
    return recorded(saved(request, said, carried, file.case.code), file)


@action("cancel", WRITERS, form="entry")
def cancel(request: CardRequest) -> Answer:
    """It will not take place; the row stays."""
    file, one = the_entry(request)
    carried = save(request, CASELOAD, _with_note(request, one, {"status": CANCELLED}))
    said = request.say("cards.saved.cancelled", kind=one.kind)
    return recorded(saved(request, said, carried, file.case.code), file)


def _with_note(request: CardRequest, one: DiaryEntry, cells: dict[str, CellValue]) -> Change:
    """The change, with the note below what stands in Notes, and the next step as it is now."""
    asked = request.asked
    if "next_step" in asked.inputs and asked.text("next_step") != one.next_step.strip():
        cells["next_step"] = asked.text("next_step")
    return Change("diary", one.row.row_id, cells, below={"notes": asked.text("note")})


def _texts(one: DiaryEntry) -> dict[str, str]:
    return {"notes": one.notes, "next_step": one.next_step}


def _about(request: CardRequest, file: CaseFile) -> tuple[Json, ...]:
    found = reasons_of(request, file.case.code, request.fields(file))
    return reason_lines(found, request.say, request.office.zone)
