"""Roles as a card: who may see and do what, by role; the same that the code enforces."""

from __future__ import annotations

from service.casework.roles.matrix import (
    ANOTHERS,
    OWN,
    ROLES,
    VIEWERS,
    done_by_role,
    seen_by_role,
)
from service.casework.roles.paper import done_words, seen_words

from ..answering import EVERYBODY, OFFICE, Answer, CardRequest, action
from ..cards.widgets import Json, ask, button, buttons, card, section, text
from ..duties import duties
from .register_papers import made_lines, paper_buttons


@action("roles", EVERYBODY, OFFICE)
def roles(request: CardRequest) -> Answer:
    """A section for each role, one's own first."""
    say, own = request.say, request.person.role
    ordered = sorted(ROLES, key=lambda role: (role != own, ROLES.index(role)))
    made = card(
        say("cards.roles.title"),
        section(
            "",
            text(say("cards.roles.hint")),
            buttons(*paper_buttons(request, "roles"), button(say("cards.do.back"), ask("home"))),
            *made_lines(request, "roles"),
        ),
        *(_section(role, request) for role in ordered),
        name="roles",
    )
    return Answer(made)


def _section(role: str, request: CardRequest) -> Json | None:
    say = request.say
    sees = [_seen(role, whose, request) for whose in (OWN, ANOTHERS)]
    column = ROLES.index(role)
    does = [done_words(row.name, say) for row in done_by_role(duties()) if row.by[column]]
    return section(
        say("roles.role", role=role),
        *(text(each) for each in sees if each),
        text(say("cards.roles.does", what=", ".join(does))) if does else None,
        folded=role != request.person.role,
    )


def _seen(role: str, whose: str, request: CardRequest) -> str:
    """What the role sees of an own case, or of any other, in one sentence; "" where there is no
    such view or it shows nothing."""
    say = request.say
    if (role, whose) not in VIEWERS:
        return ""
    column = VIEWERS.index((role, whose))
    fields = [seen_words(row, say) for row in seen_by_role() if row.by[column]]
    if not fields:
        return ""
    key = "teacher" if role == "Teacher" else whose
    if (role, OWN) not in VIEWERS and key == ANOTHERS:
        key = "any"
    return say(f"cards.roles.sees_{key}", what=", ".join(fields))
