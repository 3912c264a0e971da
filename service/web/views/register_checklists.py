"""Checklists of registers: ticked for one student or the whole pile, saved at once, with undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

from service.casework.cards import CardChecklist, Tick
from service.casework.register import Register
from service.casework.registry import REGISTERS
from service.casework.school import School
from service.casework.wants import Value
from service.workbook.edits import CellValue

from ..answering import CASELOAD, Answer, CardRequest, Look, NotForYou, Unclear, action
from ..cards.widgets import Json, ask, button, buttons, card, section, text, tick_boxes
from ..school_view import registers_of, school_of
from ..writing import Change, save
from .cases import may_do, selected_code
from .saved import CARRIED_AT_MOST, CHECKS, Work, saved

ALL = "all"


def checklist_buttons(request: CardRequest, code: str = "") -> list[Json]:
    """For each checklist that this person may open, its button."""
    return [
        button(request.say(f"cards.do.{each.name}"), ask(each.name, code=code))
        for register in registers_of(request)
        for each in register.checklists
        if request.person.role in each.roles
    ]


def _register(register: Register, checklist: CardChecklist) -> None:
    name = checklist.name

    @action(name, checklist.roles)
    def draw(request: CardRequest) -> Answer:
        codes, school = _open(request, register)
        return Answer(_drawn(request, checklist, codes, school), looks=_looks(name, codes))

    @action(f"{name}_save", checklist.roles, form=name)
    def keep(request: CardRequest) -> Answer:
        codes, school = _open(request, register)
        changes, count = [], 0
        for code in codes:
            chosen = _chosen(request, code, list(checklist.ticks(school, code)))
            count += len(chosen)
            for tab, row_id, cells in checklist.changes(school, request.person, code, chosen):
                changes.append(Change(tab, row_id, as_cells(cells)))
        if not changes:
            raise Unclear(request.say("cards.problem.nothing_ticked"))
        carried = save(request, CASELOAD, *changes)
        said = request.say(f"cards.saved.{name}", count=count)
        carried = carried if len(carried) < CARRIED_AT_MOST else ""
        answer = saved(request, said, carried, request.asked.given.get("code", ""))
        return Answer(answer.card, True, said, _looks(name, codes))

    def may_undo(request: CardRequest, work: Work, code: str) -> None:
        if register not in registers_of(request):
            raise NotForYou
        for row in work["rows"]:
            file, _ = request.file(request.caseload.code_of(row["row"]))
            if not may_do(request, file):
                raise NotForYou

    CHECKS[f"{name}_save"] = may_undo


def _open(request: CardRequest, register: Register) -> tuple[tuple[str, ...], School]:
    """The cases that it is about: the one that is named, else all own. Raises NotForYou."""
    if register not in registers_of(request):
        raise NotForYou
    codes = request.own_codes()
    if request.asked.given.get("code"):
        codes = (selected_code(request),)
        file, _ = request.file(codes[0])
        if not may_do(request, file):
            raise NotForYou
    return codes, school_of(request, codes)


def _drawn(
    request: CardRequest, checklist: CardChecklist, codes: Iterable[str], school: School
) -> Json:
    say, code = request.say, request.asked.given.get("code", "")
    boxes = []
    for each in codes:
        ticks, case = list(checklist.ticks(school, each)), school.case(each)
        if ticks and case is not None:
            items = [(tick.words, tick.below, _value(request, tick)) for tick in ticks]
            every = [(say("cards.checklist.all"), "", ALL)] if len(ticks) > 1 else []
            shown = items if checklist.ticked else [*every, *items]
            name = f"ticks_{each}"
            boxes.append(tick_boxes(name, case.student, shown, checklist.ticked))
    back = button(say("cards.do.back"), ask("case" if code else "home", code=code))
    keep = button(say("cards.do.save"), ask(f"{checklist.name}_save", code=code), strong=True)
    return card(
        say(f"cards.do.{checklist.name}"),
        section("", text(say(f"cards.{'hint' if boxes else 'empty'}.{checklist.name}")), *boxes),
        section("", buttons(keep if boxes else None, back)),
        name="checklist",
    )


def _chosen(request: CardRequest, code: str, ticks: list[Tick]) -> frozenset[str]:
    """The items of a case that were ticked and are still there."""
    given = set(request.asked.inputs.get(f"ticks_{code}", ()))
    return frozenset(tick.item for tick in ticks if ALL in given or _value(request, tick) in given)


def _value(request: CardRequest, tick: Tick) -> str:
    return request.school.keys.fingerprint("tick", tick.code, tick.item)


def as_cells(cells: Mapping[str, Value]) -> dict[str, CellValue]:
    """What a card may write: texts, numbers, days."""
    plain = (str, int, float, bool, date, time)
    return {key: value for key, value in cells.items() if value is None or isinstance(value, plain)}


def _looks(name: str, codes: Iterable[str]) -> tuple[Look, ...]:
    return tuple(Look(code, f"checklist {name}") for code in codes)


for _each in REGISTERS:
    for _checklist in _each.checklists:
        _register(_each, _checklist)
