"""Tabs with many rows, folded by their register into few records, whenever their workbook was read.

No record is made of a single row of theirs: a school of three thousand has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.casework.register import Register
from service.casework.school import School
from service.workbook.cells import Unreadable, read_choice
from service.workbook.look import RowSeen, TabSeen
from service.workbook.templates import Tab

from .projection import Projection


def with_digests(school: School, projection: Projection, registers: Iterable[Register]) -> School:
    """The school with what such tabs come to; of a workbook that was not read, nothing. Worked out
    once for each projection."""
    found: dict[type[Any], tuple[Any, ...]] = {}
    for register in registers:
        if register.digest is None:
            continue
        if register.name not in projection.digests:
            tabs = dict(_tabs(register, projection))
            projection.digests[register.name] = register.digest(tabs, school) if tabs else {}
        found |= projection.digests[register.name]
    return replace(school, records={**school.records, **found}) if found else school


def _tabs(register: Register, projection: Projection) -> Iterator[tuple[str, tuple[RowSeen, ...]]]:
    for book, key in register.tabs:
        seen = projection.read.get(book)
        if seen is None or key in register.records or key not in seen.tabs:
            continue
        if f"{book}/{key}" not in projection.frozen:
            yield key, in_our_words(seen.tabs[key], seen.template.by_key[key])


def in_our_words(tab: TabSeen, template: Tab) -> tuple[RowSeen, ...]:
    """The rows, with choices as the template spells them, whatever language they are in."""
    columns = [(c.key, c.choices) for c in template.columns if c.choices]
    meant: dict[tuple[str, Any], Any] = {}

    def our_word(column: str, choices: tuple[str, ...], raw: Any) -> Any:
        if (column, raw) not in meant:
            try:
                meant[column, raw] = read_choice(raw, choices)
            except Unreadable:
                meant[column, raw] = raw
        return meant[column, raw]

    def row_of(row: RowSeen) -> RowSeen:
        words: Mapping[str, Any] = {
            column: our_word(column, choices, row.cells.get(column))
            for column, choices in columns
            if row.cells.get(column) not in (None, *choices)
        }
        return replace(row, cells={**row.cells, **words}) if words else row

    return tuple(map(row_of, tab.rows))
