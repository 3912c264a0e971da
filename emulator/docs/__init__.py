"""The Docs API, for reading: a document is held as .docx, and written by Drive uploads."""

from emulator.docs import documents

__all__ = ["documents"]
