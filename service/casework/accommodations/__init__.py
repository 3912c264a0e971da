"""Accommodations: what a student may use, and whether it is used.

    quarters    four times a year, for each of them: keep it, add a goal to use it, or drop it
    unread      teachers who have not said that they read them
    register    the tab, and its proposals

Source: docs/casework.md, "Accommodations, decisions, services".
"""
