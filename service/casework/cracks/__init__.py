"""Cracks: one list of what nobody has had in view for too long, and a weekly mail with counts.

    mail      the mail of the week, to who coordinates;  memory: since when a case is known
    register  all of it together

What is a crack each topic says itself (`Register.cracks`, crack.py); the card is drawn by the web.
"""
