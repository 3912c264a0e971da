"""Find a student: by name, or by a code from the calendar."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.cards import Card
from service.casework.names import fold
from service.workbook.look import RowSeen

from ..answering import COUNSELOR, HEAD, RESTRICTED, Answer, CardRequest, Look, action
from ..cards.widgets import ask, button, buttons, card, line, section, text, write
from .cases import CODE, MAY_OPEN, answer_case
from .register_pages import ways_to_pages
from .register_sections import looked_at, sections_of

MOST = 10
# Whose first card this is, with sections of their own.
OWN_SECTIONS: Mapping[str, Card] = {HEAD: "head", COUNSELOR: "counselor"}


@action("find", MAY_OPEN, also=(RESTRICTED,))
def find(request: CardRequest) -> Answer:
    """What was typed leads to its case, or to the few that it may mean."""
    words = request.asked.text("words")[:120]
    code = CODE.search(words.upper())
    if code:
        return answer_case(request, code[0])
    found = [code for code in _codes(words, request) if request.fields_of(code)] if words else []
    if len(found) == 1:
        return answer_case(request, found[0])
    return _list(words, found[:MOST], request)


def _codes(words: str, request: CardRequest) -> list[str]:
    """Cases whose student's name holds all of the words, in the order of the names."""
    wanted = fold(words).split()
    rows = [row for row in request.caseload.seen.tabs["caseload"].rows if row.text("case_code")]
    hits = [row for row in rows if wanted and all(_holds(row, word) for word in wanted)]
    return [row.text("case_code") for row in sorted(hits, key=lambda row: row.text("student"))]


def _holds(row: RowSeen, word: str) -> bool:
    names = f"{row.text('student')} {row.text('also_known_as')}"
    return any(part.startswith(word) for part in fold(names).split())


def _list(words: str, codes: list[str], request: CardRequest) -> Answer:
    say, own = request.say, OWN_SECTIONS.get(request.person.role)
    shown = []
    for file in request.caseload.files(codes):
        manager = file.case.case_manager
        below = say("cards.case.manager", name=request.office.name(manager)) if manager else ""
        name = request.caseload.shown_name(file.case)
        shown.append(line(name, below=below, click=ask("case", code=file.case.code), icon="person"))
    if words and not shown:
        shown = [text(say("cards.find.nobody", words=words))]
    made = card(
        say("cards.find.title"),
        section(
            "",
            write("words", say("cards.find.words"), words, say("cards.find.hint")),
            buttons(button(say("cards.do.find"), ask("find"), strong=True)),
        ),
        section("", *shown),
        *(sections_of(request, own) if own and not words else ()),
        *(() if words else ways_to_pages(request)),
        name="find",
    )
    looks = tuple(Look(code, "found by name") for code in codes)
    if own and not words:
        looks += tuple(Look(code, f"{own} card") for code in looked_at(request, own))
    return Answer(made, update=bool(words), looks=looks)
