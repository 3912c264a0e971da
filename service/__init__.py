"""Holdfast: a school's student-support casework, kept in step inside Google Workspace."""
