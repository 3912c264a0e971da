"""History: what a run did, where staff look. One row per act that a person would care about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from service.casework.records import CASELOAD, OFFICE, RESTRICTED
from service.casework.wants import Say, Value
from service.keys import Keys

from .changes import (
    AddRow,
    Change,
    MakeProgressSheet,
    PutDocument,
    PutEvent,
    PutShare,
    RefitProgressSheet,
    SendMail,
    SetCells,
)

HISTORY = "history"
_IN_CASELOAD = (PutEvent, PutDocument, MakeProgressSheet, RefitProgressSheet, PutShare)
# Figures that are only worked out anew are not worth a line of history.
_QUIET = ("set_cells", "ask", "ask_again", "settle_question", "give_id")


def history_rows(
    changes: Iterable[Change],
    now: datetime,
    last_run: str,
    code_of: Callable[[str], str],
    name_of: Callable[[str], str],
    say: Say,
    keys: Keys,
) -> list[AddRow]:
    """One History row per act. `code_of`: row id or ledger key -> case code; `name_of`: code ->
    the name as it reads in Caseload. Safety referrals leave a line without any name.

    `last_run` is the last run that came to its end: a line has the same id in every run until
    one does, so that what a run that was cut short had noted is not noted again.
    """
    rows = []
    for change in changes:
        home = _home(change)
        if home is None:
            continue
        code = code_of(_subject(change))
        which = change.because if isinstance(change, PutShare) else ""
        row_id = keys.row_id("history", last_run, change.kind, change.key, which)
        cells: dict[str, Value] = {
            "when": now,
            "who": say("history.holdfast"),
            "student": "" if home == OFFICE else name_of(code),
            "what": say(f"history.{change.kind}"),
            "why": change.because,
            "link": "",
            "row_id": row_id,
        }
        rows.append(AddRow(row_id, home, HISTORY, cells, change.because, "note_history"))
    return rows


def _home(change: Change) -> str | None:
    if change.kind in _QUIET:
        return None
    if isinstance(change, SetCells | AddRow):
        book = change.row.workbook if isinstance(change, SetCells) else change.workbook
        return OFFICE if book in (OFFICE, RESTRICTED) else CASELOAD
    if isinstance(change, SendMail):
        return OFFICE
    if isinstance(change, _IN_CASELOAD):
        return CASELOAD
    return None


def _subject(change: Change) -> str:
    if isinstance(change, SetCells):
        return change.row.row_id
    if isinstance(change, AddRow):
        return change.row_key
    return change.key
