"""Drive v3: files and their contents, sharing, the change log; v2 as far as gspread needs it.

Known to differ from Google: revisions are those of documents and
of files with bytes, one for each upload; no labels, watches, replies to comments or access
proposals; no mail is sent about a share; exports of a document and of a spreadsheet to formats
that Holdfast does not use answer 501; conversion keeps what .docx, HTML, text and CSV hold, not
Google's own look.
"""

from . import about, files, listing, permissions, revisions

__all__ = ["about", "files", "listing", "permissions", "revisions"]
