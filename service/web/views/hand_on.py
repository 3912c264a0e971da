"""Hand on: the case manager reads a family's copy, sees what was left out of it, and lets it go.

The word is written under Team's Hand on, and counts for the document that this card showed: where
that has changed since, it is shown again.
"""

from __future__ import annotations

from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.plans.left_out import left_out
from service.ports import Agreed
from service.reconcile.card_words import said_on_card
from service.reconcile.context import GOOGLE_DOCS, Links
from service.reconcile.documents.hand_on import COLUMN, OPEN, YES

from ..answering import CASE_MANAGER, Answer, CardRequest, Look, NotForYou, Unclear, action
from ..cards.hand_on import Waiting, hand_on_card
from ..writing import Change, save
from .not_handed_on import Waits, waiting
from .saved import saved


@action("hand_on", {CASE_MANAGER})
def hand_on(request: CardRequest) -> Answer:
    """What waits for one person, and what was left out of it."""
    waits = _one(request)
    code = waits.file.case.code
    return Answer(_card(request, waits), looks=(Look(code, "hand on card"),))


@action("hand_on_save", {CASE_MANAGER})
def hand_on_save(request: CardRequest) -> Answer:
    """Yes, for what the card showed."""
    waits, say, keys = _one(request), request.say, request.school.keys
    code = waits.file.case.code
    looks = (Look(code, "handed on"),)
    if request.asked.given.get("of", "") != _mark(request, waits):
        said = say("hand_on.has_changed")
        return Answer(_card(request, waits, said), True, said, looks)
    ids = [row.row.row_id for row in waits.rows]
    if not all(ids):
        raise Unclear(say("cards.problem.row_gone"))
    who = request.person.email
    request.school.ledger.agree(
        [
            *(Agreed(OPEN, row_id) for row_id in ids),
            *(said_on_card(keys, row_id, COLUMN, YES, who) for row_id in ids),
        ]
    )
    carried = save(request, "caseload", *(Change("team", each, {COLUMN: YES}) for each in ids))
    answer = saved(request, say("cards.saved.hand_on"), carried, code)
    return Answer(answer.card, True, answer.note, looks)


def _one(request: CardRequest) -> Waits:
    """What the row that is asked about waits for. Raises NotForYou."""
    row = request.asked.given.get("row", "")
    file, _ = request.file(request.caseload.code_of(row))
    found = waiting(request, (file,)) if row else ()
    for waits in found:
        if any(each.row.row_id == row for each in waits.rows):
            return waits
    raise NotForYou


def _mark(request: CardRequest, waits: Waits) -> str:
    """Tells these documents as they are now from any others, and from later ones."""
    facts = [(each.key, each.object_id, dict(each.marks)) for each in waits.documents]
    return request.school.keys.fingerprint("hand on", facts)


def _card(request: CardRequest, waits: Waits, problem: str = "") -> dict[str, object]:
    say, office, member = request.say, request.office, waits.row
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    letters = [each.key.rpartition(":")[2] for each in waits.documents]
    plans = [each.key.startswith(f"{ACTION_PLAN}:") for each in waits.documents]
    gone = [
        pair
        for letter, is_plan in zip(letters, plans, strict=True)
        if is_plan
        for pair in left_out(waits.file, letter, office.settings, say, office.today)
    ]
    of_team = all(plans) and not any(letters)
    return hand_on_card(
        Waiting(
            student=waits.file.case.student,
            code=waits.file.case.code,
            row=member.row.row_id,
            person=member.person,
            about=" · ".join(
                part for part in (member.household, member.email, member.language) if part
            ),
            documents=tuple(links.file("document", each.object_id) for each in waits.documents),
            left_out=tuple(gone),
            none=say("hand_on.nothing_left_out" if of_team else "hand_on.nothing_found"),
            mark=_mark(request, waits),
            problem=problem,
        ),
        say,
    )
