"""A school year that is over: its closed rows are copied into an archive of their own.

closed_rows  which rows are closed, by the school year in which that was
archive      the workbook of one year: its tabs, what stands there, what is missing, what differs
leaving      rows that stand there leave the working tabs, behind a protection;  own_cells: which
             stay for what people have in them;  school_in_books: by what topics say which they
             look at still;  protections: none is left behind
reading      archives as Find and the whole record read them
grades       grades step up, once a school year
report       the same in sentences and as JSON
copying      the whole of it, under the school's lease: begun anew wherever it was cut short
"""
