"""The rows of Data as they stand, and what files add to them or take the place of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.casework.signals.files.cell_values import read_day, read_number, serial
from service.casework.signals.files.heading_words import TAB_OF
from service.casework.signals.files.merging import Merged, Standing, TabRows
from service.casework.signals.files.reading import FileRead
from service.casework.signals.files.who import Students
from service.workbook.data_words import columns_of, our_words
from service.workbook.look import Raw, RowSeen, WorkbookSeen
from service.workbook.templates import Column

MARK = "imported_from"


@dataclass(frozen=True, slots=True)
class TabWork:
    """What is to be done on one tab: rows to put in, as cells by column, and where rows stand that
    go (positions, from the top)."""

    tab: str
    adds: tuple[Mapping[str, Raw], ...] = field(hash=False)
    gone: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.adds or self.gone)


def merge(
    seen: WorkbookSeen | None, files: Sequence[FileRead], students: Students
) -> tuple[list[Merged], list[TabWork]]:
    """What of each file is new, and what that comes to on each tab. `seen` None: nothing stands."""
    kinds = list(dict.fromkeys(file.kind for file in files if file.kind in TAB_OF))
    tabs = {kind: TabRows(kind, standing_rows(seen, kind), students.same) for kind in kinds}
    merged = [
        tabs[file.kind].take(file) if file.kind in tabs else Merged(0, 0, 0) for file in files
    ]
    work = [
        TabWork(TAB_OF[kind], tuple(_cells(kind, row) for row in tab.adds), tuple(tab.gone))
        for kind, tab in tabs.items()
    ]
    return merged, [each for each in work if each]


def standing_rows(seen: WorkbookSeen | None, kind: str) -> list[Standing]:
    """The rows of a kind's tab, read with good will."""
    tab = seen.tabs.get(TAB_OF[kind]) if seen is not None else None
    if seen is None or tab is None:
        return []
    columns = seen.template.by_key[tab.key].by_key
    wanted = [(name, columns.get(name)) for name in columns_of(kind)]
    return [
        Standing(
            tuple(_read(row, name, column) for name, column in wanted),
            row.text(MARK),
            row.position,
        )
        for row in tab.rows
    ]


def _read(row: RowSeen, name: str, column: Column | None) -> str | float | None:
    raw = row.cells.get(name)
    kind = column.kind if column else "any"
    if isinstance(raw, bool) or raw is None:
        return None if kind in ("date", "number") else row.text(name)
    if kind == "date":
        day = read_day(raw, True) if isinstance(raw, str) else None
        return raw if not isinstance(raw, str) else serial(day) if day else raw
    if kind == "number":
        return read_number(raw) if isinstance(raw, str) else float(raw)
    if kind == "any" and not isinstance(raw, str):
        return float(raw)
    if kind == "choice":
        tab = next(t for t, c in our_words().choices if c == name)
        return our_words().choice(tab, name, row.text(name)) or row.text(name)
    return row.text(name)


def _cells(kind: str, row: Standing) -> dict[str, Raw]:
    cells: dict[str, Raw] = {MARK: row.mark}
    for name, raw in zip(columns_of(kind), row.cells, strict=True):
        if raw not in (None, ""):
            cells[name] = raw
    return cells
