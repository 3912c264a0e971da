"""Gmail API v1, as far as Holdfast and its tests use it: send, list, get, labels, threads.

Reading order: mime (headers and parts; pure) · search (the q language; pure) · store (the
mailboxes, delivery) · messages, threads (the API) · reading (for the browser pages).

Known to differ from Google: no drafts, filters, own labels or history; no bounces, any address
may receive; the search knows the operators in `search` and takes others as words.
"""

from . import messages, threads

__all__ = ["messages", "threads"]
