"""Bringing files and foreign tabs into the Data workbook.

sources      files and archives, as what can be read
standing     the rows of Data as they stand, and what files add to them or take the place of
writing      rows put in and taken out in fenced batches, outside the row journal
foreign_tabs people's own tabs of Data, recognized;  tab_import: brought in by a sync
data_import  one import from look to report;  report: what is said of it;  command: on the
                 command line
"""
