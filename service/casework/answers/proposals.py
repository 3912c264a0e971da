"""From what was said to a proposal. It is a proposal: the case manager and the student decide.

Source: NCEO's steps (decision, use, review) as in docs/modules/answers.md; the numbers are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..answer_rows import NEVER, NO, NOT_NEEDED, SOMETIMES, YES, Answer
from ..records import Case

LEAST: Final = 2  # answers, of as many teachers
KEEP_FROM: Final = 0.8  # of those to whom it was offered, used
HELPS_FROM: Final = 0.5  # of those who could say
_TEAM = re.compile(r"\b(iep|504)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What teachers said of one accommodation in one quarter. `used` are those who said Yes,
    `sometimes` count half; `helped` of `could_say`."""

    teachers: int = 0
    asked: int = 0
    offered: int = 0
    used: int = 0
    sometimes: int = 0
    helped: int = 0
    could_say: int = 0
    not_needed: int = 0

    @property
    def share_used(self) -> float:
        return (self.used + self.sometimes / 2) / self.offered if self.offered else 0.0

    @property
    def helps(self) -> bool:
        return not self.could_say or self.helped / self.could_say >= HELPS_FROM

    @property
    def is_needed_by_nobody(self) -> bool:
        return self.teachers >= LEAST and self.not_needed == self.asked


def was_offered(answer: Answer) -> bool:
    """Whoever says whether it was used was asked about something that was there."""
    return answer.offered != NEVER


def counted(answers: Sequence[Answer]) -> Counts:
    offered = [each for each in answers if was_offered(each)]
    return Counts(
        teachers=len({each.respondent for each in answers}),
        asked=len(answers),
        offered=len(offered),
        used=sum(each.used == YES for each in offered),
        sometimes=sum(each.used == SOMETIMES for each in offered),
        helped=sum(each.helped == YES for each in answers),
        could_say=sum(each.helped in (YES, NO) for each in answers),
        not_needed=sum(each.why_not == NOT_NEEDED for each in answers),
    )


def proposed(now: Sequence[Answer], before: Sequence[Answer], student: Answer | None) -> str:
    """One of "too_few", "offer", "keep", "keep_by_class", "change", "goal", "ask_again",
    "ask_student", "drop"; `before` are the answers of the quarter before.

    Too few answers propose nothing. What nobody was offered cannot be judged. What all call not
    needed twice running is dropped with the student's own word, and asked of them without it.
    Where it is used in some classes and only not needed in the others, it stays.
    """
    counts = counted(now)
    if counts.teachers < LEAST:
        return "too_few"
    if not counts.offered:
        return "offer"
    if counts.is_needed_by_nobody:
        if not counted(before).is_needed_by_nobody:
            return "ask_again"
        return "drop" if student is not None and student.why_not == NOT_NEEDED else "ask_student"
    if counts.share_used >= KEEP_FROM:
        return "keep" if counts.helps else "change"
    unused = [each for each in now if was_offered(each) and each.used != YES]
    if counts.used and all(each.why_not == NOT_NEEDED for each in unused):
        return "keep_by_class"
    return "goal"


def for_quarter(counts: Counts) -> str:
    """The choice under Q1 to Q4 that says the same."""
    if counts.not_needed == counts.asked:
        return "Not needed"
    if not counts.offered:
        return "Not offered"
    if counts.share_used >= KEEP_FROM:
        return "Used"
    return "Sometimes" if counts.used or counts.sometimes else "Not used"


def is_for_the_team(case: Case) -> bool:
    """Whether only the team, with the family, can drop it: an IEP or a 504 plan. Source: 34 CFR
    300.324, 300.503; 34 CFR 104.35."""
    return bool(_TEAM.search(case.plan_type))
