"""Meetings: teachers are asked beforehand, and the case manager has a brief.

    coming    the meetings for which it is time to ask, or to have the brief
    asking    one mail to each teacher, and when an answer was first seen
    cards     four taps and a line;  sections: what cards show
    brief     the document, two pages
    register  all of it together

Seven school days are ours; no norm was found.
"""
