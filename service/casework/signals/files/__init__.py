"""Files that other systems export, read without losing a line: pure, from bytes to rows of Data.

    text_table    bytes to lines of cells: encodings, separators, quotation marks, NULL
    heading_words what columns are called, by kind of file;  recognised: which kind a file is
    cell_values   days, numbers and choices as exports write them
    day_order     whether 4/5 is in April or in May
    who           which student an id or a name is
    attendance_lines, other_lines, one_roster    lines to rows, by kind
    reading       several files together, and what is to be said of each
    merging       rows that came before, and what of them a file adds to or takes the place of

Sources of the formats: docs/modules/signals.md.
"""
