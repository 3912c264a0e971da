"""Writing into a sheet that people are editing: how one batch is put together.

The Sheets API has no compare-and-swap: a row can move between our look and our write. So every
batch, which Google applies as a whole or not at all,

1. takes down the fence of the epoch it looked at and puts up the next one (a named range): a
   batch built on an older look, or sent twice, is refused as a whole;
2. writes down in the hidden journal what it is about to do, and copies the rows and headings it
   is about to hit beside it; the answer brings them back, so we know what was really hit. If
   the answer is lost, the journal still stands in the sheet;
3. asks where the bound columns are at this very moment;
4. writes typed values by position, adds rows at the end, puts right by content
   (`findReplace` of text that exists only once) what went astray before.

What the answer means is decided in judging.py, what to do about it in mending.py.

The journal: column A holds the epoch, the nonce, and what is still to be put right; from row
SLOTS on, column B says what a slot is about, C the nonce, and D onwards is the copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from .edits import NUMBER_FORMATS, digest, typed
from .look import Raw, TabSeen, WorkbookSeen, column_letters, question
from .templates import JOURNAL, METADATA_KEY, WorkbookTemplate

Json = dict[str, Any]
TOKEN: Final = "… "  # begins the text that stands in a cell for the moment between two writes
SLOTS: Final = 64  # the journal's first slot row; above it, column A
KEPT_MOST: Final = SLOTS - 2
COPY: Final = 3  # the journal column at which a copied row begins
JOURNAL_ROWS: Final = 1000
JOURNAL_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Put:
    """One cell written by position. `old` is what we had read there. `unique`: `new` exists
    nowhere else, so it can be found again by its content; `final` is then what it becomes once
    it is known to stand in the right place (None: it is final already)."""

    column: str  # "" for a column of the staff's own
    index: int
    new: Raw
    old: Raw
    unique: bool = False
    final: str | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One row that is written to. `anchor` is text that tells the row from all others, "" when
    it has none yet; then the whole row must be what it was (`content`)."""

    tab: str
    position: int
    anchor: str
    content: str  # digest of all bound cells
    student: str  # digest of the Student cell, "" where there is none
    puts: tuple[Put, ...]
    edit: int = -1  # which edit it carries out; -1 for a repair


@dataclass(frozen=True, slots=True)
class Add:
    tab: str
    key: str
    cells: Mapping[str, Raw] = field(hash=False)
    edit: int = -1


@dataclass(frozen=True, slots=True)
class Follow:
    """`find` stands in exactly one cell, if at all: make it `replacement`."""

    tab: str
    find: str
    replacement: str
    edit: int = -1  # which edit it completes; -1 for a repair

    @property
    def lasting(self) -> bool:
        """Whether it may be tried again for ever: a token is never used a second time, but an id
        that stood in a wrong row may meanwhile stand in the right one."""
        return self.find.startswith(TOKEN)


@dataclass(frozen=True, slots=True)
class Batch:
    """One spreadsheets.batchUpdate. `places` is where each Follow's reply stands, `columns_at`
    where the reply stands that says where the columns are."""

    nonce: str
    epoch: int  # the epoch once it has landed
    body: Json = field(hash=False)
    follows: Mapping[int, Follow] = field(hash=False)
    columns_at: int
    kept: tuple[str, ...] = ()


def fence_id(template: WorkbookTemplate, epoch: int) -> str:
    return f"holdfast_{template.workbook}_{epoch}"


