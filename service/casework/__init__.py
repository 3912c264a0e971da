"""What a school would say out loud: records, and the rules that turn them into wanted things.

Nothing here does I/O, reads a clock or knows a framework. In reading order:

    records     the nouns: case, diary entry, goal, referral, staff member ...
    wants       what should be so: an event, a row, a cell, a document, a message, a question
    settings    the numbers a school can change, with their sources
    names       who is meant by a written name;  whose: whose row is it
    schooldays  school days, and how a date moves off a day off
    intake      a form response becomes a referral;  triage, workload: who might take it
    decisions   what the coordinator's word sets in motion
    booking     a free slot for a First Talk, in working_hours
    diary       follow-ups and contacts;  series: what comes after;  reviews: plans looked at again
    progress    baseline, aim line, four-point rule, trend (Theil-Sen);  effect_sizes
    plans       what an action plan says, and to which household;  disclosure: who may see what
    checks      what is wrong in a row, said kindly
"""
