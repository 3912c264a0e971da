"""Tabs that are protected while rows leave them: noted beforehand, so that none stays shut."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from service.casework.records import CASELOAD, OFFICE
from service.logs import log
from service.ports import GatewayError, Ledger, Sheets
from service.sheetwrite.write import settle_unjudged
from service.workbook.look import WorkbookSeen
from service.workbook.shown import look_at
from service.workbook.templates import WorkbookTemplate

from ..importing.writing import DataWriter, Overtaken, standing_protections

if TYPE_CHECKING:
    from ..sync import Run

PROTECTED: Final = "protected"  # the intent: its key is the workbook's file id


def settled_look(
    sheets: Sheets, ledger: Ledger, template: WorkbookTemplate, file_id: str, nonce: str
) -> WorkbookSeen:
    """A workbook as it stands, once a batch that was left unanswered has been judged."""
    seen = look_at(template, file_id, sheets.look)
    agreed = ledger.agreed_of("batch")
    judged = next((each.object_id for each in agreed if each.key == file_id), "")
    return settle_unjudged(sheets, ledger, seen, judged, nonce).seen or seen


def lift(
    sheets: Sheets, ledger: Ledger, template: WorkbookTemplate, file_id: str, nonce: str
) -> None:
    """Free what is protected still, and settle the intent. The fence moves on in any case, so that
    a batch of somebody who was held up protects nothing afterwards. Raises Overtaken, GatewayError:
    then it is tried again by whoever holds the school's lease next."""
    seen = settled_look(sheets, ledger, template, file_id, f"{nonce}.settle")
    held = standing_protections(sheets, template, file_id)
    DataWriter(sheets, ledger, seen, nonce).free(held)
    ledger.settle(PROTECTED, file_id)


def lift_protections(run: Run) -> None:
    """What somebody who was cut short has left protected. No call where there is nothing of the
    kind; a workbook that does not let itself be freed now is freed by the next run. Only for who
    holds the lease."""
    left = {key for kind, key in run.ledger.unsettled() if kind == PROTECTED}
    if not left:
        return
    sheets, templates = run.workspace.sheets, run.templates()
    for book, file_id in run.found().workbooks.items():
        if file_id not in left:
            continue
        try:
            lift(sheets, run.ledger, templates[book], file_id, f"{run.nonce}.{book}.lift")
        except (GatewayError, Overtaken) as error:
            log("protection_stands", logging.WARNING, book=book, reason=type(error).__name__)


def note_protections(run: Run) -> None:
    """After the ledger's loss: what stands protected still is noted again, so that the next run
    lifts it. One Sheets call for each of the two workbooks; raises GatewayError."""
    templates, workbooks = run.templates(), run.found().workbooks
    for book in (CASELOAD, OFFICE):
        if standing_protections(run.workspace.sheets, templates[book], workbooks[book]):
            run.ledger.intend(PROTECTED, workbooks[book], run.nonce)
