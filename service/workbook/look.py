"""One look at a workbook: every bound column in one call, whatever people renamed or moved.

`question` asks for each column by its developer metadata; `read_look` puts the answer together
again as tabs and rows of raw cells. The journal's first column comes with it: it says which
epoch the workbook is in (see protocol.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from .spelling import fold, spellings_of
from .templates import JOURNAL, Tab, WorkbookTemplate

Raw = str | int | float | bool | None
ATTENTION = "attention"
_LOWEST_HEADING = 3  # rows (0-based) in which headings that moved are looked for
HEAD = "head"  # the journal's bound column
# By metadata id: the tab's title, the column's index, its cells, and how many rows the tab has.
Found = dict[int, tuple[str, int, list[Any], int]]
# The columns that Holdfast fills with ids, and what such an id looks like.
GIVEN = ("row_id", "case_code", "referral_id")
AN_ID = re.compile(r"hf-[\w-]{1,60}|[CR]-\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowSeen:
    """One row that is not blank. `position` is its 0-based row index in the sheet (the heading
    row is 0); `cells` holds every bound column that is still there, None where blank."""

    position: int
    cells: Mapping[str, Raw] = field(hash=False)

    def text(self, column: str) -> str:
        """The cell as trimmed text; a whole number without its ".0"."""
        value = self.cells.get(column)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return str(int(value)) if value == int(value) else str(value)


@dataclass(frozen=True, slots=True)
class TabSeen:
    """One tab. `columns` is where each bound column stands now (0-based), `headings` what people
    call it now, `gone` the bound columns that are no longer there."""

    key: str
    sheet_id: int
    title: str
    columns: Mapping[str, int] = field(hash=False)
    headings: Mapping[str, str] = field(hash=False)
    gone: tuple[str, ...] = ()
    rows: tuple[RowSeen, ...] = ()
    identity: str = ""
    # What doubtful numbers show, by (position, column): see shown.py.
    shown: Mapping[tuple[int, str], str] = field(default_factory=dict, hash=False)
    head: int = 0  # the row of the headings (0-based): not the first where a title was put above
    height: int = 0  # rows that the sheet has, blank ones included; 0 where Google did not say
    spent: tuple[RowSeen, ...] = ()  # settled Attention rows: blank but for their hidden id

    def row_id(self, row: RowSeen) -> str:
        """The row's own id ("" while it has none, or on a tab whose rows have none). What a
        person typed or pasted where the id belongs is none: it might say anything."""
        text = row.text(self.identity) if self.identity else ""
        return "" if self.identity in GIVEN and not is_given(text) else text


@dataclass(frozen=True, slots=True)
class JournalSeen:
    """The first column of the hidden journal: epoch, nonce of the last batch, what is kept.
    `ranged`: whether its epochs are fenced by named ranges (the epoch is then a number)."""

    epoch: int
    nonce: str
    kept: tuple[str, ...] = ()
    title: str = ""
    ranged: bool = True


@dataclass(frozen=True, slots=True)
class WorkbookSeen:
    """One workbook as it was at one moment. `journal` is None when people removed it."""

    template: WorkbookTemplate = field(hash=False, repr=False)
    file_id: str
    tabs: Mapping[str, TabSeen] = field(hash=False)
    journal: JournalSeen | None = None

    @property
    def key(self) -> str:
        return self.template.workbook

    def standing(self, tab_key: str) -> tuple[RowSeen, ...]:
        """The rows of a tab that say something still. A row in which a person has blanked every
        cell of theirs does not, whatever its hidden cells hold; a row of a tab that Holdfast
        fills (its first column says so) stands while it has its id."""
        template = self.template.by_key[tab_key]
        keys = [column.key for column in template.columns if not column.service]
        if template.columns[0].service:
            keys = [template.identity] if template.identity else [c.key for c in template.columns]
        return tuple(
            row
            for row in self.tabs[tab_key].rows
            if any(row.cells.get(key) not in (None, "") for key in keys)
        )


def is_given(text: str) -> bool:
    """Whether `text` reads like an id of Holdfast's: Row ID, case code or referral id."""
    return AN_ID.fullmatch(text) is not None


def question(template: WorkbookTemplate) -> dict[str, Any]:
    """The body of `spreadsheets.values.batchGetByDataFilter` that reads the whole workbook."""
    wanted = [template.metadata_id(t.key, c.key) for t in template.tabs for c in t.columns]
    wanted.append(template.metadata_id(JOURNAL, HEAD))
    return {
        "dataFilters": [{"developerMetadataLookup": {"metadataId": each}} for each in wanted],
        "majorDimension": "COLUMNS",
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
    }


