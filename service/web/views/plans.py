"""Write or refresh the plan: the sync does it; the card says what is missing."""

from __future__ import annotations

from ..answering import RESTRICTED, Answer, CardRequest, action
from .cases import answer_case
from .diary import WRITERS, own_case


@action("refresh_plan", WRITERS, also=(RESTRICTED,))
def refresh_plan(request: CardRequest) -> Answer:
    """Look again at once. A plan that a person has edited is never written into: its next version
    is made beside it."""
    file = own_case(request)
    request.syncing.look()
    note = request.say("cards.saved.plan")
    return answer_case(request, file.case.code, update=True, note=note)
