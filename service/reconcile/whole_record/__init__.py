"""The whole record of one student as a document.

rows_of    the rows of every tab that are about a student, in words
gathering  all of them, the files and the access record
making     the document, and who gets it
"""
