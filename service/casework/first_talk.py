"""The First Talk of a case: within N school days of assignment, in a free slot of working hours,
for pull-out and monitor students alike (docs/casework.md, "First Talk, plan, follow-ups").

`decisions.decide` yields a `FirstTalk`; whoever holds the free/busy times of its owner finds a
slot (`booking.first_free_slot`) and makes it a Diary row with `diary_row`, or says with `no_slot`
that there is none.
"""

from __future__ import annotations

from typing import Final

from .booking import Slot
from .desk import Desk, FirstTalk, is_restricted
from .records import CASELOAD, Case, Problem, Referral
from .schooldays import NoSchoolDay
from .wants import SlotRequest, Value, WantedRow

FIRST_TALK: Final = "First Talk"


def talk_key(referral: Referral) -> str:
    return f"first_talk:{referral.referral_id}"


def first_talk(referral: Referral, case: Case, desk: Desk) -> FirstTalk:
    """The talk that this referral calls for. The brief becomes its notes, except for a safety
    referral, of which nothing but the fact of a case leaves Restricted."""
    within = desk.settings.first_talk_within_school_days
    try:
        first_day = desk.calendar.next_school_day(desk.today)
        last_day = desk.calendar.add_school_days(desk.today, within)
    except NoSchoolDay:
        first_day = last_day = desk.today  # no slot will be found, and that is what is said
    return FirstTalk(
        request=SlotRequest(
            key=talk_key(referral),
            owner=case.case_manager,
            first_day=first_day,
            last_day=last_day,
            minutes=desk.first_talk_minutes,
        ),
        code=case.code,
        student=case.student,
        brief="" if is_restricted(referral) else referral.brief,
        row=referral.row,
        because=desk.say("decisions.talk_because", id=referral.referral_id, count=within),
    )


def diary_row(talk: FirstTalk, slot: Slot) -> WantedRow:
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


def no_slot(talk: FirstTalk, why: str, desk: Desk) -> Problem:
    """The question when there is no free slot; `why` is the Booking's own sentence."""
    case = desk.case(talk.code)
    return Problem(
        key=f"{talk.request.key}:no_slot",
        row=case.row if case else talk.row,
        column="case_manager",
        what=desk.say("questions.no_slot", code=talk.code),
        why=f"{why} {desk.say('questions.no_slot_why')}",
        code=talk.code,
        whose=talk.request.owner,
    )
