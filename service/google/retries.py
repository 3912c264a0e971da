"""What is tried again, how long, and what an error means in plain words.

Tried again: what surely had no effect (429 and other rate limits, a refused connection), and
what may have had one (5xx, time-out, dropped connection) only where repeating is safe: reads, and
writes that come out the same the second time. Waits grow, are jittered, heed Retry-After, and
end. Google's own message never becomes part of ours: it may quote what stands in a cell.
"""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httplib2
import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_any
from tenacity.stop import stop_before_delay
from tenacity.wait import wait_random_exponential

from service.ports import (
    TOO_FAST,
    AlreadyThere,
    BadRequest,
    GatewayError,
    Missing,
    NotAllowed,
    Stale,
    TokenExpired,
    Unreachable,
)

T = TypeVar("T")

RATE_LIMITS = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"}
PASSING = {408, 500, 502, 503, 504}
MINUTE_S = 61.0  # quotas are by the minute
AT_ONCE = 2  # refusals for speed after which the next minute is waited for
NEVER_SENT = (httplib2.ServerNotFoundError, ConnectionRefusedError)
DROPPED = (
    OSError,  # time-outs, resets, TLS
    ssl.SSLError,
    http.client.HTTPException,
    httplib2.HttpLib2Error,
    requests.RequestException,
    TransportError,
)
FAILURES = (HttpError, APIError, GoogleAuthError, *DROPPED)
# Which request of a batch was refused, and what it was: never what was in it.
WHICH = re.compile(r"(?i)requests\[\d+\](?:\.\w+)?")

LASTING: dict[int, tuple[type[GatewayError], str]] = {
    400: (BadRequest, "Google could not carry out this step as it was asked."),
    401: (NotAllowed, "Google did not accept Holdfast's sign-in. Ask IT to run `doctor`."),
    403: (NotAllowed, "Google does not allow Holdfast to do this. Ask IT to run `doctor`."),
    404: (Missing, "Google cannot find this: it was deleted, or is not shared with Holdfast."),
    409: (AlreadyThere, "This exists already."),
    410: (TokenExpired, "Google no longer remembers where we had stopped reading."),
    412: (Stale, "Somebody changed this at the same moment; Holdfast looks again."),
}


class Transient(Unreachable):
    """An Unreachable that knows how long Google asked us to wait (seconds, or None)."""

    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try. Seconds; `sleep` is handed in by tests."""

    attempts: int = 6
    first: float = 1.0
    longest: float = 64.0
    in_all: float = 200.0  # with one time-out more, still shorter than a lease
    sleep: Callable[[float], None] = time.sleep

    def call(self, send: Callable[[], T], *, changes: bool = False, safe: bool = True) -> T:
        """`send()`, tried again where that is right; raises a GatewayError in the end.

        `changes`: it writes, so a lost answer leaves doubt (`maybe_applied`).
        `safe`: it may be repeated even so.
        """
        doubt = False

        def attempt() -> T:
            nonlocal doubt
            try:
                return send()
            except Transient as error:
                doubt = error.maybe_applied = doubt or error.maybe_applied
                raise
            except FAILURES as error:
                meant = explain(error, changes)
                if isinstance(meant, Unreachable):
                    doubt = meant.maybe_applied = doubt or meant.maybe_applied
                raise meant from error

        def again(error: BaseException) -> bool:
            return (
                isinstance(error, Transient)
                and (safe or not error.maybe_applied)
                and (error.retry_after or 0) <= self.longest
            )

        retrying = Retrying(
            stop=stop_any(stop_after_attempt(self.attempts), stop_before_delay(self.in_all)),
            wait=self._wait,
            retry=retry_if_exception(again),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(attempt)

    def _wait(self, state: RetryCallState) -> float:
        """At least what Google asked for; jittered, so that many do not come back together."""
        jittered = wait_random_exponential(multiplier=self.first, max=self.longest)(state)
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Transient) else None
        too_fast = isinstance(error, Transient) and error.status == TOO_FAST
        if too_fast and asked is None and state.attempt_number > AT_ONCE:
            asked = min(MINUTE_S, self.longest)
        return jittered if asked is None else asked + min(jittered, self.first)


def explain(error: BaseException, changes: bool) -> GatewayError:
    """Any failure of Google's clients as a gateway error with a plain sentence."""
    if isinstance(error, HttpError):
        status, message, reason = int(error.resp.status), str(error.reason), _reason(error)
        return refusal(status, message, reason, error.resp.get("retry-after"), changes)
    if isinstance(error, APIError):
        status, reason = error.response.status_code, str(error.error.get("status", ""))
        message, asked = str(error.error.get("message", "")), error.response.headers
        return refusal(status, message, reason, asked.get("Retry-After"), changes)
    retryable = isinstance(error, TransportError) or getattr(error, "retryable", False)
    if isinstance(error, GoogleAuthError) and not retryable:
        kind, sentence = LASTING[401]
        return kind(sentence, 401, type(error).__name__)
    sent = changes and not isinstance(error, NEVER_SENT)
    return Transient(
        "Google could not be reached. Holdfast tries again at its next run.",
        0,
        type(error).__name__,
        maybe_applied=sent,
    )


def refusal(
    status: int, message: str, reason: str, asked: str | None, changes: bool
) -> GatewayError:
    """An HTTP error answer as a gateway error. `asked` is the Retry-After header."""
    limited = status == 429 or (status == 403 and reason in RATE_LIMITS)
    if limited or status in PASSING:
        transient = Transient(
            "Google asked Holdfast to slow down. It goes on at its next run."
            if limited
            else "Google had trouble for a moment. Holdfast tries again at its next run.",
            TOO_FAST if limited else status,
            reason,
            maybe_applied=changes and not limited,
        )
        transient.retry_after = _seconds(asked)
        return transient
    kind, sentence = LASTING.get(status, (GatewayError, "Google refused this step."))
    which = WHICH.search(message)
    return kind(sentence, status, f"{reason} {which[0]}".strip() if which else reason)


def _reason(error: HttpError) -> str:
    """Google's machine-readable word for it: `errors[0].reason`, or `status`."""
    details: Any = error.error_details
    if isinstance(details, list) and details and isinstance(details[0], dict):
        named = details[0].get("reason")
        if named:
            return str(named)
    found = re.search(rb'"status"\s*:\s*"([A-Z_]+)"', error.content or b"")
    return found[1].decode() if found else ""


def _seconds(asked: str | None) -> float | None:
    """Retry-After: seconds, or a date."""
    if not asked:
        return None
    if asked.strip().isdigit():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
