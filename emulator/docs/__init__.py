"""The Docs API, for reading: a document is held as .docx, and written by Drive uploads.

Known to differ from Google: no batchUpdate; paragraphs, tables, headings and bold, italic and
underlined runs are told, other styles, pictures, headers, footers and suggestions are not.
"""

from . import documents

__all__ = ["documents"]
