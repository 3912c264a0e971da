"""Writing into a sheet that people are editing: how one batch is put together.

The Sheets API has no compare-and-swap: a row can move between our look and our write. So every
batch, which Google applies as a whole or not at all,

1. puts up the fence of the next epoch (see fence.py): a batch built on an older look, or sent
   twice, is refused as a whole;
2. writes down in the hidden journal what it is about to do, and copies the rows and headings it
   is about to hit beside it; the answer brings them back, so we know what was really hit. If
   the answer is lost, the journal still stands in the sheet;
3. asks where the bound columns are at this very moment;
4. writes typed values by position, adds rows at the end, puts right by content
   (`findReplace` of text that exists only once) what went astray before.

The journal itself is in journal.py; what the answer means is decided in judging.py, what to do
about it in mending.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from service.workbook.edits import NUMBER_FORMATS, typed
from service.workbook.look import Raw, TabSeen, WorkbookSeen, column_letters
from service.workbook.templates import METADATA_KEY, WorkbookTemplate

from .fence import put_up
from .journal import (
    COPY,
    SLOTS,
    TOKEN,
    Add,
    Put,
    Target,
    fitting,
    journal_head,
    note,
    widest,
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Follow:
    """`find` stands in exactly one cell, if at all: make it `replacement`."""

    tab: str
    find: str
    replacement: str
    edit: int = -1  # which edit it completes; -1 for a repair
    # For a day, time or number: its kind, and the row in which it was put just now (-1: unknown).
    kind: str = field(default="", compare=False)
    position: int = field(default=-1, compare=False)

    @property
    def lasting(self) -> bool:
        """Whether it may be tried again for ever: a token is never used a second time, but an id
        that stood in a wrong row may meanwhile stand in the right one."""
        return self.find.startswith(TOKEN)


def outcome(follows: Sequence[Follow]) -> dict[tuple[str, str], str]:
    """(tab, text) -> what it has become once `follows` are carried out one after the other."""
    turned: dict[tuple[str, str], str] = {}
    for each in reversed(follows):
        turned[each.tab, each.find] = turned.get((each.tab, each.replacement), each.replacement)
    return turned


@dataclass(frozen=True, slots=True)
class Batch:
    """One spreadsheets.batchUpdate. `follows` is by where its reply stands, `columns_at` is where
    the reply stands that says where the columns are; `kept` is what the journal keeps with it."""

    nonce: str
    epoch: int  # the epoch once it has landed
    body: Json = field(hash=False)
    follows: Mapping[int, Follow] = field(hash=False)
    columns_at: int
    kept: tuple[str, ...] = ()


def build(
    seen: WorkbookSeen,
    epoch: int,
    nonce: str,
    targets: Sequence[Target] = (),
    adds: Sequence[Add] = (),
    follows: Sequence[Follow] = (),
    kept: Sequence[str] = (),
    last: Sequence[Json] = (),
) -> Batch:
    """The batch that carries all of this out on the workbook as `seen` at `epoch`.

    `kept` goes into the journal; `last` are requests to end with.
    """
    template = seen.template
    ranged = seen.journal is None or seen.journal.ranged
    requests: list[Json] = [
        put_up(template, epoch + 1, ranged=ranged),
        journal_head(template, epoch + 1, nonce, kept, ranged=ranged),
    ]
    tabs = sorted({t.tab for t in targets} | {a.tab for a in adds})
    ordered = sorted(targets, key=lambda t: (t.tab, t.position))
    # What goes back by content goes first, so that the journal copies rows as they then are.
    places = {len(requests) + i: follow for i, follow in enumerate(follows)}
    requests.extend(_find_replace(template, follow) for follow in follows)
    requests.extend(note(seen, nonce, tabs, ordered, adds))
    columns_at = len(requests)
    requests.append(_where_columns_are())
    for target in ordered:
        requests.extend(_writes(template, target))
    for tab, added in groupby(sorted(adds, key=lambda a: a.tab), key=lambda a: a.tab):
        requests.extend(_rows_below(seen, seen.tabs[tab], list(added)))
    requests.extend(last)
    slots = len(tabs) + len(ordered) + len(adds)
    title = seen.journal.title if seen.journal else ""
    body: Json = {"requests": requests}
    if slots:
        end = f"{column_letters(COPY + widest(seen, tabs, ordered) - 1)}{SLOTS + slots}"
        quoted = title.replace("'", "''")
        body |= {
            "includeSpreadsheetInResponse": True,
            "responseRanges": [f"'{quoted}'!B{SLOTS + 1}:{end}"],
            "responseIncludeGridData": True,
        }
    return Batch(nonce, epoch + 1, body, places, columns_at, fitting(kept))


def _where_columns_are() -> Json:
    """Changes nothing (they are visible to everybody already); the reply says where each bound
    column is at this point of the batch."""
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataKey": METADATA_KEY}}],
            "developerMetadata": {"visibility": "DOCUMENT"},
            "fields": "visibility",
        }
    }


def _find_replace(template: WorkbookTemplate, follow: Follow) -> Json:
    return {
        "findReplace": {
            "find": follow.find,
            "replacement": follow.replacement,
            "matchCase": True,
            "matchEntireCell": True,
            "sheetId": template.sheet_id(follow.tab),
        }
    }


def _writes(template: WorkbookTemplate, target: Target) -> Iterator[Json]:
    """One request per run of neighbouring cells that set the same properties."""
    tab = template.by_key[target.tab]
    run: list[Put] = []
    fields = ""

    def flush() -> Iterator[Json]:
        if run:
            start = {
                "sheetId": template.sheet_id(target.tab),
                "rowIndex": target.position,
                "columnIndex": run[0].index,
            }
            cells = [_cell(put.new, _kind(tab, put)) for put in run]
            yield {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}

    for put in sorted(target.puts, key=lambda put: put.index):
        wanted = _fields(put, _kind(tab, put))
        if run and (put.index != run[-1].index + 1 or wanted != fields):
            yield from flush()
            run = []
        run.append(put)
        fields = wanted
    yield from flush()


def _kind(tab: Any, put: Put) -> str:
    return tab.by_key[put.column].kind if put.column in tab.by_key else "any"


def _fields(put: Put, kind: str) -> str:
    """A date brings its format along; anything else leaves the cell's format alone."""
    dated = kind in ("date", "time", "datetime") and isinstance(put.new, int | float)
    along = dated or put.plain
    return "userEnteredValue,userEnteredFormat.numberFormat" if along else "userEnteredValue"


