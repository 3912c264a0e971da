"""Diary rows and calendar entries brought together.

calendar_plan   series go on, rows know their owner, events and rows agree
follow_up       one follow-up from three sides: its row, its event, what was agreed
    follow_up_sides the three sides, and what deciding about them needs;  follow_up_questions:
                what a person is asked
alerts          entries in calendars for which no row of the Diary stands
event_writer    events put into calendars, and what is agreed on then
"""
