"""My time: what somebody's time went to, told mostly by rows that stand anyway.

    records    one row of the own workbook
    spent      work and typed rows as minutes by kind
    portfolio  the document *What I do as a case manager*
    register   all of it together

Sources: docs/modules/my-time.md.
"""
