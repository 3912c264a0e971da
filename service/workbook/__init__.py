"""The spreadsheet, the forms and the wording as data: files in, records and edits out.

What is where:

    files         templates, forms, diary_kinds, school_settings, wording, document_texts: what
                  stands in sheets_templates/;  crisis: whom to call, by country;  form_notices:
                  the same, on a form that stands;  spelling: one word in several languages;
                  data_words: our own headings and choices, for reading files of other systems
    the first day founding, progress_sheet;  growing: what came since;  first_release: what stood
                  then
    reading       look: one answer of Sheets;  shown: what a doubtful number shows;  cells,
                  row_reader: what people typed, with good will;  record_reader, records,
                  office_records: the rows as records;  form_answers: what respondents answered,
                  form_ids: and which of their questions is which;  form_questions: those that
                  were deleted, doubled or made anew
    searching     where words stand in a look
    whose row     identity: copied and deleted ids, tabs sorted in part
    writing       edits: what is wanted, and how a value becomes a typed cell;  told: what became
                  of a cell, in words
"""
