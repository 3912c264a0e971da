"""What each action answers: gather what the card says, decide who may see it, draw it.

Importing this package registers every action (see `answering.ACTIONS`).

    today, students, cases, finding   a case manager's day (case_goals: goals and their charts);
                            diary, entry, first_talk, contacts, plans, things, as_drawn: what is
                            done on a case
    teacher                 own students' accommodations
    hand_on, not_handed_on  what waits to go to a family
    referrals, one_referral, workload   the coordinator's;  attention, attention_rows: questions
    indicators              why a student is suggested, and what is decided
    roles                   who may see and do what
    my_week                 what somebody's time went to
    cracks                  what nobody has had in view for too long
    points_today            a teacher's taps for each student and period;  class_today: one lesson
                            of a class
    new_year                closed rows of earlier years, into archives
    modules                 what Holdfast can do;  accesses: the access record
    health                  how Holdfast is
    register_sections, register_forms, register_pages   what registers show, and what can be
                            filled in;  register_papers: documents that are asked for;
                            register_checklists: what is ticked together;  register_rounds: a
                            teacher's one tap for all students
    whole_record            everything about one student, as a document
    saved                   after something was saved
"""

from . import (
    accesses,
    attention,
    cases,
    class_today,
    contacts,
    cracks,
    diary,
    entry,
    finding,
    first_talk,
    hand_on,
    health,
    indicators,
    modules,
    my_week,
    new_year,
    one_referral,
    plans,
    points_today,
    referrals,
    register_checklists,
    register_forms,
    register_pages,
    register_papers,
    register_rounds,
    roles,
    saved,
    students,
    teacher,
    things,
    today,
    whole_record,
    workload,
)

__all__ = [
    "accesses",
    "attention",
    "cases",
    "class_today",
    "contacts",
    "cracks",
    "diary",
    "entry",
    "finding",
    "first_talk",
    "hand_on",
    "health",
    "indicators",
    "modules",
    "my_week",
    "new_year",
    "one_referral",
    "plans",
    "points_today",
    "referrals",
    "register_checklists",
    "register_forms",
    "register_pages",
    "register_papers",
    "register_rounds",
    "roles",
    "saved",
    "students",
    "teacher",
    "things",
    "today",
    "whole_record",
    "workload",
]
