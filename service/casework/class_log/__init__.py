"""Class log: what was done in a co-taught or push-in class, and what became of it.

    records    one row;  series: rows as points over time, a phase carried forward
    growth     two phases held against each other: means, NAP, PoGO;  paper: the document Growth
    goal_of    which goal a Measure is about;  measuring: its values count for that goal too
    minutes    what was given this week of what is owed;  works: lessons as somebody's time
    sections, forms   what cards show, and one entry filled in there;  co_teaching: two questions
               to the co-teacher
    staying    which rows of earlier school years are looked at still
    register   all of it together

Sources and arithmetic: docs/modules/class_log.md.
"""
