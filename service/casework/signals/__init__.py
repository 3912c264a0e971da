"""Signals: what the school's own systems count, as suggestions that people decide.

    records      rows of Indicators, and what is known per student (`KnownStudent`)
    standings    how students stand in class, which other topics read by `casework/standing.py`
    counting     the rows of Data, folded into that;  known: kept on Office for other days
    thresholds   the lines, from Settings;  levels: which of them somebody is over
    rules        suggestions, decisions, referrals;  words: what was counted, in a sentence
    team_rows    classes that propose rows of Team
    sections, pages, forms   what cards show of it;  register: all of it together
    files        what other systems export, read without losing a line

No score and no prediction: counts, days, a line and its source. Nobody is called low risk: who has
no suggestion is not spoken of. Sources: docs/modules/signals.md.
"""
