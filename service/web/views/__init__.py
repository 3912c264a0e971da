"""What each action answers: gather what the card says, decide who may see it, draw it.

Importing this package registers every action (see `answering.ACTIONS`).

    today, cases, finding   a case manager's day;  diary, contacts, plans, things, thing_lines: what
                            is done on a case
    teacher                 own students' accommodations
    referrals, workload     the coordinator's;  attention, attention_rows: questions
    modules                 what Holdfast can do;  accesses: the access record
    health                  how Holdfast is
    register_sections, register_forms, register_pages   what registers show, and what can be
                            filled in
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
    modules,
    plans,
    referrals,
    register_forms,
    register_pages,
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
    "modules",
    "plans",
    "referrals",
    "register_forms",
    "register_pages",
    "saved",
    "teacher",
    "things",
    "today",
    "workload",
]
