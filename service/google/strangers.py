"""What somebody sees who is not signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

from .retries import FAILURES
from .session import Session


def open_to_strangers(session: Session, address: str) -> bool:
    """True when `address` answers a stranger with a page, rather than a way to sign in.

    An address that cannot be reached counts as closed.
    """
    parts = urlsplit(address)
    if session.root:
        address = address.replace(f"{parts.scheme}://{parts.netloc}", session.root, 1)
    connection = session.stranger()
    connection.follow_redirects = False
    try:
        answer, _page = connection.request(address)
    except FAILURES:
        return False
    return bool(answer.status == 200)
