"""The Forms API."""
