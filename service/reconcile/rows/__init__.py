"""Rows of workbooks: which is which, what stands in their grey columns, and writing them.

row_ids         ids first: every row that says something gets one
row_matching    which row is which when ids were copied, deleted, or part of a tab sorted
service_columns what each row is told about itself;  typed_over: what people typed there
filter_views    everybody's own rows on each tab about students
deferred_values cells that wait for a file, a mail or a row;  link_writer: links behind words
workbook_writer one run's writing: which rows came to stand, and what that settles;  portions:
                a large writing, divided
"""
