"""After something was saved: the case again, with one click to undo it.

Whoever may do a thing may undo it, by the rights of the moment in which they do: the button says
which action it takes back, about which case, when that was and who did it, all of it sealed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from service.casework.wants import Say
from service.reconcile.card_words import ON_CARD

from ..answering import (
    ACTIONS,
    COORDINATOR,
    DEPUTY,
    EVERYBODY,
    OFFICE,
    OFFICE_STAFF,
    RESTRICTED,
    SAFEGUARDING,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.widgets import Json, ask, button, buttons, card, section, text
from ..form_memory import forget_row
from ..workbook_cache import PROGRESS
from ..writing import is_sealed, parts_of, seal, undo
from .cases import may_do

CARRIED_AT_MOST = 20_000
UNDO_FOR = timedelta(hours=24)
Work = Mapping[str, Any]  # {"book", "rows": [{"tab", "row", "was", "is"}]}
Check = Callable[[CardRequest, Work, str], None]
# Who may take back what an action did, where it is not who may write into the case (or the book).
CHECKS: dict[str, Check] = {}
_OF_BOOK: Final = {OFFICE: OFFICE_STAFF, RESTRICTED: frozenset({SAFEGUARDING, DEPUTY})}


def saved(
    request: CardRequest,
    said: str,
    carried: str,
    code: str = "",
    back: str = "",
    onward: Json | None = None,
) -> Answer:
    """A short card: what was done, undo, and the way on. `said` is the sentence; `back` the
    action of the way on where there is no case; `onward` a button that comes before it."""
    given = {
        "undo": carried,
        "did": request.asked.action,
        "at": request.reading.now.isoformat(),
        "code": code,
        "back": back,
    }
    fits = 0 < len(carried) < CARRIED_AT_MOST
    sealed = {**given, "seal": seal(request, given)} if fits else {}
    made = done_card(said, request.say, code, sealed, back, onward)
    return Answer(made, update=True, note=said)


def done_card(
    said: str,
    say: Say,
    code: str = "",
    sealed: Mapping[str, str] | None = None,
    back: str = "",
    onward: Json | None = None,
) -> Json:
    """`sealed` are the parameters of the undo button; without them there is none."""
    to_case = ask("case", code=code) if code else ask(back or "home")
    label = say("cards.do.to_case") if code else say("cards.do.back")
    return card(
        say("cards.saved.title"),
        section(
            "",
            text(said),
            buttons(
                onward,
                button(label, to_case, strong=onward is None),
                button(say("cards.do.undo"), ask("undo", **sealed)) if sealed else None,
            ),
        ),
        name="saved",
    )


@action("undo", EVERYBODY)
def undo_it(request: CardRequest) -> Answer:
    """Take back what the button says. The rights are those of this moment."""
    given = {name: request.asked.given.get(name, "") for name in SEALED}
    carried, code = given["undo"], given["code"]
    sealed = is_sealed(request, given, request.asked.given.get("seal", ""))
    did = ACTIONS.get(given["did"])
    if len(carried) >= CARRIED_AT_MOST or not sealed or did is None:
        raise NotForYou
    if not did.is_for(request.person, request.office):
        raise NotForYou
    work: Work = json.loads(carried)
    CHECKS.get(did.name, _may_write_there)(request, work, code)
    if request.reading.now - datetime.fromisoformat(given["at"]) > UNDO_FOR:
        raise Unclear(request.say("cards.problem.undo_over"))
    for part in parts_of(work):
        undo(request, part)
    rows = [row for part in parts_of(work) for row in part["rows"]]
    request.school.ledger.forget(
        (ON_CARD, f"{row['row']}/{column}") for row in rows for column in row["is"]
    )
    for row in rows:
        forget_row(request, row["row"])
    said = request.say("cards.saved.undone")
    looks = (Look(code, "undo"),) if code else ()
    return Answer(done_card(said, request.say, code, back=given["back"]), True, said, looks)


SEALED = ("undo", "did", "at", "code", "back")


def _may_write_there(request: CardRequest, work: Work, code: str) -> None:
    """Who may write into the case; without a case, who works in that workbook."""
    book = str(work["book"])
    if not code:
        if request.person.role not in _OF_BOOK.get(book, {COORDINATOR}):
            raise NotForYou
        return
    file, _ = request.file(code)
    if not may_do(request, file):
        raise NotForYou
    if book.startswith(PROGRESS) and book != PROGRESS + request.progress_sheet(code):
        raise NotForYou