def fence(template: WorkbookTemplate, epoch: int) -> Json:
    """The named range of an epoch: the journal's first cell."""
    corner = {
        "sheetId": template.sheet_id(JOURNAL),
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    return {
        "namedRangeId": fence_id(template, epoch),
        "name": f"Holdfast_{epoch}",
        "range": corner,
    }


def journal_head(
    template: WorkbookTemplate, epoch: int, nonce: str, kept: Sequence[str] = ()
) -> Json:
    """The request that writes the journal's first column anew."""
    cells: list[Raw] = [float(epoch), nonce, *kept[:KEPT_MOST]]
    cells += [None] * (SLOTS - len(cells))
    return {
        "updateCells": {
            "start": {"sheetId": template.sheet_id(JOURNAL), "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [typed(cell)]} for cell in cells],
            "fields": "userEnteredValue",
        }
    }


def build(
    seen: WorkbookSeen,
    epoch: int,
    nonce: str,
    targets: Sequence[Target] = (),
    adds: Sequence[Add] = (),
    follows: Sequence[Follow] = (),
    kept: Sequence[str] = (),
    last: Sequence[Json] = (),
    *,
    fenced: bool = True,
) -> Batch:
    """The batch that carries all of this out on the workbook as `seen` at `epoch`.

    `kept` goes into the journal; `last` are requests to end with. `fenced` False puts up a fence
    where somebody has taken it away.
    """
    template = seen.template
    requests: list[Json] = []
    if fenced:
        requests.append({"deleteNamedRange": {"namedRangeId": fence_id(template, epoch)}})
    requests.append({"addNamedRange": {"namedRange": fence(template, epoch + 1)}})
    requests.append(journal_head(template, epoch + 1, nonce, kept))
    tabs = sorted({t.tab for t in targets} | {a.tab for a in adds})
    ordered = sorted(targets, key=lambda t: (t.tab, t.position))
    # What goes back by content goes first, so that the journal copies rows as they then are.
    places = {len(requests) + i: follow for i, follow in enumerate(follows)}
    requests.extend(_find_replace(template, follow) for follow in follows)
    requests.extend(_journal(seen, nonce, tabs, ordered, adds))
    columns_at = len(requests)
    requests.append(_where_columns_are())
    for target in ordered:
        requests.extend(_writes(template, target))
    for tab, added in groupby(sorted(adds, key=lambda a: a.tab), key=lambda a: a.tab):
        requests.append(_append(seen, seen.tabs[tab], list(added)))
    requests.extend(last)
    slots = len(tabs) + len(ordered) + len(adds)
    title = seen.journal.title if seen.journal else ""
    body: Json = {"requests": requests}
    if slots:
        end = f"{column_letters(COPY + _widest(seen, tabs) - 1)}{SLOTS + slots}"
        quoted = title.replace("'", "''")
        body |= {
            "includeSpreadsheetInResponse": True,
            "responseRanges": [f"'{quoted}'!B{SLOTS + 1}:{end}"],
            "responseIncludeGridData": True,
        }
    return Batch(nonce, epoch + 1, body, places, columns_at, tuple(kept[:KEPT_MOST]))


def recovery_question(seen: WorkbookSeen, grids: Iterable[str]) -> Json:
    """As `question`, and also the whole journal and every cell of the tabs `grids`."""
    body = question(seen.template)
    template = seen.template
    wanted = [template.sheet_id(tab) for tab in grids if seen.tabs[tab].title]
    if seen.journal:
        wanted.append(template.sheet_id(JOURNAL))
    body["dataFilters"] += [{"gridRange": {"sheetId": sheet_id}} for sheet_id in wanted]
    return body


def read_grid(answer: Mapping[str, Any], sheet_id: int) -> list[list[Raw]]:
    """Every cell of one sheet out of the answer to `recovery_question`, row by row."""
    for each in answer.get("valueRanges", ()):
        for asked in each.get("dataFilters", ()):
            if asked.get("gridRange", {}).get("sheetId") == sheet_id:
                columns = each["valueRange"].get("values", [])
                height = max((len(column) for column in columns), default=0)
                return [
                    [(c[i] if i < len(c) and c[i] != "" else None) for c in columns]
                    for i in range(height)
                ]
    return []


def _journal(
    seen: WorkbookSeen,
    nonce: str,
    tabs: Sequence[str],
    targets: Sequence[Target],
    adds: Sequence[Add],
) -> Iterator[Json]:
    """Clear the slots, say what each is about, copy what is about to be hit."""
    template = seen.template
    sheet_id = template.sheet_id(JOURNAL)
    rows = SLOTS + len(tabs) + len(targets) + len(adds)
    width = COPY + _widest(seen, tabs)
    if rows > JOURNAL_ROWS or width > JOURNAL_COLUMNS:
        size = {"rowCount": max(rows, JOURNAL_ROWS), "columnCount": max(width, JOURNAL_COLUMNS)}
        yield {
            "updateSheetProperties": {
                "properties": {"sheetId": sheet_id, "gridProperties": size},
                "fields": "gridProperties(rowCount,columnCount)",
            }
        }
    below = {"sheetId": sheet_id, "startRowIndex": SLOTS}
    yield {"updateCells": {"range": below, "fields": "userEnteredValue"}}
    about = [_about_tab(seen.tabs[tab]) for tab in tabs]
    about += [_about_target(target) for target in targets]
    about += [_about_add(seen.tabs[add.tab], add) for add in adds]
    if not about:
        return
    yield {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": SLOTS, "columnIndex": 1},
            "rows": [{"values": [typed(_compact(each)), typed(nonce)]} for each in about],
            "fields": "userEnteredValue",
        }
    }
    slot = SLOTS
    for tab in tabs:
        yield _copy(template, seen.tabs[tab], 0, 1, slot, width - COPY)
        slot += 1
    for tab, first, count in _stretches(targets):
        yield _copy(template, seen.tabs[tab], first, count, slot, width - COPY)
        slot += count


def _stretches(targets: Sequence[Target]) -> Iterator[tuple[str, int, int]]:
    """Rows that stand one below the other are copied together: (tab, first, count)."""
    run: list[Target] = []
    for target in targets:
        if run and (target.tab, target.position) == (run[-1].tab, run[-1].position + 1):
            run.append(target)
            continue
        if run:
            yield run[0].tab, run[0].position, len(run)
        run = [target]
    if run:
        yield run[0].tab, run[0].position, len(run)


def _copy(
    template: WorkbookTemplate, tab: TabSeen, first: int, count: int, slot: int, width: int
) -> Json:
    """Values only: a person's formula leaves its result, not a formula, in the journal."""
    # A tab may be narrower than the widest; its own width is at least its last bound column.
    width = min(width, max(tab.columns.values(), default=0) + 1)
    return {
        "copyPaste": {
            "source": _range(tab.sheet_id, first, count, 0, width),
            "destination": _range(template.sheet_id(JOURNAL), slot, count, COPY, width),
            "pasteType": "PASTE_VALUES",
        }
    }


def _range(sheet_id: int, row: int, rows: int, column: int, columns: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": column,
        "endColumnIndex": column + columns,
    }


def _widest(seen: WorkbookSeen, tabs: Iterable[str]) -> int:
    return max((i + 1 for tab in tabs for i in seen.tabs[tab].columns.values()), default=1)


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
    return "userEnteredValue,userEnteredFormat.numberFormat" if dated else "userEnteredValue"


def _cell(raw: Raw, kind: str, *, always: bool = False) -> Json:
    cell = typed(raw)
    pattern = NUMBER_FORMATS.get(kind)
    dated = kind in ("date", "time", "datetime") and isinstance(raw, int | float)
    if pattern and (dated or always):
        cell["userEnteredFormat"] = {"numberFormat": dict(pattern)}
    return cell


def _append(seen: WorkbookSeen, tab: TabSeen, adds: Sequence[Add]) -> Json:
    template = seen.template.by_key[tab.key]
    width = max(tab.columns.values()) + 1
    rows = []
    for add in adds:
        cells: list[Json] = [{} for _ in range(width)]
        for column, index in tab.columns.items():
            kind = template.by_key[column].kind
            cells[index] = _cell(add.cells.get(column), kind, always=True)
        rows.append({"values": cells})
    return {
        "appendCells": {
            "sheetId": tab.sheet_id,
            "rows": rows,
            "fields": "userEnteredValue,userEnteredFormat.numberFormat",
        }
    }


def _about_tab(tab: TabSeen) -> Json:
    return {"k": "tab", "t": tab.key, "x": dict(tab.columns), "h": dict(tab.headings)}


def _about_target(target: Target) -> Json:
    puts = []
    for put in target.puts:
        each: Json = {"c": put.column, "i": put.index, "o": digest(put.old), "d": digest(put.new)}
        each |= {"u": put.new} if put.unique else {}
        each |= {"f": put.final} if put.final is not None else {}
        each |= {"h": put.heading} if put.heading else {}
        puts.append(each)
    return {
        "k": "row",
        "t": target.tab,
        "p": target.position,
        "a": target.anchor,
        "r": target.content,
        "s": target.student,
        "w": puts,
        "e": target.edit,
    }


def _about_add(tab: TabSeen, add: Add) -> Json:
    cells = {column: digest(raw) for column, raw in add.cells.items() if raw is not None}
    used = {column: tab.columns[column] for column in cells}
    return {"k": "add", "t": add.tab, "a": add.key, "w": cells, "x": used, "e": add.edit}


def _compact(about: Json) -> str:
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))
