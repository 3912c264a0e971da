"""Services: help outside the school, asked for with consent, and looked at until it is there.

    records     a resource of the Shelf, and a referral to one
    consent     what lets something leave the school, and which home may read of it
    looks       when a referral is looked at again, and when it is closed
    without_look  looks that nobody has taken
    resources   how fresh what is known of one is, and which fits next
    rules       the grey columns, and what people are asked
    family_sheet   what a home may read of its services, in its language
    briefing    what may be said of them at a meeting
    forms, sections, pages   what cards show and what is filled in there
    staying     which rows of earlier school years are looked at still
    register    all of it together

Nothing of it stands on a plan, on a student's paper or on a teacher's card.
Sources: docs/casework.md, "Accommodations, decisions, services"; docs/modules/services.md.
"""
