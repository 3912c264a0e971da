"""What Holdfast wants to write into a workbook, and how a value becomes a typed cell.

Values are always typed (`stringValue`, `numberValue`, `boolValue`), never parsed by Sheets, so
that nothing anybody wrote can turn into a formula, and "00123" stays "00123".
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from types import MappingProxyType
from typing import Any, Final

from .cells import to_serial
from .look import Raw, RowSeen

CellValue = str | int | float | bool | date | time | datetime | None

LONGEST: Final = 50_000  # characters; Sheets refuses more in one cell
_TEXT: Final = {"type": "TEXT", "pattern": "@"}
# Text columns are kept as text, so that "9", "00123" and "3/4" stay what was typed.
NUMBER_FORMATS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "text": _TEXT,
        "long text": _TEXT,
        "code": _TEXT,
        "name": _TEXT,
        "staff": _TEXT,
        "choice": _TEXT,
        "choices": _TEXT,
        "date": {"type": "DATE", "pattern": "ddd d mmm yyyy"},
        "time": {"type": "TIME", "pattern": "hh:mm"},
        "datetime": {"type": "DATE_TIME", "pattern": "d mmm yyyy hh:mm"},
        "number": {"type": "NUMBER", "pattern": "0.##"},
    }
)


@dataclass(frozen=True, slots=True)
class SetCells:
    """Put values into cells of a row, as it was seen. Column key -> value; None blanks."""

    tab: str
    row: RowSeen
    cells: Mapping[str, CellValue] = field(hash=False)


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add one row at the end of a tab. `key` is unique and stands in one of `cells` (its id).
    `offers`: what a person may choose in which column; they may write something else as well."""

    tab: str
    key: str
    cells: Mapping[str, CellValue] = field(hash=False)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SettleRow:
    """Blank an Attention row whose question is settled; its id goes later, by content."""

    tab: str
    row: RowSeen


Edit = SetCells | AddRow | SettleRow


def raw_of(value: CellValue, zone: tzinfo | None = None) -> Raw:
    """`value` as a look will read it back: dates as serial numbers, "" as None. An aware moment
    is shown in `zone`. Raises ValueError for a number that is none (NaN, infinity)."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Lone surrogates cannot be sent at all.
        return value.encode("utf-8", "replace").decode("utf-8")[:LONGEST]
    if isinstance(value, datetime):
        moment = value.astimezone(zone) if value.tzinfo and zone else value
        return to_serial(moment)
    if isinstance(value, date | time):
        return to_serial(value)
    if not math.isfinite(value):
        raise ValueError("This number cannot stand in a cell.")
    return float(value)


def typed(raw: Raw) -> dict[str, Any]:
    """A raw cell as CellData with just its value; {} blanks it."""
    if raw is None or raw == "":
        return {}
    if isinstance(raw, bool):
        return {"userEnteredValue": {"boolValue": raw}}
    if isinstance(raw, str):
        return {"userEnteredValue": {"stringValue": raw}}
    return {"userEnteredValue": {"numberValue": raw}}


def same(one: Raw, other: Raw) -> bool:
    """Whether two raw cells say the same. Numbers may differ by what a serial loses."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-6
    return (None if one == "" else one) == (None if other == "" else other)


def digest(*cells: Raw) -> str:
    """A short hash of raw cells, for the journal; equal for cells that are `same`."""
    plain = [round(c, 5) + 0.0 if _is_number(c) else (c or None) for c in cells]  # type: ignore[arg-type]
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def row_digest(cells: Iterable[Raw]) -> str:
    """A row for the journal, cell by cell, so that a part of it can be compared."""
    return ".".join(digest(cell)[:8] for cell in cells)


def _is_number(cell: Raw) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
