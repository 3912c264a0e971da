"""Course plans: a course that a student thinks of, what speaks for it, and what each says.

    records     one course plan;  choice: what the family chose
    rules       the look after six school weeks, and the request for access to an exam
    planning_sheet   the sheet with two sides that student, family and counselor sign
    forms, sections  what is filled in on cards, and what they show
    register    all of it together

A recommendation never blocks: nothing here asks, holds or hides because of "Not yet".
Sources: docs/modules/course_plans.md.
"""
