"""What could not be done: which sentence tells it, and in which workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from service.casework.records import CASELOAD, OFFICE, PROGRESS
from service.ports import (
    TOO_FAST,
    Agreed,
    BadRequest,
    GatewayError,
    Missing,
    NotAllowed,
    Unreachable,
)
from service.sheetwrite.written import Written
from service.workbook.look import is_given

from ..changes import Change, MakeWorkbook, PutDocument, SendMail
from ..documents.document_templates import TEMPLATE

T = TypeVar("T")
WAITS, DOUBTFUL = "waits", "doubtful"
LATER = (
    "later"  # Google's patience was at an end; it is done in a later minute, and nobody is asked
)


class Doubtful(GatewayError):
    """Nobody can say whether a mail has gone: the answer was lost, and Sent may not be searched."""


def mail_question(record_key: str) -> str:
    """The key of the question that Attention asks about a doubtful mail."""
    return f"failed:send_mail|{record_key}"


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
    book = OFFICE if isinstance(change, SendMail | MakeWorkbook) else CASELOAD
    marks = {"kind": change.kind, "why": _reason(error), "code": code, "book": book}
    if isinstance(change, SendMail) and isinstance(error, Doubtful):
        marks["reference"] = change.reference
    if marks["why"] == TEMPLATE and isinstance(change, PutDocument):
        marks[TEMPLATE] = change.want.kind
    return Agreed("failure", f"{change.kind}|{change.key}", "", marks)


def failures_of(written: Written) -> list[Agreed]:
    """The same for a workbook that could not be written, which is told in another one, and for
    rows of it in which something of ours may still stand in a wrong cell. Restricted's are told
    in Office."""
    if written.seen is None:
        return []
    book = written.seen.key
    told = CASELOAD if book in (CASELOAD, PROGRESS) else OFFICE
    marks = {"kind": "write_workbook", "book": told}
    found = [
        Agreed(
            "failure",
            f"unsure|{book}/{tab}/{row_id if is_given(row_id) else ''}",
            "",
            {**marks, "why": "unsure", "tab": tab, "row": row_id if is_given(row_id) else ""},
        )
        for tab, row_id in sorted(written.unsure)
    ]
    if written.refused:
        marks["book"] = CASELOAD if book == OFFICE else OFFICE
        found.append(Agreed("failure", f"write_workbook|{book}", "", {**marks, "why": "refused"}))
    return found


def _reason(error: GatewayError | None) -> str:
    """Which sentence of failures: tells it."""
    match error:
        case Doubtful():
            return DOUBTFUL
        case Unreachable(status=status) if status == TOO_FAST:
            return LATER
        case Unreachable():
            return "unreachable"
        case NotAllowed():
            return "not_allowed"
        case Missing():
            return "missing"
        case BadRequest(reason="template"):
            return TEMPLATE
        case BadRequest():
            return "refused"
    return "other"
