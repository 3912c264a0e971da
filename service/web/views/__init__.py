"""What each action answers: gather what the card says, decide who may see it, draw it.

Importing this package registers every action (see `answering.ACTIONS`).
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
