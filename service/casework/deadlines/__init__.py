"""Deadlines: what is due by a law, a board or the school, and what comes back.

    records     one deadline
    cadences    by kind: how long after Last it is due, in which country, and by which rule
    due         when a row is due, with the arithmetic in words
    past        which have passed
    rules       first rows, the next ones, the grey columns, calendar entries, and one question
    briefing    what is said of them before a meeting;  works: what was done, and when
    forms, sections   what is filled in on cards, and what they show
    staying     which rows of earlier school years are looked at still
    register    all of it together

Sources: docs/modules/deadlines.md; docs/casework.md, "Cadences".
"""
