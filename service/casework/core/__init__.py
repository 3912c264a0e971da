"""The core's own tabs: cases, roster, staff, calendar, settings, and what is told.

register    their tabs, and the grey columns of the roster
contradictions  what rows cannot say together
managers    whose case each row about a student is
roster      which students have a case, and with whom
"""
