"""The Sheets API."""
