"""Diary: what is planned with a student, what took place, and what comes back by itself.

follow_ups  which entries want an event, and what the diary says about contact
doubts      dates and times that are slips more often than plans
early       done on a day to come
series      what comes after an entry: the next of its series, or another try
second_try  what was missed finds a free time
lanes       who of case manager and counselor goes first, and days with two appointments
silences    cases without a word with student or family for too long
monitoring  a check-in each month for monitored students
exits       what still stands for a case that is exited
reviews     when plans are looked at again
works       what done rows say of somebody's time
    register    the tab, its series, owners and calendar entries
"""
