"""The access record of one student: who looked at or was sent what, when, why.

Source: 34 CFR 99.32 and IDEA 300.614 (docs/casework.md, Confidentiality)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.case_file import CaseFile
from service.casework.wants import accepted_code

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
    names = _names(file, request)
    # What was looked at before there was a case was looked at under the referral's number.
    numbers = (
        each.referral_id
        for each in request.office.without_roster.referrals
        if accepted_code(each.status) == code
    )
    looks = sorted(
        (each for number in (code, *numbers) for each in ledger.accesses(number)),
        key=lambda each: each["at"],
    )
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


def _names(file: CaseFile, request: CardRequest) -> dict[str, str]:
    """Names by keyed hash: of everybody on Staff and on this student's Team, under today's key and
    the one before."""
    keys, names = request.school.keys, {}
    people = [(m.email, m.person) for m in file.team] + [
        (p.email, p.name) for p in request.office.staff
    ]
    for email, name in people:
        if email:
            names[request.school.ledger.hash_of(email)] = name or email
            earlier = keys.earlier
            while earlier is not None:
                names.setdefault(earlier.fingerprint("person", email.strip().lower()), name)
                earlier = earlier.earlier
    return names


def _line(each: Mapping[str, Any], names: Mapping[str, str], request: CardRequest) -> Json:
    at = each["at"].astimezone(request.office.zone)
    who = names.get(each["who"]) or request.say("cards.access.somebody")
    return line(who, request.say("cards.access.when", at=at), f"{each['what']} · {each['why']}")
