"""The spreadsheet, the forms and the wording as data: files in, records and edits out."""
