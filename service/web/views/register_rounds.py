"""Rounds of registers: one tap of a teacher for all of their students, then the exceptions.

Whom a round is about is decided when it is drawn and again when it is saved: what is open by then,
of the students that the card showed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.casework.cards import CardRound, Tick
from service.casework.register import Register
from service.casework.registry import REGISTERS
from service.casework.school import School
from service.casework.wants import Value

from ..answering import CASELOAD, Answer, CardRequest, Look, NotForYou, Unclear, action
from ..cards.widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    fit_together,
    section,
    text,
    tick_boxes,
)
from ..school_view import registers_of, school_of
from ..writing import Change, new_form, new_row_id, save
from .register_checklists import as_cells
from .saved import CARRIED_AT_MOST, CHECKS, Work, saved


def _register(register: Register, each: CardRound) -> None:
    @action(each.name, each.roles)
    def draw(request: CardRequest) -> Answer:
        codes, school = _open(request, register, each)
        shown = _shown(request, each, codes, school)
        return Answer(_drawn(request, each, shown, len(codes), school), looks=_looks(each, shown))

    @action(f"{each.name}_save", each.roles, form=each.name)
    def keep(request: CardRequest) -> Answer:
        may, school = _open(request, register, each)
        asked = request.asked.given.get("codes", "").split(",")
        changes: list[Change] = []
        for code in (code for code in asked if code in may):
            changes += _rows(request, each, school, code)
        if not changes:
            raise Unclear(request.say("cards.problem.all_answered"))
        carried = save(request, CASELOAD, *changes)
        said = request.say(f"cards.saved.{each.name}", count=len(changes))
        carried = carried if len(carried) < CARRIED_AT_MOST else ""
        answer = saved(request, said, carried, back="home")
        return Answer(answer.card, True, said, _looks(each, [c for c in asked if c in may]))

    def may_undo(request: CardRequest, work: Work, code: str) -> None:
        if register not in registers_of(request):
            raise NotForYou
        own = request.taught_codes()
        if any(request.caseload.code_of(row["row"]) not in own for row in work["rows"]):
            raise NotForYou

    CHECKS[f"{each.name}_save"] = may_undo


def _open(
    request: CardRequest, register: Register, each: CardRound
) -> tuple[tuple[str, ...], School]:
    """This teacher's students, those still to be answered for first. Raises NotForYou."""
    if register not in registers_of(request) or each.tab not in request.caseload.seen.tabs:
        raise NotForYou
    codes = request.taught_codes()
    school = school_of(request, codes)
    names = {case.code: case.student.casefold() for case in school.cases}

    def order(code: str) -> tuple[bool, str, str]:
        return not each.is_open(school, request.person, code), names.get(code, ""), code

    found = [c for c in codes if list(each.ticks(school, request.person, c))]
    return tuple(sorted(found, key=order)), school


def _shown(
    request: CardRequest, each: CardRound, codes: Sequence[str], school: School
) -> Sequence[str]:
    """As many as one card holds; the next come once these are answered for."""
    boxes = [{"widgets": [_boxes(request, each, code, school)]} for code in codes]
    return codes[: fit_together(boxes)]


def _drawn(
    request: CardRequest, each: CardRound, codes: Sequence[str], count: int, school: School
) -> Json:
    say = request.say
    boxes = [_boxes(request, each, code, school) for code in codes]
    keep = ask(f"{each.name}_save", codes=",".join(codes), form=new_form())
    more = say("cards.teacher.of", first=1, last=len(codes), count=count)
    return card(
        say(f"cards.do.{each.name}"),
        section(
            "",
            text(say(f"cards.{'hint' if codes else 'empty'}.{each.name}")),
            text(more) if len(codes) < count else None,
            *boxes,
        ),
        section(
            "",
            buttons(
                button(say(f"cards.round.{each.name}"), keep, strong=True) if codes else None,
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        name="round",
    )


def _boxes(request: CardRequest, each: CardRound, code: str, school: School) -> Json:
    ticks, case = each.ticks(school, request.person, code), school.case(code)
    items = [(tick.words, tick.below, _value(request, tick)) for tick in ticks]
    name = case.student if case else code
    if not each.is_open(school, request.person, code):
        name = request.say("cards.round.answered", student=name)
    return tick_boxes(f"ticks_{code}", name, items)


def _rows(request: CardRequest, each: CardRound, school: School, code: str) -> list[Change]:
    given = set(request.asked.inputs.get(f"ticks_{code}", ()))
    ticks = each.ticks(school, request.person, code)
    items = frozenset(tick.item for tick in ticks if _value(request, tick) in given)
    case = school.case(code)
    made = []
    for number, cells in enumerate(each.rows(school, request.person, code, items)):
        row_id = new_row_id(request, f"{code}:{number}")
        own: Mapping[str, Value] = {
            **cells,
            "row_id": row_id,
            "student": request.caseload.shown_name(case) if case else "",
            "case_code": code,
        }
        made.append(Change(each.tab, row_id, as_cells(own), new=True))
    return made


def _value(request: CardRequest, tick: Tick) -> str:
    return request.school.keys.fingerprint("tick", tick.code, tick.item)


def _looks(each: CardRound, codes: Sequence[str]) -> tuple[Look, ...]:
    return tuple(Look(code, f"round {each.name}") for code in codes)


for _of in REGISTERS:
    for _round in _of.rounds:
        _register(_of, _round)
