"""What a school would say out loud: records, and the rules that turn them into wanted things.

Nothing here does I/O, reads a clock or knows a framework. In reading order:

    records     the nouns: case, diary entry, goal, referral, staff member ...
    wants       what should be so: an event, a row, a cell, a document, a message, a question
    settings    the numbers a school can change, with their sources
    names       who is meant by a written name;  whose: whose row is it
    schooldays  school days, and how a date moves off a day off
    desk        what the coordinator has before them;  intake: a form response becomes a referral
    triage      who might take it, by workload;  safeguarding: referrals that few may read
    decisions   what the coordinator's word sets in motion;  settling, asking, messages
    first_talk  a free slot for it (booking), in working_hours
    diary       follow-ups and contacts;  series: what comes after;  reviews, accommodations: looked
                at again
    progress    baseline, aim line, four-point rule;  trend (Theil-Sen);  effect_sizes
    plans       what an action plan says, from a plan_file: plan_content, plan_body, plan_contacts,
                plan_charts, plan_versions;  text: what people wrote, made fit for a document
    households  and household_copies: one plan for two homes;  disclosure: who may see what
    rights      which fields a member of staff may see;  checks: what is wrong in a row, said kindly
"""
