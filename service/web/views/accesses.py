"""The access record of one student: who looked at or was sent what, when, why.

Source: 34 CFR 99.32 and IDEA 300.614 (docs/casework.md, Confidentiality)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.reconcile.access_record import looks_at, names_by_hash

from ..answering import CASE_MANAGER, COORDINATOR, Answer, CardRequest, Look, action
from ..cards.widgets import Json, card, line, section, text
from .cases import selected_code

MOST = 60


@action("access", {CASE_MANAGER, COORDINATOR})
def access(request: CardRequest) -> Answer:
    """Newest first. The log keeps people as keyed hashes: who is on Staff is named, and anybody
    else is "somebody who is no longer on Staff"."""
    file, _ = request.file(selected_code(request), needed="accesses")
    say, code = request.say, file.case.code
    ledger = request.school.ledger
    names = names_by_hash(file.team, request.office.staff, ledger.hash_of, request.school.keys)
    looks = looks_at(ledger, code, request.office.without_roster.referrals)
    shown = [_line(each, names, request) for each in reversed(looks[-MOST:])]
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


def _line(each: Mapping[str, Any], names: Mapping[str, str], request: CardRequest) -> Json:
    at = each["at"].astimezone(request.office.zone)
    who = names.get(each["who"]) or request.say("cards.access.somebody")
    return line(who, request.say("cards.access.when", at=at), f"{each['what']} · {each['why']}")
