"""The Drive API."""
