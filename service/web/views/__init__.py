"""What each action answers: gather what the card says, decide who may see it, draw it.

Importing this package registers every action (see `answering.ACTIONS`).

    today, cases, finding   a case manager's day;  diary, contacts, plans, things, thing_lines: what
                            is done on a case
    teacher                 own students' accommodations
    referrals, workload     the coordinator's;  attention, attention_rows: questions
    accesses                the access record;  health: how Holdfast is
    saved                   after something was saved
"""

from . import (
    accesses,
    attention,
    cases,
    contacts,
    diary,
    finding,
    health,
    plans,
    referrals,
    saved,
    teacher,
    things,
    today,
    workload,
)

__all__ = [
    "accesses",
    "attention",
    "cases",
    "contacts",
    "diary",
    "finding",
    "health",
    "plans",
    "referrals",
    "saved",
    "teacher",
    "things",
    "today",
    "workload",
]
