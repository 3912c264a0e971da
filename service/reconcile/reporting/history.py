"""History: what a run did, where staff look. One row per act that a person would care about; many
like acts share one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from service.casework.records import CASELOAD, OFFICE
from service.casework.wants import Value
from service.keys import Keys
from service.ports import Agreed

from ..changes import (
    AppendRow,
    BinTwin,
    Change,
    ChangeCells,
    GrowProgressSheet,
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
from .history_words import Known, Words, subject_of

HISTORY = "history"
TOLD = "told"  # the ledger's kind for an act that stands in History on a line with others
MANY = 10  # so many like acts of one run are told on one line
_SHEETS = (MakeProgressSheet, RefitProgressSheet, GrowProgressSheet)
_IN_CASELOAD = (PutEvent, PutDocument, *_SHEETS, PutShare, BinTwin)
# Figures that are only worked out anew are not worth a line of history.
_QUIET = ("set_cells", "ask", "ask_again", "settle_question", "give_id")


def history_rows(
    changes: Iterable[Change], now: datetime, last_run: str, words: Words, keys: Keys
) -> list[AppendRow]:
    """The History rows of one run: one per act, but many like acts have one together. Safety
    referrals leave a line without any name.

    `last_run` is the last run that came to its end: a line has the same id in every run until
    one does, so that what a run that was cut short had noted is not noted again. What was noted
    together is remembered act by act (`told`), for the run that goes on may have fewer of them.
    """
    told = {agreed.key for (kind, _), agreed in words.known.items() if kind == TOLD}
    lines: list[AppendRow] = []
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        home = _home(change)
        if home is None or _told_key(keys, last_run, change) in told:
            continue
        if told_together(change):
            alike.setdefault((home, like(change)), []).append(change)
        else:
            lines.append(_one(change, home, now, last_run, words, keys))
    for (home, _), group in alike.items():
        if len(group) < MANY:
            lines += [_one(change, home, now, last_run, words, keys) for change in group]
        else:
            lines.append(_many(group, home, now, last_run, words, keys))
    return lines


def _one(
    change: Change, home: str, now: datetime, last_run: str, words: Words, keys: Keys
) -> AppendRow:
    act = act_of(change)
    row_id = keys.row_id("history", last_run, act)
    cells: dict[str, Value] = {
        "when": now,
        "who": words.who(change),
        "student": words.student(change),
        "what": words.what(change),
        "why": change.because,
        "link": words.link(change),
        "row_id": row_id,
    }
    return _line(row_id, home, cells, (act,))


def _many(
    group: list[Change], home: str, now: datetime, last_run: str, words: Words, keys: Keys
) -> AppendRow:
    """One line of many acts; it leads to the first, and names students or recipients."""
    acts = tuple(sorted(map(act_of, group)))
    row_id = keys.row_id("history", last_run, *acts)
    reasons = {change.because for change in group}
    cells: dict[str, Value] = {
        "when": now,
        "who": words.who(group[0]),
        "student": words.students(group),
        "what": words.many(group),
        "why": reasons.pop() if len(reasons) == 1 else words.reasons(group),
        "link": words.link(group[0]),
        "row_id": row_id,
    }
    told = (Agreed(TOLD, _told_key(keys, last_run, change)) for change in group)
    return replace(_line(row_id, home, cells, acts), agree=tuple(told))


def _told_key(keys: Keys, last_run: str, change: Change) -> str:
    return keys.row_id("history", last_run, act_of(change))


def owed_rows(known: Iterable[Agreed], now: datetime, words: Words) -> list[AppendRow]:
    """The lines about acts that were done while Caseload could not be written, as `owe` noted
    them. Their reason is no longer known; the ledger keeps no sentences."""
    say = words.context.say
    rows = []
    for owed in known:
        what, count = say(f"history.{owed.marks['kind']}"), owed.marks.get("count", "")
        cells: dict[str, Value] = {
            "when": now,
            "who": say("history.holdfast"),
            "student": words.name(words.code(owed.marks["of"])) if not count else "",
            "what": say("history.many", what=what, count=count) if count else what,
            "why": say("history.told_later"),
            "link": "",
            "row_id": owed.key,
        }
        rows.append(_line(owed.key, CASELOAD, cells, ()))
    return rows


def owe(changes: Iterable[Change], done: Iterable[PutEvent | PutShare]) -> list[Agreed]:
    """What to remember of acts whose line could not be written, though they are done. `changes`
    hold the lines that were wanted."""
    lines = {
        act: row
        for row in changes
        if isinstance(row, AppendRow) and row.tab == HISTORY
        for act in row.tells
    }
    of_line: dict[str, list[Change]] = {}
    for change in done:
        if (line := lines.get(act_of(change))) is not None:
            of_line.setdefault(line.row_key, []).append(change)
    return [Agreed("owed", key, "", _owing(acts)) for key, acts in of_line.items()]


def _owing(acts: list[Change]) -> dict[str, str]:
    marks = {"kind": acts[0].kind, "of": subject_of(acts[0])}
    return marks | ({"count": str(len(acts))} if len(acts) > 1 else {})


def told_of_run(changes: Iterable[Change], known: Known) -> set[tuple[str, str]]:
    """What is remembered of lines with many acts until their run is over."""
    noted = {
        (agreed.kind, agreed.key)
        for change in changes
        if isinstance(change, AppendRow) and change.tab == HISTORY
        for agreed in change.agree
    }
    return noted | {(kind, key) for kind, key in known if kind == TOLD}


def told_beforehand(change: Change) -> bool:
    """Whether History tells of it before it is done: whoever is cut short in between finishes it
    without a second line."""
    return isinstance(change, PutEvent) or (isinstance(change, PutShare) and change.kind == "share")


def told_together(change: Change) -> bool:
    """What may stand on one line with its like: rows that are written in one batch, and what is
    told before it is done. A file that could not be made is missing from its line at once."""
    return isinstance(change, AppendRow | ChangeCells) or told_beforehand(change)


def like(change: Change) -> str:
    return f"{change.kind}|{change.tab if isinstance(change, AppendRow) else ''}"


def _line(row_id: str, home: str, cells: dict[str, Value], tells: tuple[str, ...]) -> AppendRow:
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
