"""Documents and progress sheets: what must be made, refreshed and shared, and doing it.

file_plan       for every case its documents and its progress sheet
plan_documents  the action plans of one case;  measurements: what its progress sheet says
sheet_plan      each case's progress sheet: made, fitted to its goals, read;  sheet_growth: what
                it never had;  sheet_questions: what it asks
own_books       workbooks of which everybody has one of their own
link_words      what a cell says that leads to a file
case_rows       what people wrote about each case
document_memory what is remembered of documents, sorted by case
register_documents  documents that registers want;  document_templates: what from;  goals_shown: the
                goals of a case on them
hand_on         what goes to a family waits for the case manager's word
sharing         who may have a document;  share_writer: giving it, and taking it back
file_maker      files made once, from change to file
earlier_versions  what another file stands in the place of;  stamps: who changed a file last
twins           a file that was made a second time goes into the bin
school_files    which files are this school's, where several schools share an account
form_notices    the forms say whom to call;  form_faults: questions that are not what they were
"""
