"""Class today: one class, what was done there, and a value for each student, in one save.

The classes are those of this school year's Class log; another can be written. Who has an entry in
the class is in it; of a class that is new, all own students are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.casework.class_log.records import LogEntry, by_case, this_year
from service.casework.class_log.register import CLASS_LOG
from service.casework.names import fold
from service.casework.records import Case
from service.casework.school import School
from service.workbook.cells import Unreadable, read_number
from service.workbook.edits import CellValue

from ..answering import (
    CASE_MANAGER,
    CASELOAD,
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
    line,
    section,
    text,
    write,
)
from ..school_view import registers_of, school_of
from ..writing import Change, new_form, new_row_id, save
from .saved import CHECKS, Work, saved

MAY = {CASE_MANAGER}
TAB = "class_log"
MOST_CLASSES, MOST_STUDENTS = 30, 60
LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Class:
    """One class of this person's own students: as it is called, who is in it, and the newest
    entry."""

    called: str
    cases: tuple[Case, ...]
    last: LogEntry | None = None


def class_button(request: CardRequest) -> Json | None:
    """For Today, where the Class log is on."""
    if not _is_on(request) or not request.own_codes():
        return None
    return button(request.say("cards.do.class_today"), ask("class_today"))


@action("class_today", MAY)
def class_today(request: CardRequest) -> Answer:
    """The classes to choose from, or the one that was chosen."""
    school = _open(request)
    name = (request.asked.given.get("class") or request.asked.text("class"))[:LONGEST].strip()
    if name:
        return _lesson(request, _class(name, school))
    say = request.say
    lines = [
        line(
            each.called,
            below=", ".join(case.student for case in each.cases)[:LONGEST],
            click=ask("class_today", **{"class": each.called}),
            icon="school",
        )
        for each in _classes(school)[:MOST_CLASSES]
    ]
    made = card(
        say("cards.do.class_today"),
        section("", text(say("cards.hint.class_choose")), *lines),
        section(
            "",
            write("class", say("cards.class_log.class")),
            buttons(
                button(say("cards.class_log.open"), ask("class_today"), strong=True),
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        name="class_today",
    )
    return Answer(made, looks=_looks(case for each in _classes(school) for case in each.cases))


def _lesson(request: CardRequest, of: _Class) -> Answer:
    say, last = request.say, of.last
    choices = request.caseload.seen.template.by_key[TAB].by_key["what_we_did"].choices
    fields = [
        choose("what_we_did", say("cards.class_log.what"), [("–", ""), *((c, c) for c in choices)]),
        write("minutes", say("cards.class_log.minutes"), str((last and last.minutes) or "")),
        write("measure", say("cards.class_log.measure"), last.measure if last else ""),
        write("phase", say("cards.class_log.phase")),
        write("all", say("cards.class_log.all")),
    ]
    values = [write(_field(request, case), case.student) for case in of.cases[:MOST_STUDENTS]]
    given = {"class": of.called, "form": request.asked.given.get("form") or new_form()}
    made = card(
        say("cards.do.class_today"),
        section(of.called, text(say("cards.hint.class_today")), *fields),
        section(say("cards.class_log.value"), *values),
        section(
            "",
            write("next", say("cards.class_log.next")),
            buttons(
                button(say("cards.do.save"), ask("class_today_save", **given), strong=True),
                button(say("cards.do.back"), ask("class_today")),
            ),
        ),
        name="class_today",
    )
    return Answer(made, update=True, looks=_looks(of.cases))


@action("class_today_save", MAY, form="class_today")
def class_today_save(request: CardRequest) -> Answer:
    """A row for each student with a value; one for the whole class where nobody has one."""
    say, asked = request.say, request.asked
    school = _open(request)
    name = asked.given.get("class", "")[:LONGEST].strip()
    if not name:
        raise Unclear(say("cards.problem.no_class"), "class")
    of = _class(name, school)
    same = _number(request, "all")
    values = {
        case.code: same if value is None else value
        for case in of.cases[:MOST_STUDENTS]
        if (value := _number(request, _field(request, case))) is not None or same is not None
    }
    shared = _shared(request, of)
    if not values and not any(shared.get(key) for key in ("what_we_did", "minutes", "next")):
        raise Unclear(say("cards.problem.nothing_logged"), "what_we_did")
    if values and not shared.get("measure"):
        raise Unclear(say("cards.problem.needs_measure"), "measure")
    changes = [
        _row(request, case, {**shared, "value": values[case.code]})
        for case in of.cases
        if case.code in values
    ]
    if not changes:
        shared.pop("measure", None)
        row_id = new_row_id(request)
        changes = [Change(TAB, row_id, {**shared, "row_id": row_id}, new=True)]
    carried = save(request, CASELOAD, *changes)
    key = "class_today" if values else "class_alone"
    said = say(f"cards.saved.{key}", count=len(values), **{"class": of.called})
    answer = saved(request, said, carried, back="class_today")
    return Answer(answer.card, True, said, _looks(c for c in of.cases if c.code in values))


def _may_undo(request: CardRequest, work: Work, code: str) -> None:
    """Rows of own students, and those about a whole class."""
    _open(request)
    own = {*request.own_codes(), ""}
    for row in work["rows"]:
        if row["tab"] != TAB or request.caseload.code_of(row["row"]) not in own:
            raise NotForYou


CHECKS["class_today_save"] = _may_undo


def _is_on(request: CardRequest) -> bool:
    tab = request.caseload.seen.tabs.get(TAB)
    return CLASS_LOG in registers_of(request) and tab is not None and not tab.gone


def _open(request: CardRequest) -> School:
    if not _is_on(request):
        raise NotForYou
    return school_of(request, request.own_codes())


def _classes(school: School) -> list[_Class]:
    """Those of this school year with an own student, the one that was logged last first."""
    called: dict[str, str] = {}
    codes: dict[str, dict[str, None]] = {}
    last: dict[str, LogEntry] = {}
    entries = [entry for own in by_case(school).values() for entry in this_year(own, school)]
    for entry in sorted(entries, key=lambda each: (each.day, each.row.position)):
        if entry.of_class:
            called[entry.of_class] = " ".join(entry.class_name.split())
            codes.setdefault(entry.of_class, {})[entry.code] = None
            last[entry.of_class] = entry
    open_ones = {case.code: case for case in _in_class(school)}
    found = [
        _Class(called[key], _by_name(open_ones[c] for c in codes[key] if c in open_ones), last[key])
        for key in codes
    ]
    shown = [each for each in found if each.cases]
    return sorted(shown, key=lambda each: (_day(each), each.called), reverse=True)


def _class(name: str, school: School) -> _Class:
    """The class of that name; one that is new has all own students."""
    known = next((each for each in _classes(school) if fold(each.called) == fold(name)), None)
    return known or _Class(" ".join(name.split()), _by_name(_in_class(school)))


def _day(of: _Class) -> str:
    return of.last.day.isoformat() if of.last and of.last.day else ""


def _in_class(school: School) -> list[Case]:
    return [case for case in school.cases if case.is_open and case.code]


def _by_name(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: (fold(case.student), case.code)))


def _field(request: CardRequest, case: Case) -> str:
    return f"value_{request.school.keys.fingerprint('class today', case.code)[:12]}"


def _number(request: CardRequest, field: str) -> float | None:
    written = request.asked.text(field)
    if not written:
        return None
    try:
        return read_number(written)
    except Unreadable:
        said = request.say("cards.problem.not_a_number", value=written[:40])
        raise Unclear(said, field) from None


def _shared(request: CardRequest, of: _Class) -> dict[str, CellValue]:
    """The cells that all rows of the lesson have in common."""
    asked = request.asked
    choices = request.caseload.seen.template.by_key[TAB].by_key["what_we_did"].choices
    did = asked.text("what_we_did")
    cells: dict[str, CellValue] = {
        "date": request.office.today,
        "class": of.called,
        "what_we_did": did if did in choices else "",
        "minutes": _number(request, "minutes"),
        "measure": asked.text("measure")[:LONGEST],
        "phase": asked.text("phase")[:LONGEST],
        "next": asked.text("next")[:1000],
    }
    return {key: value for key, value in cells.items() if value not in (None, "")}


def _row(request: CardRequest, case: Case, cells: dict[str, CellValue]) -> Change:
    row_id = new_row_id(request, case.code)
    named: dict[str, CellValue] = {
        "student": request.caseload.shown_name(case),
        "case_code": case.code,
        "row_id": row_id,
    }
    return Change(TAB, row_id, {**cells, **named}, new=True)


def _looks(cases: Iterable[Case]) -> tuple[Look, ...]:
    codes = dict.fromkeys(case.code for case in cases)
    return tuple(Look(code, "class log") for code in codes)
