"""The award: gates first, then the weighted mean of what was given, and where everybody stands.

    records    one student's row in one term
    gates      what must be reached, or not be passed, as Settings says it
    points     the weighted mean and its sum;  standing: the gray cells, and what cannot be read
    proposals  what is known elsewhere, said for a person to write in
    sections   what cards show
    register   all of it together

Weights, gates and the arithmetic are the house's own; docs/modules/award.md. Who is ahead of whom
is said nowhere: equal points are for people to settle.
"""
