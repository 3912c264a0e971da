"""History: what a run did, where staff look. One row per act that a person would care about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.records import CASELOAD, OFFICE
from service.casework.wants import Say, Value
from service.keys import Keys
from service.ports import Agreed

from ..changes import (
    AppendRow,
    Change,
    ChangeCells,
    GrowWorkbook,
    ImportTabs,
    MakeProgressSheet,
    MakeWorkbook,
    PutDocument,
    PutEvent,
    PutShare,
    RefitProgressSheet,
    SendMail,
    SwitchModules,
    act_of,
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
) -> list[AppendRow]:
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
        row_id = keys.row_id("history", last_run, act_of(change))
        cells: dict[str, Value] = {
            "when": now,
            "who": say("history.holdfast"),
            "student": "" if home == OFFICE else name_of(code),
            "what": _what(change, say),
            "why": change.because,
            "link": "",
            "row_id": row_id,
        }
        rows.append(_line(row_id, home, cells, act_of(change)))
    return rows


def owed_rows(
    known: Iterable[Agreed],
    now: datetime,
    code_of: Callable[[str], str],
    name_of: Callable[[str], str],
    say: Say,
) -> list[AppendRow]:
    """The lines about acts that were done while Caseload could not be written, as `owe` noted
    them. Their reason is no longer known; the ledger keeps no sentences."""
    rows = []
    for owed in known:
        cells: dict[str, Value] = {
            "when": now,
            "who": say("history.holdfast"),
            "student": name_of(code_of(owed.marks["of"])),
            "what": say(f"history.{owed.marks['kind']}"),
            "why": say("history.told_later"),
            "link": "",
            "row_id": owed.key,
        }
        rows.append(_line(owed.key, CASELOAD, cells, ""))
    return rows


def owe(changes: Iterable[Change], done: Iterable[PutEvent | PutShare]) -> list[Agreed]:
    """What to remember of acts whose line could not be written, though they are done. `changes`
    hold the lines that were wanted."""
    lines = {row.tells: row for row in changes if isinstance(row, AppendRow) and row.tab == HISTORY}
    return [
        Agreed("owed", line.row_key, "", {"kind": change.kind, "of": _subject(change)})
        for change in done
        if (line := lines.get(act_of(change))) is not None
    ]


def told_beforehand(change: Change) -> bool:
    """Whether History tells of it before it is done: whoever is cut short in between finishes it
    without a second line."""
    return isinstance(change, PutEvent) or (isinstance(change, PutShare) and change.kind == "share")


def _line(row_id: str, home: str, cells: dict[str, Value], tells: str) -> AppendRow:
    because = str(cells["why"])
    return AppendRow(row_id, home, HISTORY, cells, because, "note_history", tells=tells)


def _home(change: Change) -> str | None:
    if change.kind in _QUIET:
        return None
    if isinstance(change, ChangeCells | AppendRow):
        book = change.row.workbook if isinstance(change, ChangeCells) else change.workbook
        return CASELOAD if book == CASELOAD else OFFICE
    if isinstance(change, SendMail | SwitchModules | MakeWorkbook | ImportTabs):
        return OFFICE
    if isinstance(change, GrowWorkbook):
        return CASELOAD if change.workbook == CASELOAD else OFFICE
    if isinstance(change, _IN_CASELOAD):
        return CASELOAD
    return None


def _what(change: Change, say: Say) -> str:
    """What was done, in a few words; a document is called by its name."""
    if isinstance(change, PutDocument) and change.want.kind != ACTION_PLAN:
        return say(f"{change.want.kind}.{change.kind}")
    return say(f"history.{change.kind}")


def _subject(change: Change) -> str:
    if isinstance(change, ChangeCells):
        return change.row.row_id
    if isinstance(change, AppendRow):
        return change.row_key
    return change.key
