"""The library: what staff argued, presented and handed out, for everybody who comes after them.

    records         one entry
    deidentified    whether a text names a student;  rules: it is asked to be written without
    pages           the card for all staff, and whom the coordinator trained;  forms: a new entry
    register        all of it together

It stands on the Shelf, which all staff read, so no student may be told from it.
Sources: docs/modules/library.md; 34 CFR 99.31(b)(1), records without what identifies a student.
"""
