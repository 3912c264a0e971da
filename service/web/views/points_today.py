"""Points today: for each student a teacher's points and what was said, then one press saves all.

Each student's progress sheet is a file of its own: they are written eight side by side, each once.
Who opens the card again for the same period corrects what they gave.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from service.casework.case_file import plan_goals
from service.casework.daily_points.measuring import MOST_EACH, expectations, is_points_goal
from service.casework.daily_points.points import lowest_class, monday_of
from service.casework.daily_points.register import DAILY_POINTS
from service.casework.daily_points.reminders import RIGHT, filled_key
from service.casework.names import fold
from service.casework.records import Goal
from service.ports import GatewayError
from service.reconcile.kept_days import to_keep
from service.workbook.edits import CellValue, raw_of
from service.workbook.look import WorkbookSeen
from service.workbook.records import read_progress_sheet

from ..answering import (
    CASE_MANAGER,
    TEACHER,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    choose,
    fit_together,
    line,
    section,
    text,
    write,
)
from ..school_view import registers_of
from ..workbook_cache import PROGRESS
from ..writing import Change, new_form, new_row_id, parts_of, save, together
from .saved import CHECKS, Work, saved

MAY = {TEACHER, CASE_MANAGER}
TAB = "behaviour"
NEEDED = frozenset({"date", "class", "period", "score", "of", "absent", "teacher_said", "row_id"})
SIDE_BY_SIDE = 8
ABSENT, AWAY = "absent", "x"
AS_A_LIST = 6  # so many points lie open; more are behind a drop-down
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Pupil:
    """One student whose day is measured by points; `key` names the fields of the card."""

    code: str
    student: str
    goal: Goal
    key: str
    sheet: str  # file id of the progress sheet; "" while there is none

    @property
    def of(self) -> int:
        return MOST_EACH * max(1, len(expectations(self.goal)))


@dataclass(frozen=True, slots=True)
class _Given:
    """What was tapped for one student."""

    pupil: Pupil
    points: str
    said: str


def points_button(request: CardRequest) -> Json | None:
    """For the first card, where somebody has a student to give points to."""
    if DAILY_POINTS not in registers_of(request) or not pupils(request):
        return None
    return button(request.say("cards.do.points_today"), ask("points_today"))


def pupils(request: CardRequest) -> tuple[Pupil, ...]:
    """By name, the students whose day this person gives points to."""
    codes = (*request.own_codes(), *request.caseload.codes_with_team(request.person))
    found = []
    for file in request.caseload.files(codes):
        goals = [goal for goal in plan_goals(file) if is_points_goal(goal)]
        if goals and file.case.status == "Active" and RIGHT in request.fields(file):
            code = file.case.code
            key = request.school.keys.fingerprint("points", code)[:12]
            name = request.caseload.shown_name(file.case)
            found.append(Pupil(code, name, goals[0], key, request.progress_sheet(code)))
    return tuple(sorted(found, key=lambda each: fold(each.student)))


@action("points_today", MAY)
def points_today(request: CardRequest) -> Answer:
    """A period, and two taps a student."""
    say = request.say
    everyone, first = _open(request), _first(request)
    drawn = [_section(pupil, request) for pupil in everyone[first:]]
    shown = fit_together(drawn)
    after = first + shown
    given = {"form": request.asked.given.get("form") or new_form(), "first": str(first or "")}
    on = {"count": len(everyone), "first": first + 1, "last": after}
    made = card(
        say("cards.do.points_today"),
        section(
            "",
            text(say("cards.hint.points_today") if everyone else say("cards.empty.points_today")),
            write("period", say("cards.points.period")),
            write("class", say("cards.points.class")),
        ),
        *drawn[:shown],
        section(
            "",
            text(say("cards.teacher.of", **on)) if shown < len(everyone) else None,
            buttons(
                button(say("cards.do.save"), ask("points_today_save", **given), strong=True),
                button(say("cards.teacher.next"), ask("points_today", first=str(after)))
                if after < len(everyone)
                else None,
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        name="points_today",
    )
    looks = tuple(Look(pupil.code, "points form") for pupil in everyone[first:after])
    return Answer(made, update=bool(first), looks=looks)


@action("points_today_save", MAY, form="points_today")
def points_today_save(request: CardRequest) -> Answer:
    """A row for each student to whom points were given. Raises Unclear where some could not be
    written: the card keeps what was tapped, and pressing it again writes what is missing."""
    say, asked = request.say, request.asked
    given = [
        _Given(pupil, points, asked.text(f"said_{pupil.key}"))
        for pupil in _open(request)
        if (points := asked.text(f"points_{pupil.key}"))
    ]
    period = asked.text("period")[:LONGEST]
    if not period:
        raise Unclear(say("cards.problem.no_period"), "period")
    if not given:
        raise Unclear(say("cards.problem.no_points"))
    with ThreadPoolExecutor(SIDE_BY_SIDE, "holdfast-points") as side_by_side:
        written = list(side_by_side.map(lambda each: _written(request, each, period), given))
    done = [(each, made) for each, made in zip(given, written, strict=True) if made.carried]
    monday = monday_of(request.office.today)
    keys, email = request.school.keys, request.person.email
    request.school.ledger.agree(
        to_keep(keys, filled_key(each.pupil.code, email, monday), request.office.today)
        for each, _ in done
    )
    if len(done) < len(given):
        raise Unclear(say("cards.problem.some_points", done=len(done), count=len(given)))
    said = say("cards.saved.points_today", count=len(done), period=period)
    prompts = [
        say("cards.points.praise_first", student=each.pupil.student)
        for each, made in done
        if made.praise_first
    ]
    carried = together(made.carried for _, made in done)
    answer = saved(request, " ".join([said, *prompts]), carried)
    looks = tuple(Look(each.pupil.code, "points") for each, _ in done)
    return Answer(answer.card, True, said, looks)


def _may_undo(request: CardRequest, work: Work, code: str) -> None:
    """Only into the sheets of students to whom this person may give points now."""
    own = {PROGRESS + pupil.sheet for pupil in _open(request)}
    if not all(part["book"] in own for part in parts_of(work)):
        raise NotForYou


CHECKS["points_today_save"] = _may_undo


def _open(request: CardRequest) -> tuple[Pupil, ...]:
    if DAILY_POINTS not in registers_of(request):
        raise NotForYou
    return pupils(request)


def _first(request: CardRequest) -> int:
    asked = request.asked.given.get("first", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0


def _section(pupil: Pupil, request: CardRequest) -> Json:
    say = request.say
    points = [
        *((str(n), str(n)) for n in range(pupil.of + 1)),
        (say("cards.points.absent"), ABSENT),
    ]
    few = pupil.of <= AS_A_LIST
    said = [(each, each) for each in _choices(request)]
    made = section(
        pupil.student,
        line(" · ".join(expectations(pupil.goal)), say("cards.points.expected")),
        choose(
            f"points_{pupil.key}",
            say("cards.points.points", of=pupil.of),
            points if few else [("–", ""), *points],
            radio=few,
        ),
        choose(f"said_{pupil.key}", say("cards.points.said"), said, radio=True),
    )
    return made or {}


def _choices(request: CardRequest) -> tuple[str, ...]:
    template = request.school.templates()["progress"].by_key[TAB].by_key
    return template["teacher_said"].choices if "teacher_said" in template else ()


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one student's row. `carried` is the undo button's; "" where it could not be
    written. `praise_first`: of all classes, this person's has the lowest mean."""

    carried: str = ""
    praise_first: bool = False