def _cell(raw: Raw, kind: str, *, always: bool = False) -> Json:
    cell = typed(raw)
    pattern = NUMBER_FORMATS.get(kind)
    dated = kind in ("date", "time", "datetime") and isinstance(raw, int | float)
    if pattern and (dated or always):
        cell["userEnteredFormat"] = {"numberFormat": dict(pattern)}
    return cell


def _rows_below(seen: WorkbookSeen, tab: TabSeen, adds: Sequence[Add]) -> Iterator[Json]:
    """New rows below the last one that says something. They are put in, so that nothing can
    stand in them, and take over formats and drop-downs from the blank row that they push down.
    Only at the end of the sheet they are appended: elsewhere nobody knows whether `appendCells`
    takes cells with a format or a tick box for data."""
    template = seen.template.by_key[tab.key]
    width = max(tab.columns.values()) + 1
    rows = []
    for add in adds:
        cells: list[Json] = [{} for _ in range(width)]
        for column, index in tab.columns.items():
            kind = template.by_key[column].kind
            cells[index] = _cell(add.cells.get(column), kind, always=True)
            if add.offers.get(column):
                cells[index]["dataValidation"] = _drop_down(add.offers[column])
        rows.append({"values": cells})
    # Elsewhere the drop-downs are the whole column's, and stay.
    offering = ",dataValidation" if any(add.offers for add in adds) else ""
    fields = f"userEnteredValue,userEnteredFormat.numberFormat{offering}"
    below = 1 + max((tab.head, *(row.position for row in (*tab.rows, *tab.spent))))
    if below >= tab.height:
        yield {"appendCells": {"sheetId": tab.sheet_id, "rows": rows, "fields": fields}}
        return
    span = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": below}
    span |= {"endIndex": below + len(rows)}
    yield {"insertDimension": {"range": span, "inheritFromBefore": False}}
    start = {"sheetId": tab.sheet_id, "rowIndex": below, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _drop_down(offers: Sequence[str]) -> Json:
    """Offers, and takes anything else too."""
    values = [{"userEnteredValue": text} for text in offers]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True}
