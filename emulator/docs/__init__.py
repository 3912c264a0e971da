"""The Docs API, for reading."""
