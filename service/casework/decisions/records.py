"""One decision, as a row of Decisions says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import RowRef

AGREE, AGREE_IF, OBJECT = "Agree", "Agree if", "Object"
YES, NO, TO_THE_TEAM, WITHDRAWN = "Yes", "No", "To the team", "Withdrawn"
# What a team decides, with the family, where a student has an IEP or a 504 plan.
FOR_THE_TEAM: Final = frozenset({"Program", "Placement", "Modification", "Service", "Exit"})


@dataclass(frozen=True, slots=True)
class Decision:
    """`answer_by`, `decided_by` and `review_due` are grey; `proposed_by` is an e-mail address."""

    row: RowRef
    code: str
    student: str
    what: str = ""
    urgent: str = ""
    proposed_by: str = ""
    proposed_on: date | None = None
    takes_effect: date | None = None
    until: date | None = None
    answer_by: date | None = None
    case_manager_says: str = ""
    their_word: str = ""
    why: str = ""
    decided: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    change_of_placement: str = ""
    review_due: date | None = None
    family_told: date | None = None
    notice: str = ""
    notice_sent_on: date | None = None

    @property
    def is_urgent(self) -> bool:
        return self.urgent == YES