def read_look(template: WorkbookTemplate, file_id: str, answer: Mapping[str, Any]) -> WorkbookSeen:
    """The workbook that `answer` (to `question(template)`) shows. Never raises on odd cells; a
    column that did not answer is listed as gone, a blank row is left out."""
    found: Found = {}
    for each in answer.get("valueRanges", ()):
        title, index, height = _place(each["valueRange"]["range"])
        columns = each["valueRange"].get("values") or [[]]
        for asked in each.get("dataFilters", ()):
            metadata_id = asked.get("developerMetadataLookup", {}).get("metadataId")
            if metadata_id is not None:
                found[int(metadata_id)] = (title, index, columns[0], height)
    tabs = {tab.key: _tab(template, tab, found) for tab in template.tabs}
    return WorkbookSeen(template, file_id, MappingProxyType(tabs), _journal(template, found))


def cell_place(tab: TabSeen, position: int, column: str) -> str:
    """The part of a spreadsheet's address that leads to a cell: "gid=7&range=C5"."""
    letters = column_letters(tab.columns.get(column, 0))
    return f"gid={tab.sheet_id}&range={letters}{position + 1}"


def column_letters(index: int) -> str:
    """0 -> "A", 27 -> "AB"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _tab(template: WorkbookTemplate, tab: Tab, found: Found) -> TabSeen:
    title, height, gone = "", 0, []
    columns: dict[str, int] = {}
    values: list[list[Any]] = []
    for column in tab.columns:
        answer = found.get(template.metadata_id(tab.key, column.key))
        if answer is None:
            gone.append(column.key)
            continue
        title, columns[column.key], cells, height = answer
        values.append(cells)
    keys = tuple(columns)
    head = _heading_row(tab, keys, values)
    headings = {
        key: str(cells[head]).strip() if len(cells) > head else ""
        for key, cells in zip(keys, values, strict=True)
    }
    rows = tuple(row for row in _rows(keys, values) if row.position > head)
    spent: tuple[RowSeen, ...] = ()
    if tab.key == ATTENTION:
        spent = tuple(row for row in rows if _says_only(row, tab.identity))
        rows = tuple(row for row in rows if not _says_only(row, tab.identity))
    return TabSeen(
        key=tab.key,
        sheet_id=template.sheet_id(tab.key),
        title=title,
        columns=MappingProxyType(columns),
        headings=MappingProxyType(headings),
        gone=tuple(gone),
        rows=rows,
        identity=tab.identity,
        spent=spent,
        head=head,
        height=height,
    )


def _heading_row(tab: Tab, keys: Sequence[str], columns: Sequence[list[Any]]) -> int:
    """Where the headings stand: the first row, unless most of them are found a little below, as
    when somebody puts a title above them."""
    named = {column.key: column.heading for column in tab.columns}

    def alike(row: int) -> int:
        return sum(
            fold(str(cells[row])) in {fold(each) for each in spellings_of(named[key])}
            for key, cells in zip(keys, columns, strict=True)
            if len(cells) > row and cells[row]
        )

    enough = max(2, len(keys) / 2)
    if not keys or alike(0) >= enough:
        return 0
    return next((row for row in range(1, _LOWEST_HEADING + 1) if alike(row) >= enough), 0)


def _rows(keys: Sequence[str], columns: Sequence[list[Any]]) -> tuple[RowSeen, ...]:
    """Rows from columns. This is the hot path of a look: one list pass per column, one dict per
    row, nothing else."""
    cleaned = [[None if value == "" else value for value in column] for column in columns]
    seen = enumerate(zip_longest(*cleaned))
    next(seen, None)  # the heading row
    blank = (None,) * len(keys)
    return tuple(
        RowSeen(position, dict(zip(keys, values, strict=True)))
        for position, values in seen
        if values != blank
    )


def _says_only(row: RowSeen, column: str) -> bool:
    return all(value is None or key == column for key, value in row.cells.items())


def _journal(template: WorkbookTemplate, found: Found) -> JournalSeen | None:
    answer = found.get(template.metadata_id(JOURNAL, HEAD))
    if answer is None:
        return None
    title, _, cells, _ = answer
    head = [*cells, "", ""][:2]
    told = str(head[0])
    ranged = not isinstance(head[0], str) or not told.isascii() or not told.isdigit()
    epoch = int(head[0]) if isinstance(head[0], int | float) or not ranged else -1
    kept = tuple(str(each) for each in cells[2:] if each)
    return JournalSeen(epoch, str(head[1]), kept, title, ranged)


def _place(a1: str) -> tuple[str, int, int]:
    """The tab's title, the column's index and how far down it goes (0: not said) in a range like
    "'My tab'!C1:C1000" or "Tab!C:C"."""
    title, _, cells = a1.rpartition("!")
    if title.startswith("'") and title.endswith("'"):
        title = title[1:-1].replace("''", "'")
    match = re.match(r"\$?([A-Z]+)", cells)
    index = 0
    for letter in match[1] if match else "A":
        index = index * 26 + ord(letter) - 64
    last = re.search(r":\$?[A-Z]+\$?(\d+)$", cells)
    return title, index - 1, int(last[1]) if last else 0
