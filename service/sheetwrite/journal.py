"""The journal: a hidden tab in which every write leaves its trace before it happens.

Column A holds the epoch, the nonce of the last batch, and what is still to be put right; from row
SLOTS on, column B says what a slot is about, C the nonce, and from D on stands the copy of a row
as it was just before it was written to. The fence is in fence.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from service.workbook.edits import digest, typed
from service.workbook.look import AN_ID, Raw, TabSeen, WorkbookSeen, question
from service.workbook.templates import JOURNAL, WorkbookTemplate

Json = dict[str, Any]
TOKEN: Final = "… "  # begins the text that stands in a cell for the moment between two writes
# A whole cell that says this was written by us: by which batch, and its number or an id.
OURS: Final = re.compile(rf"{TOKEN}\S+\.\d+\.(?:\d+|{AN_ID.pattern})", re.ASCII)
SLOTS: Final = 64  # the journal's first slot row; above it, column A
KEPT_CELLS: Final = SLOTS - 2  # so many of them hold what is still to be put right
CHUNK: Final = 20_000  # characters in each: less than Sheets allows, whatever it counts
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
    plain: bool = False  # whether the number format that came with our value goes too


@dataclass(frozen=True, slots=True)
class Target:
    """One row that is written to. `anchor` is text that tells the row from all others, "" when
    it has none yet; then the whole row must be what it was (`content`). `reach`: so many columns
    have to be copied for it, for the anchor may stand far to the right of what is bound."""

    tab: str
    position: int
    anchor: str
    content: str  # row_digest of all bound cells
    student: str  # digest of the Student cell, "" where there is none
    puts: tuple[Put, ...]
    edit: int = -1  # which edit it carries out; -1 for a repair
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Add:
    tab: str
    key: str
    cells: Mapping[str, Raw] = field(hash=False)
    edit: int = -1
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


def journal_head(
    template: WorkbookTemplate,
    epoch: int,
    nonce: str,
    kept: Sequence[str] = (),
    *,
    ranged: bool = True,
) -> Json:
    """The request that writes the journal's first column anew. `ranged`: see fence.py."""
    text = "".join(fitting(kept))
    chunks = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
    cells: list[Raw] = [float(epoch) if ranged else str(epoch), nonce, *chunks]
    cells += [None] * (SLOTS - len(cells))
    return {
        "updateCells": {
            "start": {"sheetId": template.sheet_id(JOURNAL), "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [typed(cell)]} for cell in cells],
            "fields": "userEnteredValue",
        }
    }


def fitting(kept: Iterable[str]) -> tuple[str, ...]:
    """As much of what is still to be put right as the journal's first column holds."""
    room, found = KEPT_CELLS * CHUNK, []
    for item in kept:
        room -= len(item)
        if room >= 0:
            found.append(item)
    return tuple(found)


def unpacked(cells: Iterable[str]) -> tuple[str, ...]:
    """What `journal_head` has put into the first column, one by one. Each begins alike, and
    nothing within it does: there a quotation mark is escaped."""
    return tuple(each for each in re.split(r'(?=\{"k":)', "".join(cells)) if each)


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


def note(
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
    width = COPY + widest(seen, tabs, targets)
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
    widths = {tab: widest(seen, (tab,), (t for t in targets if t.tab == tab)) for tab in tabs}
    for tab in tabs:
        yield _copy(template, seen.tabs[tab], 0, 1, slot, widths[tab])
        slot += 1
    for tab, first, count in _stretches(targets):
        yield _copy(template, seen.tabs[tab], first, count, slot, widths[tab])
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


def widest(seen: WorkbookSeen, tabs: Iterable[str], targets: Iterable[Target]) -> int:
    """How many columns are copied: all that are bound, are written to, or tell the row."""
    bound = [i + 1 for tab in tabs for i in seen.tabs[tab].columns.values()]
    own = [i for each in targets for i in (each.reach, *(put.index + 1 for put in each.puts))]
    return max((*bound, *own), default=1)


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
