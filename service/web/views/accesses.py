"""The access record of one student: who looked at or was sent what, when, why.

Source: 34 CFR 99.32 and IDEA 300.614 (docs/casework.md, Confidentiality)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..answering import CASE_MANAGER, COORDINATOR, Answer, Desk, Look, action
from ..cards.widgets import Json, card, line, section, text
from .cases import selected_code

MOST = 60


@action("access", {CASE_MANAGER, COORDINATOR})
def access(desk: Desk) -> Answer:
    """Newest first. The log keeps people as keyed hashes: who is on Staff is named, and anybody
    else is "somebody who is no longer on Staff"."""
    file, _ = desk.file(selected_code(desk), needed="accesses")
    say, code = desk.say, file.case.code
    ledger = desk.school.ledger
    names = {ledger.hash_of(person.email): person.name for person in desk.office.staff}
    looks = list(ledger.accesses(code))
    shown = [_line(each, names, desk) for each in reversed(looks[-MOST:])]
    hidden = len(looks) - len(shown)
    made = card(
        say("cards.access.title"),
        section(
            "",
            *(shown or [text(say("cards.access.nobody"))]),
            text(say("cards.access.more", count=hidden)) if hidden > 0 else None,
        ),
        subtitle=file.case.student,
        name="access",
    )
    return Answer(made, looks=(Look(code, "access record"),))


def _line(each: Mapping[str, Any], names: Mapping[str, str], desk: Desk) -> Json:
    at = each["at"].astimezone(desk.office.zone)
    who = names.get(each["who"]) or desk.say("cards.access.somebody")
    return line(who, desk.say("cards.access.when", at=at), f"{each['what']} · {each['why']}")
