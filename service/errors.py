"""What can come of a call to Google. `sentence` is fit for a teacher."""

from __future__ import annotations

TOO_FAST = 429  # every refusal for speed has this status, whichever of its two Google chose


class GatewayError(Exception):
    """Google did not do what was asked. `sentence` is fit for a teacher; `status` is HTTP's, or
    TOO_FAST."""

    def __init__(self, sentence: str, status: int = 0, reason: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.reason = reason


class Unreachable(GatewayError):
    """Transient: 429, 5xx, time-out or dropped connection, still there after bounded retries.

    `maybe_applied` is true when the change may have happened although no answer came.
    """

    def __init__(
        self, sentence: str, status: int = 0, reason: str = "", maybe_applied: bool = False
    ) -> None:
        super().__init__(sentence, status, reason)
        self.maybe_applied = maybe_applied


class NotAllowed(GatewayError):
    """401 or 403 that waiting does not mend."""


class Missing(GatewayError):
    """404: the thing is not there, or not for us."""


class AlreadyThere(GatewayError):
    """409: something with this id exists."""


class Stale(GatewayError):
    """412: it changed since we looked (If-Match)."""


class TokenExpired(GatewayError):
    """410: the sync token is too old; look at everything again."""


class BadRequest(GatewayError):
    """400: Google refused the request itself (a fence that has moved on is one of these)."""