def _written(request: CardRequest, given: _Given, period: str) -> _Done:
    pupil = given.pupil
    if not pupil.sheet:
        return _Done()
    book = PROGRESS + pupil.sheet
    try:
        seen = request.cache.book(book)
        if not set(seen.tabs[TAB].columns) >= NEEDED:
            return _Done()  # it gets its columns with the next sync
        cells = _cells(request, given, period)
        row_id = new_row_id(request, pupil.key)
        own = _own_row(request, seen, period)
        change = Change(TAB, row_id, {**cells, "row_id": row_id}, new=True)
        if own and own != row_id:
            change = Change(TAB, own, cells)
        return _Done(save(request, book, change), _is_lowest(request, seen))
    except (GatewayError, Unclear):
        return _Done()


def _cells(request: CardRequest, given: _Given, period: str) -> dict[str, CellValue]:
    away = given.points == ABSENT
    points = int(given.points) if given.points.isascii() and given.points.isdigit() else 0
    cells: dict[str, CellValue] = {
        "date": request.office.today,
        "class": request.asked.text("class")[:LONGEST] or request.person.name,
        "period": int(period) if period.isascii() and period.isdigit() else period,
        "score": None if away else min(points, given.pupil.of),
        "of": None if away else given.pupil.of,
        "absent": AWAY if away else None,
        "teacher_said": given.said if given.said in _choices(request) else None,
        "by": request.person.name or request.person.email,
    }
    return cells


def _own_row(request: CardRequest, seen: WorkbookSeen, period: str) -> str:
    """The id of the row that this person gave for this period of today already."""
    today = raw_of(request.office.today, request.office.zone)
    own = {fold(request.person.name), fold(request.person.email)}
    found = [
        seen.tabs[TAB].row_id(row)
        for row in seen.tabs[TAB].rows
        if row.cells.get("date") == today
        and fold(row.text("period")) == fold(period)
        and fold(row.text("by")) in own
    ]
    return next((row_id for row_id in found if row_id), "")


def _is_lowest(request: CardRequest, seen: WorkbookSeen) -> bool:
    """Whether this person teaches the class in which the student has the lowest mean."""
    _, notes, _ = read_progress_sheet(seen, request.say, request.office.today)
    own = {fold(request.person.name), fold(request.person.email)}
    lowest = lowest_class(notes)
    mine = {fold(note.klass) for note in notes if fold(note.by) in own}
    return lowest is not None and fold(lowest[0]) in mine
