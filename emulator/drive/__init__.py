"""Drive v3: files and their contents, sharing, the change log; v2 as far as gspread needs it.

Known to differ from Google: revisions are those of documents and of files with bytes, one for each
upload; no labels, watches or access proposals; a comment moves a file's version, not its modified
time (there it is not said); exports of a document and of a spreadsheet to formats that Holdfast
does not use answer 501; conversion keeps what .docx, HTML, text and CSV hold, and a PDF shows
words, headings, lists, tables and pictures, not Google's own look.
"""

from . import about, comments, files, listing, permissions, revisions

__all__ = ["about", "comments", "files", "listing", "permissions", "revisions"]
