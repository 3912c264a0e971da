"""Gmail API v1, as far as Holdfast and its tests use it: send, list, get, drafts,
labels, threads.

Reading order: mime (headers and parts; pure) · search (the q language; pure) · store (the
mailboxes, delivery) · messages, drafts, threads (the API) · reading (for the browser pages).

Known to differ from Google: a draft cannot be changed; no filters, own labels or history; no
bounces, any address may receive; the search knows the operators in `search` and takes others as
words.
"""

from . import drafts, messages, threads

__all__ = ["drafts", "messages", "threads"]
