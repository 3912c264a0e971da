"""Climate: what a term's referrals say of the school, so that nobody can be found in it.

    records     a campaign;  campaigns: its change
    tables      counts with their totals;  flows: how far an attacker can pin a hidden one;
                suppression: which are hidden
    risk_ratio  a group beside everybody else, as 34 CFR 300.647 has it
    counting    what is counted in a term
    report      the document;  register: all of it together

Sources: docs/modules/climate.md.
"""
