"""The First Talk: needs, strengths, goals, actions and dates in one save that feeds all their tabs,
and is undone by one click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.casework.case_file import CaseFile
from service.casework.diary_kinds import DONE, PLANNED
from service.casework.records import DiaryEntry
from service.casework.referrals.coordinator_decision import REFERRED
from service.casework.referrals.first_talk import FIRST_TALK
from service.casework.referrals.for_case import proposed
from service.workbook.edits import CellValue

from ..answering import CASELOAD, Answer, CardRequest, Look, Unclear, action
from ..cards.first_talk import ACTIONS, GOALS, STATUSES, TalkFacts, first_talk_card
from ..cards.reasons import reason_lines
from ..writing import Change, find_row, new_form, new_row_id, save
from .as_drawn import rewritten, stood
from .cases import reasons_of
from .diary import WRITERS, must_be_ahead, number_in, own_case, planned, recorded
from .saved import saved

LONGEST = 3_000  # characters of one text
CHECK_IN = "Check-in"


@action("first_talk", WRITERS)
def first_talk(request: CardRequest) -> Answer:
    """The form. Needs and strengths of which nothing is written yet are proposed from the
    referral's own words, and are the case's once somebody has saved them."""
    file = own_case(request)
    one, case, say, today = _talk(file, request), file.case, request.say, request.office.today
    found = reasons_of(request, case.code, request.fields(file))
    needs, strengths = (words[:LONGEST] for words in proposed(found))
    due = one is not None and one.day is not None and one.day <= today
    when = ""
    if one is not None and one.day is not None:
        key = "cards.today.on_at" if one.start else "cards.today.all_day"
        when = say(key, day=one.day, start=one.start)
    facts = TalkFacts(
        code=case.code,
        row=one.row.row_id if one else "",
        form=new_form(),
        student=case.student,
        when=when,
        needs=case.needs or needs,
        strengths=case.strengths or strengths,
        proposed=bool(needs and not case.needs),
        status=case.status if case.status in STATUSES else STATUSES[0],
        day=one.day if one and one.day and due else today,
        following=None,
        review=case.review_due,
        about=reason_lines(found, say, request.office.zone),
        stood=stood(request, _texts(file)),
    )
    return Answer(first_talk_card(facts, say), looks=(Look(case.code, "first talk form"),))


@action("first_talk_save", WRITERS, form="first_talk")
def first_talk_save(request: CardRequest) -> Answer:
    """One batch: the entry Done, the case, its goals, its actions, and the next check-in."""
    file = own_case(request)
    goals, actions = list(_goals(file, request)), list(_actions(file, request))
    written = [*goals, *actions]
    changes = [*_case(file, request), _done(file, request), *written, *_next(file, request)]
    carried = save(request, CASELOAD, *changes)
    said = request.say(
        "cards.saved.first_talk",
        goals=sum(bool(each.cells) for each in goals),
        actions=sum(bool(each.cells) for each in actions),
    )
    return recorded(saved(request, said, carried, file.case.code), file)


def _talk(file: CaseFile, request: CardRequest) -> DiaryEntry | None:
    """The entry that a button names, else the First Talk that is planned, else the last one."""
    talks = [each for each in file.diary if each.kind == FIRST_TALK]
    named = [each for each in talks if each.row.row_id == request.asked.given.get("row")]
    coming = [each for each in talks if each.status == PLANNED]
    return next(iter(named or coming or talks[-1:]), None)


def _texts(file: CaseFile) -> dict[str, str]:
    return {"needs": file.case.needs, "strengths": file.case.strengths}


def _case(file: CaseFile, request: CardRequest) -> Iterator[Change]:
    asked, case = request.asked, file.case
    for name in ("needs", "strengths", "note"):
        if len(asked.text(name)) > LONGEST:
            raise Unclear(request.say("cards.problem.too_long", count=LONGEST), name)
    cells: dict[str, CellValue] = {**rewritten(request, case.code, _texts(file))}
    status = asked.text("status") or STATUSES[0]
    if status not in STATUSES:
        raise Unclear(request.say("cards.problem.no_status"), "status")
    if case.status in ("", REFERRED, *STATUSES) and status != case.status:
        cells["status"] = status
    review = asked.dates.get("review_due", case.review_due)
    if review is not None and review != case.review_due:
        must_be_ahead(review, request, "review_due")
        cells["review_due"] = review
    if cells:
        yield Change("caseload", case.code, cells)


def _done(file: CaseFile, request: CardRequest) -> Change:
    """The talk itself; where none stands in the Diary, a new row for it."""
    asked, one, today = request.asked, _talk(file, request), request.office.today
    day = asked.dates.get("day", today)
    if day > today:
        raise Unclear(request.say("cards.problem.future_day", day=day), "day")
    note = asked.text("note")
    if one is not None:
        cells: dict[str, CellValue] = {"status": DONE, "repeat": "None"}
        if one.day != day:
            cells["date"] = day
        return Change("diary", one.row.row_id, cells, below={"notes": note})
    new: dict[str, CellValue] = {"kind": FIRST_TALK, "date": day, "status": DONE}
    new |= {"notes": note, "repeat": "None"}
    return _new(file, request, "diary", "talk", new)


def _goals(file: CaseFile, request: CardRequest) -> Iterator[Change]:
    asked = request.asked
    for number in range(1, GOALS + 1):
        names = [f"{part}_{number}" for part in ("unit", "baseline", "target", "goal_due")]
        unit, baseline, target, due = names
        goal = asked.text(f"goal_{number}")
        if not goal and (any(asked.text(each) for each in names) or due in asked.dates):
            raise Unclear(request.say("cards.problem.no_goal"), f"goal_{number}")
        cells: dict[str, CellValue] = {}
        if goal:
            low, high = _number(request, baseline), _number(request, target)
            cells = {
                "goal": goal,
                "unit": asked.text(unit),
                "baseline": low,
                "target": high,
                "start": request.office.today,
                "due": _ahead(request, due),
            }
            if low is not None and high is not None and low != high:
                cells["direction"] = "Increase" if high > low else "Decrease"
        yield from _or_none(_new(file, request, "goals", f"goal {number}", cells), request)


def _actions(file: CaseFile, request: CardRequest) -> Iterator[Change]:
    asked = request.asked
    for number in range(1, ACTIONS + 1):
        what, who, due = (f"{part}_{number}" for part in ("action", "who", "action_due"))
        if not asked.text(what) and (asked.text(who) or due in asked.dates):
            raise Unclear(request.say("cards.problem.no_action"), what)
        cells: dict[str, CellValue] = {}
        if asked.text(what):
            cells = {
                "action": asked.text(what),
                "who": asked.text(who),
                "due": _ahead(request, due),
                "status": "To do",
            }
        yield from _or_none(_new(file, request, "actions", f"action {number}", cells), request)


def _next(file: CaseFile, request: CardRequest) -> Iterator[Change]:
    """The first check-in: Repeat goes on from there, as its kind has it."""
    following = request.asked.dates.get("next")
    if following is None:
        return
    must_be_ahead(following, request, "next")
    start = request.asked.times.get("start")
    yield planned(file, CHECK_IN, following, start, {}, request)


def _new(
    file: CaseFile, request: CardRequest, tab: str, part: str, cells: dict[str, CellValue]
) -> Change:
    said = {name: value for name, value in cells.items() if value not in (None, "")}
    row_id = new_row_id(request, part)
    if said:
        case = file.case
        said |= {"student": request.caseload.shown_name(case), "case_code": case.code}
        said["row_id"] = row_id
    return Change(tab, row_id, said, new=True)


def _or_none(change: Change, request: CardRequest) -> Iterator[Change]:
    """The change, unless it would be a row that says nothing; one that this form added before is
    emptied."""
    if change.cells or find_row(request.cache.book(CASELOAD), change.tab, change.row_id):
        yield change


def _number(request: CardRequest, name: str) -> float | None:
    written = request.asked.text(name)
    number = number_in(written) if written else None
    if written and number is None:
        raise Unclear(request.say("cards.problem.not_a_number", value=written[:40]), name)
    return number


def _ahead(request: CardRequest, name: str) -> date | None:
    day = request.asked.dates.get(name)
    if day is not None:
        must_be_ahead(day, request, name)
    return day
