"""What answers to decisions say of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..work import MEETINGS, Work
from .records import Decision


def works(school: School, email: str) -> Iterator[Work]:
    """Each decision about which a case's own manager has said a word, on the day on which it was
    made; while it is open, on the day on which it was proposed."""
    for decision in school.of(Decision):
        day = decision.decided_on or decision.proposed_on
        if day is None or day > school.today or not decision.case_manager_says:
            continue
        if school.manager_of(decision.code) == email:
            yield Work("decision", MEETINGS, day, code=decision.code)
