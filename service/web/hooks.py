""" "Look again": what triggers say. When one last spoke is kept, so that a card can tell whether
the triggers are alive; and in which form the relay hands answers on, so that `doctor` can say it.
"""

from __future__ import annotations

from datetime import datetime

from service.ports import Ledger

LAST_LOOK = "hook:last"
ANSWERS = "addon:answers"
FORMS = ("render", "action", "cards")  # apps_script/src/Answers.js


def note_look(ledger: Ledger, now: datetime) -> None:
    ledger.set_tokens({LAST_LOOK: now.isoformat()}, news=False)


def last_look(ledger: Ledger) -> datetime | None:
    """When a trigger last said "look again"; None = never."""
    said = ledger.token(LAST_LOOK)
    return datetime.fromisoformat(said) if said else None


def note_answers(ledger: Ledger, form: str) -> None:
    """The form that the relay says it uses; anything else that a request may say is left out."""
    if form in FORMS and ledger.token(ANSWERS) != form:
        ledger.set_tokens({ANSWERS: form})


def answers_in_use(ledger: Ledger) -> str:
    """One of FORMS; "" = the add-on has not asked yet."""
    return ledger.token(ANSWERS)
