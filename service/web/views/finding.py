"""Find: a student by name or by a code from the calendar, and words wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.casework.cards import Card
from service.casework.names import fold
from service.casework.text_search import wanted
from service.casework.wants import Say
from service.ports import GatewayError
from service.workbook.look import RowSeen

from ..answering import COUNSELOR, HEAD, RESTRICTED, Answer, CardRequest, Look, action
from ..archive_search import ArchiveSearch, archives_of
from ..cards.widgets import (
    BOX,
    Json,
    ask,
    button,
    buttons,
    card,
    line,
    open_link,
    section,
    text,
    write,
)
from ..search import Hit, Search
from .cases import CODE, MAY_OPEN, answer_case
from .register_pages import ways_to_pages
from .register_sections import looked_at, sections_of

MOST = 10
NOTED, SHARED, PAPERS = "cards.find.noted", "cards.find.shared", "cards.find.papers"
ARCHIVED, EARLIER = "cards.find.archived", "earlier"
Found = tuple[tuple[str, list[Hit]], ...]
# Whose first card this is, with sections of their own.
OWN_SECTIONS: Mapping[str, Card] = {HEAD: "head", COUNSELOR: "counselor"}


@action("find", MAY_OPEN, also=(RESTRICTED,))
def find(request: CardRequest) -> Answer:
    """A code, or a name that means one student, leads to the case; anything else to what it may
    mean: students, notes and records, what all staff share, papers."""
    words = (request.asked.text(BOX) or request.asked.text("words"))[:120]
    code = CODE.search(words.upper())
    if code:
        return answer_case(request, code[0])
    named = [code for code in _codes(words, request) if request.fields_of(code)] if words else []
    looked_for = wanted(words)
    if looked_for is None or (len(named) == 1 and len(looked_for.words) > 1):
        return answer_case(request, named[0]) if len(named) == 1 else _list(words, named, request)
    search = Search(request, words, looked_for)
    noted = search.in_cases()
    if len(named) == 1 and not noted and EARLIER not in request.asked.given:
        return answer_case(request, named[0])
    (papers, unsearched), earlier = _papers(search), EARLIER in request.asked.given
    said = [request.say("cards.find.no_papers")] if unsearched else []
    archived: list[Hit] = []
    if earlier:
        archived, unread = ArchiveSearch(request, words, looked_for).in_archives()
        said += [request.say("cards.find.no_archive", year=year) for year in unread]
    elsewhere = ((SHARED, search.in_shelf()), (PAPERS, papers))
    found = ((NOTED, noted), (ARCHIVED, archived), *elsewhere)
    return _list(words, named, request, found, said, offers=not earlier)


def _papers(search: Search) -> tuple[list[Hit], bool]:
    """What Drive finds; and whether it could not be asked."""
    try:
        return search.in_papers(), False
    except GatewayError:
        return [], True


def _codes(words: str, request: CardRequest) -> list[str]:
    """Cases whose student's name holds all of the words, in the order of the names."""
    wanted = fold(words).split()
    rows = [row for row in request.caseload.seen.tabs["caseload"].rows if row.text("case_code")]
    hits = [row for row in rows if wanted and all(_holds(row, word) for word in wanted)]
    return [row.text("case_code") for row in sorted(hits, key=lambda row: row.text("student"))]


def _holds(row: RowSeen, word: str) -> bool:
    names = f"{row.text('student')} {row.text('also_known_as')}"
    return any(part.startswith(word) for part in fold(names).split())


def _list(
    words: str,
    named: list[str],
    request: CardRequest,
    found: Found = (),
    said: Sequence[str] = (),
    offers: bool = False,
) -> Answer:
    say, own = request.say, OWN_SECTIONS.get(request.person.role)
    codes, hits = named[:MOST], [hit for _, some in found for hit in some]
    nobody = words and not codes and not hits
    made = card(
        say("cards.find.title"),
        section(
            "",
            write("words", say("cards.find.words"), words, say("cards.find.hint")),
            buttons(
                button(say("cards.do.find"), ask("find"), strong=True),
                _to_archives(words, request) if offers else None,
            ),
            text(say("cards.find.nobody", words=words)) if nobody else None,
            *(text(sentence) for sentence in said),
        ),
        section(say("cards.find.students") if hits else "", *_students(codes, request)),
        *(section(say(title), *(_hit(each, say) for each in some)) for title, some in found),
        *(sections_of(request, own) if own and not words else ()),
        *(() if words else ways_to_pages(request)),
        name="find",
    )
    looks = tuple(Look(code, "found by name") for code in codes)
    if own and not words:
        looks += tuple(Look(code, f"{own} card") for code in looked_at(request, own))
    seen = (Look(hit.code, f"found in {hit.tab}") for hit in hits if hit.code)
    return Answer(made, update=bool(words), looks=(*looks, *dict.fromkeys(seen)))


def _to_archives(words: str, request: CardRequest) -> Json | None:
    """The way to what left the working tabs with its school year, where there is any."""
    if not archives_of(request):
        return None
    return button(request.say("cards.find.earlier"), ask("find", words=words, earlier="yes"))


def _students(codes: list[str], request: CardRequest) -> list[Json]:
    say, shown = request.say, []
    for file in request.caseload.files(codes):
        manager = file.case.case_manager
        below = say("cards.case.manager", name=request.office.name(manager)) if manager else ""
        name = request.caseload.shown_name(file.case)
        shown.append(line(name, below=below, click=ask("case", code=file.case.code), icon="person"))
    return shown


def _hit(hit: Hit, say: Say) -> Json:
    """Where it stands and when, the words around it; a click leads to the case, or where there is
    none to the very cell, and the button to the cell."""
    day = say("cards.find.day", day=hit.day) if hit.day else ""
    go = open_link(hit.link) if hit.link else None
    to_cell = button(say("cards.find.open"), go, says=say("cards.find.open_says")) if go else None
    return line(
        hit.excerpt,
        above=" · ".join(part for part in (hit.student, hit.title, day) if part),
        click=ask("case", code=hit.code) if hit.code else go,
        button=to_cell if hit.code else None,
    )
