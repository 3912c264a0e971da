"""After something was saved: the case again, with one click to undo it."""

from __future__ import annotations

import json

from service.casework.wants import Say

from ..answering import (
    CASE_MANAGER,
    COORDINATOR,
    DEPUTY,
    OFFICE,
    SAFEGUARDING,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    action,
)
from ..cards.widgets import Json, ask, button, buttons, card, section, text
from ..writing import is_sealed, seal, undo
from .cases import may_do

CARRIED_AT_MOST = 20_000


def saved(request: CardRequest, said: str, carried: str, code: str = "", back: str = "") -> Answer:
    """A short card: what was done, undo, and the way on. `said` is the sentence; `back` the
    action of the way on where there is no case."""
    shown = done_card(said, request.say, code, carried, seal(request, carried), back)
    return Answer(shown, update=True, note=said)


def done_card(
    said: str, say: Say, code: str = "", carried: str = "", sealed: str = "", back: str = ""
) -> Json:
    undo_it = ask("undo", undo=carried, seal=sealed, code=code, back=back)
    to_case = ask("case", code=code) if code else ask(back or "home")
    label = say("cards.do.to_case") if code else say("cards.do.back")
    return card(
        say("cards.saved.title"),
        section(
            "",
            text(said),
            buttons(
                button(label, to_case, strong=True),
                button(say("cards.do.undo"), undo_it) if carried else None,
            ),
        ),
        name="saved",
    )


@action("undo", {CASE_MANAGER, COORDINATOR, DEPUTY, SAFEGUARDING})
def undo_it(request: CardRequest) -> Answer:
    """Take back what the button says. The rights are those of today."""
    carried, code = request.asked.given.get("undo", ""), request.asked.given.get("code", "")
    if len(carried) >= CARRIED_AT_MOST or not is_sealed(
        request, carried, request.asked.given.get("seal", "")
    ):
        raise NotForYou
    _may_undo(request, json.loads(carried), code)
    undo(request, carried)
    back = request.asked.given.get("back", "")
    said = request.say("cards.saved.undone")
    looks = (Look(code, "undo"),) if code else ()
    return Answer(done_card(said, request.say, code, back=back), True, said, looks)


def _may_undo(request: CardRequest, work: dict[str, object], code: str) -> None:
    """Still somebody who may write there."""
    book = str(work["book"])
    if book == OFFICE and request.person.role in (COORDINATOR, DEPUTY):
        return
    if not code and request.person.role == COORDINATOR:
        return
    if not code and book == "caseload" and request.person.role == CASE_MANAGER:
        return
    file, _ = request.file(code)
    if not may_do(request, file):
        raise NotForYou
