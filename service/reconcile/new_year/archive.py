"""The archive of one school year: a workbook with the tabs that close, readable as it is.

A row is known there by its Row ID, or where it has none by all that it says, so that what was
copied before something was cut short is found, and nothing is copied twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.casework.records import CASELOAD, OFFICE
from service.casework.register import Register
from service.workbook.edits import row_digest, same
from service.workbook.look import Raw, RowSeen, WorkbookSeen
from service.workbook.templates import Column, Tab, WorkbookTemplate

from ..importing.standing import TabWork
from .closed_rows import ClosedRow, archive_tab


@dataclass(frozen=True, slots=True)
class Compared:
    """What of a tab's closed rows stands in the archive as it is here (`alike`), stands there and
    says something else by now (`changed`), or is not there (`missing`)."""

    tab: str
    alike: tuple[ClosedRow, ...]
    changed: int
    missing: tuple[RowSeen, ...]


def archive_template(
    year: int, title: str, templates: Mapping[str, WorkbookTemplate], registers: Iterable[Register]
) -> WorkbookTemplate:
    """The tabs of a year's archive: those that close, with the same columns, as plain text where
    people chose from a list."""
    closing = {(book, key) for r in registers for book, key in r.tabs if key in r.closes}
    tabs = [
        _tab(templates[book].by_key[key], book)
        for book in (CASELOAD, OFFICE)
        for key in templates[book].by_key
        if (book, key) in closing
    ]
    return WorkbookTemplate(workbook=f"archive_{year}", title=title, tabs=tuple(tabs))


def _tab(tab: Tab, book: str) -> Tab:
    heading = tab.heading if book == CASELOAD else f"{tab.heading} ({book.title()})"
    columns = tuple(_column(each) for each in tab.columns)
    made = {"heading": heading, "key": archive_tab(book, tab.key), "columns": columns}
    return Tab.model_validate({**tab.model_dump(), **made, "first": (), "note": ""})


def _column(column: Column) -> Column:
    kind = "text" if column.kind in ("choice", "choices", "name", "staff") else column.kind
    plain = {"kind": kind, "choices": (), "service": False, "required": False, "note": ""}
    return Column.model_validate({**column.model_dump(), **plain})


def compared(archive: WorkbookSeen, tab: str, rows: Sequence[ClosedRow]) -> Compared:
    """The rows of one tab beside what stands in the archive."""
    template = archive.template.by_key[tab]
    columns = tuple(column.key for column in template.columns)
    standing: dict[str, list[RowSeen]] = {}
    for each in archive.tabs[tab].rows:
        standing.setdefault(row_name(each, columns), []).append(each)
    alike: list[ClosedRow] = []
    changed = 0
    missing: list[RowSeen] = []
    taken: Counter[str] = Counter()
    for closed in rows:
        name = row_name(closed.row, columns)
        there = standing.get(name, [])
        if taken[name] >= len(there):
            missing.append(closed.row)
            continue
        copy = there[taken[name]]
        taken[name] += 1
        if all(same(closed.row.cells.get(c), copy.cells.get(c)) for c in columns):
            alike.append(closed)
        else:
            changed += 1
    return Compared(tab, tuple(alike), changed, tuple(missing))


def to_copy(archive: WorkbookSeen, tab: str, rows: Sequence[RowSeen]) -> TabWork:
    """The cells that go into the archive, as they stand."""
    columns = archive.template.by_key[tab].by_key
    adds: list[Mapping[str, Raw]] = [
        {key: row.cells.get(key) for key in columns if row.cells.get(key) is not None}
        for row in rows
    ]
    return TabWork(tab, tuple(adds))


def row_name(row: RowSeen, columns: Sequence[str]) -> str:
    """How a row is known: by its Row ID, or where it has none by all that it says."""
    row_id = row.text("row_id")
    return row_id or row_digest(row.cells.get(column) for column in columns)
