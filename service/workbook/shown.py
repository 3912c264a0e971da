"""What a cell shows where that is not the number it holds.

Sheets makes a date of 8/10 and a time of 2:30, also in a column for numbers, and holds 40% as 0.4.
Only what is shown tells. It is asked for where a number could be such a one: a school that types
plain numbers is looked at once, as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from .look import Raw, TabSeen, WorkbookSeen, question, read_look
from .templates import Tab, WorkbookTemplate

Look = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]  # ports.Sheets.look
_DAYS: Final = range(18_000, 80_000)  # serial numbers of days from 1949 to 2119
_MINUTES: Final = 24 * 60
_NUMERAL: Final = re.compile(r"[\d][\d.,’'\u00a0\u202f]*")
_CLOSE: Final = 0.006  # by which a shown number may be rounded, as a share of it


def look_at(template: WorkbookTemplate, file_id: str, look: Look) -> WorkbookSeen:
    """One workbook as it is now. A second call only where a number may be a date in disguise."""
    return with_shown(read_look(template, file_id, look(file_id, question(template))), look)


def with_shown(seen: WorkbookSeen, look: Look) -> WorkbookSeen:
    """`seen`, and what its doubtful numbers show. A row that moved meanwhile is left as it is."""
    doubtful = {
        key: columns
        for key, tab in seen.tabs.items()
        if (columns := _numbers(seen.template.by_key[key], tab)) and _is_doubtful(tab, columns)
    }
    if not doubtful:
        return seen
    asked = {(key, column) for key, columns in doubtful.items() for column in columns}
    asked |= {(key, seen.tabs[key].identity) for key in doubtful if seen.tabs[key].identity}
    ids = [seen.template.metadata_id(*place) for place in sorted(asked)]
    body = {
        "dataFilters": [{"developerMetadataLookup": {"metadataId": each}} for each in ids],
        "majorDimension": "COLUMNS",
        "valueRenderOption": "FORMATTED_VALUE",
    }
    again = read_look(seen.template, seen.file_id, look(seen.file_id, body))
    tabs = dict(seen.tabs)
    for key, columns in doubtful.items():
        tabs[key] = replace(tabs[key], shown=_shown(tabs[key], again.tabs[key], columns))
    return replace(seen, tabs=MappingProxyType(tabs))


def says_number(raw: Raw, shown: str) -> bool:
    """Whether what is shown is this number (with a unit, a currency, rounded), and no date or
    time of day."""
    numerals = _NUMERAL.findall(shown)
    if len(numerals) != 1 or isinstance(raw, bool | str) or raw is None:
        return False
    wanted = abs(raw) * (100 if "%" in shown else 1)
    return any(abs(each - wanted) <= max(0.5, wanted * _CLOSE) for each in _readings(numerals[0]))


def _readings(numeral: str) -> list[float]:
    """1234.5 for "1,234.5" and for "1.234,5"."""
    plain = re.sub(r"[’'\u00a0\u202f]", "", numeral).rstrip(".,")
    found = []
    for grouping, point in ((",", "."), (".", ",")):
        try:
            found.append(float(plain.replace(grouping, "").replace(point, ".")))
        except ValueError:
            continue
    return found


def _numbers(template: Tab, tab: TabSeen) -> tuple[str, ...]:
    return tuple(
        column.key
        for column in template.columns
        if column.kind == "number" and not column.service and column.key in tab.columns
    )


def _is_doubtful(tab: TabSeen, columns: tuple[str, ...]) -> bool:
    return any(_may_be_shown_otherwise(row.cells.get(c)) for row in tab.rows for c in columns)


def _may_be_shown_otherwise(raw: Raw) -> bool:
    if isinstance(raw, bool | str) or raw is None:
        return False
    if raw == int(raw):
        return int(raw) in _DAYS
    minutes = raw * _MINUTES
    to_the_minute = abs(minutes - round(minutes)) < 1e-6 and round(raw, 3) != raw
    return 0 < raw < 1.5 or to_the_minute


def _shown(tab: TabSeen, again: TabSeen, columns: tuple[str, ...]) -> Mapping[tuple[int, str], str]:
    after = {row.position: row for row in again.rows}
    shown: dict[tuple[int, str], str] = {}
    for row in tab.rows:
        found = after.get(row.position)
        if found is None or (tab.identity and found.text(tab.identity) != row.text(tab.identity)):
            continue
        for column in columns:
            raw, text = row.cells.get(column), found.text(column)
            is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
            if is_number and text and ("%" in text or not says_number(raw, text)):
                shown[row.position, column] = text
    return MappingProxyType(shown)
