"""Gmail API v1, as far as Holdfast and its tests use it: send, list, get, labels, threads.

Reading order: mime (headers and parts; pure) · search (the q language; pure) · store (the
mailboxes, delivery) · messages, threads (the API) · reading (for the browser pages).
"""

from emulator.gmail import messages, threads

__all__ = ["messages", "threads"]
