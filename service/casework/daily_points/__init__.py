"""Daily points (check-in/check-out): points per expectation and period, and what weeks of them say.

    points     rows of a Behavior tab -> days and weeks, in percent
    advice     fade, go on, was the plan run, change: what the weeks say
    measuring  a goal that is measured so: its measurements, and its recommendation
    reminders  one mail a week to who has not filled
    register   all of it together

Points 0, 1, 2 for each expectation and period, a daily goal of 80 %, fading after six weeks at
goal: docs/modules/daily_points.md has the sources.
"""
