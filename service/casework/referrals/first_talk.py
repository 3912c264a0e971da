"""The First Talk of a case: within N school days of assignment, in a free slot of working hours,
for pull-out and monitor students alike (docs/casework.md, "First Talk, plan, follow-ups").

`decisions.decide` yields a `FirstTalk`; whoever holds the free/busy times of its owner finds a
slot (`booking.first_free_slot`) and makes it a Diary row with `diary_row`, or says with `no_slot`
that there is none.
"""

from __future__ import annotations

from typing import Final

from ..free_slot import FreeSlot
from ..records import CASELOAD, Case, Problem, Referral
from ..schooldays import NoSchoolDay
from ..wants import SlotRequest, Value, WantedRow
from .context import FirstTalk, ReferralContext, is_restricted

FIRST_TALK: Final = "First Talk"


def talk_key(referral: Referral) -> str:
    return f"first_talk:{referral.referral_id}"


def first_talk(referral: Referral, case: Case, context: ReferralContext) -> FirstTalk:
    """The talk that this referral calls for. The brief becomes its notes, except for a safety
    referral, of which nothing but the fact of a case leaves Restricted."""
    within = context.settings.first_talk_within_school_days
    try:
        first_day = context.calendar.next_school_day(context.today)
        last_day = context.calendar.add_school_days(context.today, within)
    except NoSchoolDay:
        first_day = last_day = context.today  # no slot will be found, and that is what is said
    return FirstTalk(
        request=SlotRequest(
            key=talk_key(referral),
            owner=case.case_manager,
            first_day=first_day,
            last_day=last_day,
            minutes=context.first_talk_minutes,
        ),
        code=case.code,
        student=case.student,
        brief="" if is_restricted(referral) else referral.brief,
        row=referral.row,
        because=context.say(
            "decisions.talk_quietly" if is_restricted(referral) else "decisions.talk_because",
            id=referral.referral_id,
            count=within,
        ),
    )


def diary_row(talk: FirstTalk, slot: FreeSlot) -> WantedRow:
    """The Diary row of a First Talk that has found its slot."""
    cells: dict[str, Value] = {
        "student": talk.student,
        "kind": FIRST_TALK,
        "date": slot.day,
        "start": slot.start,
        "minutes": talk.request.minutes,
        "status": "Planned",
        "how": "In person",
        "notes": talk.brief,
        "repeat": "None",
        "case_code": talk.code,
    }
    return WantedRow(talk.request.key, CASELOAD, "diary", cells, talk.because)


def no_slot(talk: FirstTalk, why: str, context: ReferralContext) -> Problem:
    """The question when there is no free slot; `why` is the Booking's own sentence."""
    case = context.case(talk.code)
    return Problem(
        key=f"{talk.request.key}:no_slot",
        row=case.row if case else talk.row,
        column="case_manager",
        what=context.say("questions.no_slot", code=talk.code),
        why=f"{why} {context.say('questions.no_slot_why')}",
        code=talk.code,
        whose=talk.request.owner,
    )
