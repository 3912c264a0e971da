"""Documents that registers make when somebody asks for one: their buttons, and the asking.

Asking writes into the ledger and starts a sync, which makes the document; the same paper of the
same day is one, however often its button is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.casework.cards import Card, CardPaper, printed_key
from service.casework.register import Register
from service.casework.registry import REGISTERS
from service.reconcile.asked_papers import papers, to_ask
from service.reconcile.context import GOOGLE_DOCS, Links
from service.reconcile.kept_days import kept, to_keep

from ..answering import CASE_MANAGER, Answer, CardRequest, Look, NotForYou, action
from ..cards.widgets import Json, ask, button, buttons, card, line, open_link, section, text
from ..school_view import registers_of, remembered, school_of
from .cases import may_do, selected_code
from .register_checklists import checklist_buttons


def paper_buttons(request: CardRequest, on: Card, code: str = "") -> list[Json]:
    """For each paper that this person may ask for on a card, its button."""
    return [
        button(request.say(f"cards.do.{paper.name}"), ask(paper.name, code=code))
        for register in registers_of(request)
        for paper in register.papers
        if paper.card == on and request.person.role in paper.roles
    ]


def paper_section(request: CardRequest, on: Card = "today") -> Json | None:
    """On a first card: the buttons, and what was made for this person today."""
    papers = paper_buttons(request, on)
    return section(
        request.say("cards.papers.title") if papers else "",
        buttons(*papers, *(checklist_buttons(request) if on == "today" else ())),
        *made_lines(request, on),
    )


def made_lines(request: CardRequest, on: Card) -> list[Json]:
    """A line that opens each paper which was asked for on this card today and stands."""
    return [
        line(request.say(f"cards.do.{paper.name}"), click=open_link(link), icon="print")
        for register in registers_of(request)
        for paper in register.papers
        if paper.card == on and request.person.role in paper.roles
        for link in _made(request, paper, "")
    ]


def _made(request: CardRequest, paper: CardPaper, code: str) -> Iterator[str]:
    """Where the document opens that this person asked for today, once it stands."""
    ledger, keys, person = request.school.ledger, request.school.keys, request.person
    asked = {
        each.key
        for each in papers(remembered(request), keys, paper.kind, person.email)
        if each.day == request.office.today and each.code == code
    }
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    for document in ledger.agreed_of("document") if asked else ():
        kind, _, rest = document.key.partition(":")
        # Where one asking makes several, each has the key of it, and something of its own behind.
        if kind == paper.kind and rest.rpartition(":")[2].partition(".")[0] in asked:
            yield links.file("document", document.object_id)


def _register(register: Register, paper: CardPaper) -> None:
    @action(paper.name, paper.roles)
    def print_it(request: CardRequest) -> Answer:
        if register not in registers_of(request):
            raise NotForYou
        code, codes = _about(request, paper)
        _ask(request, paper, code, codes)
        request.syncing.look()
        say = request.say
        links = [open_link(link) for link in _made(request, paper, code)]
        made = card(
            say(f"cards.do.{paper.name}"),
            section(
                "",
                text(say("cards.papers.stands" if links else "cards.papers.coming")),
                *(line(say("cards.papers.open"), click=each, icon="print") for each in links),
                buttons(
                    button(say("cards.papers.look"), ask(paper.name, code=code)),
                    button(say("cards.do.back"), ask("case" if code else "home", code=code)),
                ),
            ),
            name="paper",
        )
        looks = tuple(Look(each, f"paper {paper.kind}") for each in codes)
        return Answer(made, looks=looks)


def _about(request: CardRequest, paper: CardPaper) -> tuple[str, tuple[str, ...]]:
    """The case, or "" for all own ones or what is about no student, and the codes of whom it is
    about. Raises NotForYou."""
    if paper.card in ("office", "roles", "my_week"):
        return "", ()
    if paper.card == "today":
        own = request.caseload.codes_of((request.person.email,))
        if not own or request.person.role != CASE_MANAGER:
            raise NotForYou
        return "", own
    code = selected_code(request)
    file, _ = request.file(code)
    if not may_do(request, file):
        raise NotForYou
    return code, (code,)


def _ask(request: CardRequest, paper: CardPaper, code: str, codes: tuple[str, ...]) -> None:
    """In the ledger: the paper, and of each thing on it when it was first printed."""
    keys, today = request.school.keys, request.office.today
    known = remembered(request)
    new = [to_ask(keys, paper.kind, request.person.email, today, code)]
    school = school_of(request, codes)
    for each in codes:
        for item in paper.items(school, each):
            if kept(known, keys, printed_key(each, item)) is None:
                new.append(to_keep(keys, printed_key(each, item), today))
    request.school.ledger.agree(new)


for _each in REGISTERS:
    for _paper in _each.papers:
        _register(_each, _paper)
