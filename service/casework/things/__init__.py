"""Random things to do: lines of free text on a case, private to staff.

    date_words     how days are written in a language
    dates_in_text  the days that stand in a line, each with one reading or two
    due            when each open line is due
    rules          what is remembered of relative days, and what is asked
    sections       what stands on Today;  register: all of it together

The text is people's: it is never rewritten, only the card's tick is added. A line is printed only
where it begins with "To-Do:".
"""
