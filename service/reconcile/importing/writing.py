"""Rows put into Data and taken out of it, in fenced batches of at most `MOST` rows.

Thousands of rows would drown the journal by which single rows are written, and need none of it:
each says which file and line it came from, so that whatever an import cut short has left is found
by the next one, which brings the rest. Every batch goes through the workbook's fence all the same:
one that is built on an older look, or arrives twice, is refused as a whole.

New rows are put in, never written over others, so that it does not matter if people type, sort or
delete meanwhile. To take rows out it has to be known where they stand: the tab is protected first,
in a batch of its own, looked at again, and the last of the batches lifts the protection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from service.ports import Ledger, Sheets
from service.sheetwrite.fence import EVERY, FIELDS, outdated
from service.sheetwrite.growing import grow
from service.workbook.edits import NUMBER_FORMATS, typed
from service.workbook.look import Raw, TabSeen, WorkbookSeen
from service.workbook.templates import WorkbookTemplate, stable_id

from .standing import TabWork

MOST: Final = 4_000
CORRECTING: Final = "Holdfast is bringing in a corrected file. This ends by itself."
Json = dict[str, Any]
Look = Callable[[], WorkbookSeen]


class Overtaken(RuntimeError):
    """Somebody else wrote into the workbook, or Google's answer did not come: look again."""


@dataclass(slots=True)
class DataWriter:
    """Carries out the work on one workbook. `nonce` must never have been used before."""

    sheets: Sheets
    ledger: Ledger
    seen: WorkbookSeen
    nonce: str
    tell: Callable[[str, int, int], None] = lambda what, done, of: None
    last: str = ""  # the nonce of the last batch that was carried out
    _batches: int = 0

    def put_in(self, work: TabWork) -> None:
        """The new rows of a tab. Raises Overtaken, GatewayError; what was put in stays."""
        tab = self.seen.tabs[work.tab]
        below = 1 + max((tab.head, *(row.position for row in tab.rows)))
        height = tab.height
        for done in range(0, len(work.adds), MOST):
            self.tell(work.tab, done, len(work.adds))
            rows = work.adds[done : done + MOST]
            self._carry_out(list(_rows_below(self.seen, tab, rows, below, height)))
            below, height = below + len(rows), max(height, below) + len(rows)

    def protect(self, tabs: Sequence[str], says: str = CORRECTING) -> None:
        """Let nobody but Holdfast change these tabs, until `take_out` or `free`; `says` is why."""
        self._carry_out([_protection(self.seen.template, tab, says) for tab in tabs])

    def take_out(self, work: TabWork) -> None:
        """The rows that go, of a tab that is protected and was looked at since. The last batch
        lifts the protection."""
        parts = [work.gone[max(0, end - MOST) : end] for end in range(len(work.gone), 0, -MOST)]
        for number, rows in enumerate(parts, 1):
            self.tell(work.tab, (number - 1) * MOST, len(work.gone))
            requests = list(_without(self.seen.template, work.tab, rows))
            if number == len(parts):
                requests.append(_freed(self.seen.template, work.tab))
            self._carry_out(requests)

    def free(self, tabs: Sequence[str]) -> None:
        """Lift protections that an import which was cut short has left."""
        self._carry_out([_freed(self.seen.template, tab) for tab in tabs])

    def _carry_out(self, requests: list[Json]) -> None:
        self._batches += 1
        journal = self.seen.journal
        if journal is None:
            raise Overtaken
        nonce = f"{self.nonce}.{self._batches}"
        if self._batches == 1 and journal.epoch >= EVERY:
            answer = self.sheets.get(self.seen.file_id, FIELDS)
            requests = [*requests, *outdated(self.seen.template, answer, journal.epoch)]
        if not grow(self.sheets, self.ledger, self.seen, requests, nonce):
            raise Overtaken
        self.last = nonce
        self.seen = replace(
            self.seen, journal=replace(journal, epoch=journal.epoch + 1, nonce=nonce)
        )


def standing_protections(sheets: Sheets, template: WorkbookTemplate, file_id: str) -> list[str]:
    """The tabs that are protected still. One Sheets call."""
    answer = sheets.get(file_id, "sheets(protectedRanges(protectedRangeId))")
    there = {
        each.get("protectedRangeId")
        for sheet in answer.get("sheets", ())
        for each in sheet.get("protectedRanges", ())
    }
    return [tab.key for tab in template.tabs if _protection_id(template, tab.key) in there]


def _rows_below(
    seen: WorkbookSeen,
    tab: TabSeen,
    rows: Sequence[Mapping[str, Raw]],
    below: int,
    height: int,
) -> Iterator[Json]:
    """As rows of a journaled batch go: put in below the last one that says something. They take
    over formats and drop-downs from the blank row that they push down; at the very end of a sheet
    there is none, and they bring their formats."""
    template = seen.template.by_key[tab.key]
    width = max(tab.columns.values()) + 1
    formats = {
        index: {"userEnteredFormat": {"numberFormat": pattern}}
        for column, index in tab.columns.items()
        if (pattern := NUMBER_FORMATS.get(template.by_key[column].kind))
    }
    at_the_end = below >= height
    made = []
    for row in rows:
        cells: list[Json] = [{} for _ in range(width)]
        for column, index in tab.columns.items():
            cells[index] = typed(row.get(column))
            if at_the_end:
                cells[index] |= formats.get(index, {})
        made.append({"values": cells})
    if at_the_end:
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        yield {"appendCells": {"sheetId": tab.sheet_id, "rows": made, "fields": fields}}
        return
    span = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": below}
    span |= {"endIndex": below + len(made)}
    yield {"insertDimension": {"range": span, "inheritFromBefore": False}}
    start = {"sheetId": tab.sheet_id, "rowIndex": below, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": made, "fields": "userEnteredValue"}}
    for index, shown in formats.items():
        if shown["userEnteredFormat"]["numberFormat"]["type"] != "TEXT":
            of_column = {"sheetId": tab.sheet_id, "startRowIndex": below}
            of_column |= {"endRowIndex": below + len(made)}
            of_column |= {"startColumnIndex": index, "endColumnIndex": index + 1}
            fields = "userEnteredFormat.numberFormat"
            yield {"repeatCell": {"range": of_column, "cell": shown, "fields": fields}}


def _without(template: WorkbookTemplate, tab: str, rows: Sequence[int]) -> Iterator[Json]:
    """From the bottom, so that what is above stays where it was looked at."""
    run: list[int] = []
    for position in [*sorted(rows, reverse=True), -2]:
        if run and position != run[-1] - 1:
            span = {"sheetId": template.sheet_id(tab), "dimension": "ROWS"}
            yield {
                "deleteDimension": {
                    "range": {**span, "startIndex": run[-1], "endIndex": run[0] + 1}
                }
            }
            run = []
        run.append(position)


def protection_ids(template: WorkbookTemplate) -> frozenset[int]:
    """The ids of the protections that an import sets."""
    return frozenset(_protection_id(template, tab) for tab in template.by_key)


def _protection_id(template: WorkbookTemplate, tab: str) -> int:
    return stable_id(f"{template.workbook}/{tab}/import")


def _protection(template: WorkbookTemplate, tab: str, says: str) -> Json:
    return {
        "addProtectedRange": {
            "protectedRange": {
                "protectedRangeId": _protection_id(template, tab),
                "range": {"sheetId": template.sheet_id(tab)},
                "description": says,
                "warningOnly": False,
                "editors": {"users": []},
            }
        }
    }


def _freed(template: WorkbookTemplate, tab: str) -> Json:
    return {"deleteProtectedRange": {"protectedRangeId": _protection_id(template, tab)}}
