"""Decisions about a student: asked of the case manager before they are made.

    records     one decision;  what_counts: which words of a row count, and what is overdue
    rules       the clock, who is told, and what both sides are asked
    away        leave, return, exit: appointments, what goes on, who sits down with the student
    graduation  what a modification means for the diploma;  papers: closing, transfer, re-entry,
                hand-over
    removals    days on which a student was removed;  notice: the draft of a notice
    briefing    what is said of them before a meeting;  works: what an answer says of time
    forms       asking, answering and deciding on cards;  sections: what cards show
    register    all of it together

Sources: docs/casework.md, "Decisions about a student"; 34 CFR 300.503 (prior notice), 300.530 and
300.536 (removals).
"""
