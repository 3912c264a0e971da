"""Putting values into cells: what a write changes in a cell, and who may write there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from . import typed
from .a1 import Rect
from .book import Book
from .grid import Cell, Json, Refusal, Sheet, Value
from .locales import Locale
from .ranges import area_of

RAW, USER_ENTERED = "RAW", "USER_ENTERED"
# What belongs to the text of a cell and goes with it.
OF_THE_TEXT = ("textFormatRuns", "chipRuns", "hyperlink")

PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
    "to remove protection if you need to edit."
)
TOO_LONG = "Your input contains more than the maximum of {} characters in a single cell."


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, and how typed text is to be read."""

    person: str
    owner: bool  # whether the file is theirs: no protection holds them
    locale: Locale
    today: date


def may_edit(hand: Hand, protection: Json) -> bool:
    """Whether a protected range lets this person write."""
    if hand.owner or protection.get("warningOnly"):
        return True
    editors = protection.get("editors", {})
    users = [one.casefold() for one in editors.get("users", ())]
    return hand.person.casefold() in users or bool(editors.get("domainUsersCanEdit"))


def require_editable(hand: Hand, book: Book, sheet: Sheet, rect: Rect) -> None:
    """Refuse a write into cells that are protected from this person."""
    for one in sheet.objects.get("protectedRanges", ()):
        if may_edit(hand, one):
            continue
        area = area_of(one.get("range", {})).within(sheet.row_count, sheet.column_count)
        common = area.common(rect)
        if common.empty and not (area.covers(rect) and not area.empty):
            continue
        free = [
            area_of(open_range).within(sheet.row_count, sheet.column_count)
            for open_range in one.get("unprotectedRanges", ())
        ]
        if not any(part.covers(common) for part in free):
            raise Refusal(PROTECTED)


def entered(old: Cell, value: Any, option: str, hand: Hand) -> Cell:
    """The cell after somebody wrote a JSON value into it; its look and note stay."""
    if not isinstance(value, str):
        return replaced(old, _tidy(value), None, None, None)
    if option == USER_ENTERED and not _is_text(old):
        read = typed.parse(value, hand.locale, hand.today)
        cell = replaced(old, read.value, read.formula, read.format, read.link)
    else:
        cell = replaced(old, value or None, None, None, typed.link_of(value))
    if isinstance(cell.value, str) and len(cell.value) > typed.LONGEST:
        raise Refusal(TOO_LONG.format(typed.LONGEST))
    return cell


def _is_text(cell: Cell) -> bool:
    """A cell formatted as plain text keeps what is typed."""
    return bool(cell.format) and (cell.format or {}).get("numberFormat", {}).get("type") == "TEXT"


def replaced(
    old: Cell, value: Value, formula: str | None, number_format: Json | None, link: str | None
) -> Cell:
    """A cell with another content; a number format comes along if the old one is of another
    kind, a link of the old text goes."""
    form, extra = old.format, old.extra
    if extra:
        extra = {k: v for k, v in extra.items() if k not in OF_THE_TEXT} or None
    if form and "link" in form.get("textFormat", {}):
        text = {k: v for k, v in form["textFormat"].items() if k != "link"}
        form = {k: v for k, v in form.items() if k != "textFormat"}
        form = form | ({"textFormat": text} if text else {}) or None
    if number_format:
        now = (form or {}).get("numberFormat", {})
        if now.get("type") != number_format["type"]:
            form = (form or {}) | {"numberFormat": number_format}
    if link:
        text = (form or {}).get("textFormat", {})
        form = (form or {}) | {"textFormat": text | {"link": {"uri": link}}}
    return Cell(value, formula, form, extra)


def _tidy(value: Any) -> Value:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    result: Value = value
    return result
