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
    Desk,
    Look,
    NotForYou,
    action,
)
from ..cards.widgets import Json, ask, button, buttons, card, section, text
from ..writing import is_sealed, seal, undo
from .cases import may_do

CARRIED_AT_MOST = 20_000


def saved(desk: Desk, said: str, carried: str, code: str = "", back: str = "") -> Answer:
    """A short card: what was done, undo, and the way on. `said` is the sentence; `back` the
    action of the way on where there is no case."""
    shown = done_card(said, desk.say, code, carried, seal(desk, carried), back)
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
def undo_it(desk: Desk) -> Answer:
    """Take back what the button says. The rights are those of today."""
    carried, code = desk.asked.given.get("undo", ""), desk.asked.given.get("code", "")
    if len(carried) >= CARRIED_AT_MOST or not is_sealed(
        desk, carried, desk.asked.given.get("seal", "")
    ):
        raise NotForYou
    _may_undo(desk, json.loads(carried), code)
    undo(desk, carried)
    back = desk.asked.given.get("back", "")
    said = desk.say("cards.saved.undone")
    looks = (Look(code, "undo"),) if code else ()
    return Answer(done_card(said, desk.say, code, back=back), True, said, looks)


def _may_undo(desk: Desk, work: dict[str, object], code: str) -> None:
    """Still somebody who may write there."""
    book = str(work["book"])
    if book == OFFICE and desk.person.role in (COORDINATOR, DEPUTY):
        return
    if not code and desk.person.role == COORDINATOR:
        return
    if not code and book == "caseload" and desk.person.role == CASE_MANAGER:
        return
    file, _ = desk.file(code)
    if not may_do(desk, file):
        raise NotForYou
