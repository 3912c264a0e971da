"""The core's own tabs: cases, roster, staff, calendar, settings, and what is told.

register    their tabs, and the grey columns of the roster
contradictions  what rows cannot say together
managers    whose case each row about a student is
agreed_managers  who was agreed on, not whoever is typed into the cell
unseen      cases that nobody has, who is away uncovered, questions that wait
roster      which students have a case, and with whom
"""
