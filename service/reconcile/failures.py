"""What could not be done: which sentence tells it, and in which workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from service.casework.records import CASELOAD, OFFICE, RESTRICTED

from .changes import Change, SendMail
from .gateways import Agreed, BadRequest, GatewayError, Missing, NotAllowed, Unreachable

T = TypeVar("T")
WAITS = "waits"


def twice(make: Callable[[], T]) -> T:
    """`make()`, and once more when its answer was lost. The second time it must look first
    whether the first had its effect (an intent without an end tells it to)."""
    try:
        return make()
    except Unreachable as error:
        if not error.maybe_applied:
            raise
        return make()


def waiting(change: Change) -> Agreed:
    """What waits for something else that failed: remembered, and not told beside it."""
    return Agreed("failure", f"{change.kind}|{change.key}", "", {"why": WAITS})


def failure_of(change: Change, error: GatewayError | None, code: str) -> Agreed:
    """What is remembered of a change that failed, until it succeeds: opaque, and enough to say
    on Attention what it was. `code` is the case it was about, "" where there is none."""
    book = OFFICE if isinstance(change, SendMail) else CASELOAD
    marks = {"kind": change.kind, "why": _reason(error), "code": code, "book": book}
    return Agreed("failure", f"{change.kind}|{change.key}", "", marks)


def refused_book(book: str) -> Agreed:
    """The same for a workbook that could not be written; Restricted's is told in Office."""
    told = OFFICE if book in (OFFICE, RESTRICTED) else CASELOAD
    marks = {"kind": "write_workbook", "why": "refused", "book": told}
    return Agreed("failure", f"write_workbook|{book}", "", marks)


def _reason(error: GatewayError | None) -> str:
    """Which sentence of failures: tells it."""
    match error:
        case Unreachable():
            return "unreachable"
        case NotAllowed():
            return "not_allowed"
        case Missing():
            return "missing"
        case BadRequest():
            return "refused"
    return "other"
