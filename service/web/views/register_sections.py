"""What registers show on cards, each section behind its right."""

from __future__ import annotations

from service.casework.cards import Card, CardLine, CardSection
from service.casework.register import Register
from service.casework.school import School
from service.reconcile.context import GOOGLE_DOCS, Links

from ..answering import CardRequest
from ..cards.today import OPEN_FIRST
from ..cards.widgets import Json, ask, line, open_link, section
from ..school_view import codes_on, registers_of, school_of, without_rights

OPEN_FIRST_OF_CASE = 5  # of a list; on Today one of what is only shown


def sections_of(request: CardRequest, card: Card, code: str = "") -> list[Json | None]:
    """The sections of one card, drawn: about a case (`code`), or about this person's day. A line
    about a case whose field this person may not see is left out."""
    found = [
        (register, each)
        for register in registers_of(request)
        for each in register.sections
        if each.card == card
    ]
    wanted = sorted(found, key=lambda one: not one[1].waits)
    if not wanted:
        return []
    codes = (code,) if code else _codes_of(request, card, [register for register, _ in wanted])
    school = school_of(request, codes)
    fields = {file.case.code: request.fields(file) for file in request.caseload.files(codes)}
    return [_section(request, each, school, code, fields) for _, each in wanted]


def looked_at(request: CardRequest, card: Card) -> tuple[str, ...]:
    """The cases whose records such sections show, for the access log."""
    registers = [r for r in registers_of(request) if any(s.card == card for s in r.sections)]
    return _codes_of(request, card, registers) if registers else ()


def _codes_of(request: CardRequest, card: Card, registers: list[Register]) -> tuple[str, ...]:
    if card == "today":
        return request.own_codes()
    if card == "teacher":
        return request.taught_codes()
    return codes_on(request, [tab for register in registers for _, tab in register.tabs])


def _section(
    request: CardRequest,
    of: CardSection,
    school: School,
    code: str,
    fields: dict[str, frozenset[str]],
) -> Json | None:
    hidden = [each for each, may in fields.items() if of.right not in may]
    shown = without_rights(school, hidden) if hidden else school
    lines = of.lines(shown, request.person, code)
    open_first = OPEN_FIRST_OF_CASE
    if of.card == "today":
        open_first = OPEN_FIRST if of.waits else 1
    drawn = (_line(each, request) for each in lines)
    return section(request.say(of.title), *drawn, open_first=open_first)


def next_waiting(request: CardRequest, register: Register, did: str, row: str) -> CardLine | None:
    """Of a pile on Today that is gone through line by line: the line after the one whose `row` the
    action `did` has just been about, else the first that is left; None where there was no pile."""
    codes = request.own_codes()
    piles = [each for each in register.sections if each.card == "today" and each.waits]
    if not piles or not codes:
        return None
    school = school_of(request, codes)
    fields = {file.case.code: request.fields(file) for file in request.caseload.files(codes)}
    for pile in piles:
        hidden = [code for code, may in fields.items() if pile.right not in may]
        shown = without_rights(school, hidden) if hidden else school
        lines = [each for each in pile.lines(shown, request.person, "") if each.action == did]
        rows = [each.row for each in lines]
        if row in rows:
            at = rows.index(row)
            return next(iter((*lines[at + 1 :], *lines[:at])), None)
    return None


def _line(each: CardLine, request: CardRequest) -> Json | None:
    click = None
    if each.document:
        link = _link(each.document, request)
        if not link:
            return None
        click = open_link(link)
    elif each.action:
        click = ask(each.action, row=each.row, code=each.code)
    elif each.link:
        click = open_link(each.link)
    elif each.code:
        click = ask("case", code=each.code)
    return line(each.words, each.above, each.below, click, icon=each.icon)


def _link(key: str, request: CardRequest) -> str:
    """Where a document opens that stands and that this person may open; else ""."""
    made = (each for each in request.school.ledger.agreed_of("document") if each.key == key)
    document = next(made, None)
    if document is None or not request.may_open(key):
        return ""
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    return links.file("document", document.object_id)
