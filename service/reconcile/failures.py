"""What could not be done: which sentence tells it, and in which workbook."""

from __future__ import annotations

from service.casework.records import CASELOAD, RESTRICTED

from .changes import Change, SendMail
from .gateways import BadRequest, GatewayError, Missing, NotAllowed, Unreachable


def reason_of(error: GatewayError | None) -> str:
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


def told_about(change: Change) -> str:
    if isinstance(change, SendMail):
        return "office"
    return "caseload"


def told_in(book: str) -> str:
    return "office" if book in ("office", RESTRICTED) else CASELOAD
