"""Drive v3: files and their contents, sharing, the change log; v2 as far as gspread needs it."""

from emulator.drive import about, files, listing, permissions

__all__ = ["about", "files", "listing", "permissions"]
