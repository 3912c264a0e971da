"""What a school would say out loud: records, and the rules that turn them into wanted things.

Nothing here does I/O, reads a clock or knows a framework. The core stands in this folder; each
topic has a folder of its own, and no topic reaches into another's. The core, in reading order:

    records     the nouns: case, diary entry, goal, referral, staff member ...
    wants       what should be so: an event, a row, a cell, a document, a message, a question
    settings    the numbers a school can change, with their sources;  setting_values: how they
                are read
    grades      the grade after a grade
    names       who is meant by a written name;  row_owner: whose row is it;  staff_names: which
                colleague
    called      how a student is called on papers and in the calendar
    days        what a day is in a sheet and in words
    schooldays  school days, and how a date moves off a day off;  school_year: when its quarters
                end;  terms: what one is called;  working_hours;  free_slot
    households  the homes of a student;  disclosure: who may see what of a case;
                family_readers: who of a home may be told something
    masking     what one home may read of a text that staff wrote
    small_counts  figures that are not shown
    rights      which fields a member of staff may see;  checks: what is wrong in a row, said kindly
    scales      one scale for one goal: 40%, 45 and 9/20
    progress    baseline, aim line, four-point rule;  trend (Theil-Sen);  effect_sizes;
                chart_facts: what a goal's picture shows
    measuring   where else a goal is measured than on its progress sheet
    school      all records as rules see them;  register, registry: a topic and the list of them;
                cards, document_types: what a topic shows and writes;  diary_kinds;  check_ins: a
                check-in that a rule plans
    teachers    the teachers whom Team names;  accommodation_rows: which count today;  answer_rows:
                what teachers and students answered, and in which quarter
    briefing    what topics say of a case before a meeting
    thing_lines the lines of Random things to do, their tick, and which may be printed
    goal_state  met, on the way, not measured
    standing    how a student stands in class, where the school's data says it
    closing     when a row is over, so that it may be archived
    crack       what nobody has had in view for too long, as every topic says it
    work        what a case manager did, as every topic tells it;  own_book: a workbook of which
                everybody has one of their own
    text_search search that forgives case and accents
    bar_chart   counts as lying bars
    case_file   one case's records together;  text: what people wrote, made fit for a document
"""
