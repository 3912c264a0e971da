"""Letters to families: one for each home that may have one, in its language, sent once.

    records     one letter, as its row says it;  homes: which homes get it, and who reads it there
    words       what each kind says;  progress_words: how a goal is going, in plain words
    paper       the document;  sending: what goes by mail or is printed, and what the row says
    works       when a letter went, as a piece of work
    reports     the progress reports of all own students in one go
    rules       what is asked;  forms, sections: on cards
    register    all of it together

Sources: docs/casework.md, "Letters" and Confidentiality; 34 CFR 99.4 and 99.30; 34 CFR 300.322
(the notice of a meeting, which these letters are not).
"""
