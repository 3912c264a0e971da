"""Weekly checks: every few weeks, how organized a student is and what is missing.

    records    one check;  weeks: which week, and whether it is due
    rows       a row for each Active student in its week, and one calendar entry for the checks
    compare    what has changed since last time, and the newest grade check
    own_tasks  what a student has to do;  papers: Ticket to the Week and To-Do;
               to_do_is_back: what was done of it
    briefing   what is said of it before a meeting;  works: a check as a piece of work
    sections   what cards show;  forms: one student's check on a card
    staying    which rows of earlier school years are looked at still
    register   all of it together

The check itself (inbox, files, tabs, computer, grades, missing work) and its three weeks are the
house's own; docs/modules/week.md.
"""
