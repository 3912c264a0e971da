"""findReplace, and the tidying requests that go through a range cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from emulator.sheets import enter, render
from emulator.sheets.a1 import Rect
from emulator.sheets.calculate import Calculation
from emulator.sheets.edit import Edit
from emulator.sheets.grid import Json, Refusal, Sheet

from .kinds import request

# What a number without a format can show; most searches are for something else.
IN_BARE_NUMBERS = frozenset("0123456789.,E+-TRUEFALStruefalse")


@dataclass(slots=True)
class Tally:
    """What a findReplace changed."""

    values: int = 0
    formulas: int = 0
    occurrences: int = 0
    rows: set[tuple[int, int]] = field(default_factory=set)

    @property
    def json(self) -> Json:
        counts = {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": len(self.rows),
            "sheetsChanged": len({sheet for sheet, _ in self.rows}),
            "occurrencesChanged": self.occurrences,
        }
        return {name: count for name, count in counts.items() if count}


@request("findReplace")
def find_replace(edit: Edit, asked: Json) -> Json:
    """Replace in what cells show (and, if asked, in formulas). A formula stays one; any other
    result is text, or is read as typed (variant find_replace)."""
    as_typed = edit.workspace.variant("find_replace") == "typed"
    pattern, replacement = _pattern(asked), _replacement(asked)
    hit = _quick(asked) or pattern.search
    bare = asked.get("searchByRegex") or set(asked["find"]) <= IN_BARE_NUMBERS
    calculation = Calculation(edit.book, edit.workspace.clock.now())
    tally = Tally()
    for sheet, rect in _places(edit, asked):
        for row, column, cell in sheet.held_cells(rect):
            if cell.formula is None and type(cell.value) is str and cell.format is None:
                text = cell.value
            elif not cell.filled or not (bare or cell.formula or cell.format):
                continue
            elif cell.formula is None:
                form = calculation.number_format(sheet, cell)
                text = render.formatted(cell.value, form, calculation.locale)
            elif asked.get("includeFormulas"):
                text = cell.formula
            else:
                continue
            if not hit(text):
                continue
            new, times = pattern.subn(replacement, text)
            writable = edit.book.writable(sheet.id)
            edit.require_editable(writable, Rect(row, column, row + 1, column + 1))
            option = enter.USER_ENTERED if as_typed or cell.formula else enter.RAW
            writable.put(row, column, enter.entered(cell, new, option, edit.hand))
            tally.occurrences += times
            tally.rows.add((sheet.id, row))
            if cell.formula is None:
                tally.values += 1
            else:
                tally.formulas += 1
    return tally.json


def _pattern(asked: Json) -> re.Pattern[str]:
    find = asked.get("find")
    if not find:
        raise Refusal("find must not be empty.")
    body = find if asked.get("searchByRegex") else re.escape(find)
    if asked.get("matchEntireCell"):
        body = rf"\A(?:{body})\Z"
    try:
        return re.compile(body, 0 if asked.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise Refusal(f"Invalid regular expression: {find}") from None


def _quick(asked: Json) -> Callable[[str], bool] | None:
    """A plain comparison, where no regular expression is needed to tell whether a cell hits."""
    find = str(asked["find"])
    if asked.get("searchByRegex"):
        return None
    whole = bool(asked.get("matchEntireCell"))
    if asked.get("matchCase"):
        return find.__eq__ if whole else lambda text: find in text
    folded = find.lower()
    if not folded.isascii():
        return None
    if whole:
        return lambda text: len(text) == len(find) and text.lower() == folded
    return lambda text: folded in text.lower()


def _replacement(asked: Json) -> str:
    """As Python writes it: $1 becomes a group, everything else is plain."""
    text = str(asked.get("replacement") or "").replace("\\", "\\\\")
    return re.sub(r"\$(\d)", r"\\\1", text) if asked.get("searchByRegex") else text


def _places(edit: Edit, asked: Json) -> Iterator[tuple[Sheet, Rect]]:
    if "range" in asked:
        target = edit.target(asked["range"])
        yield target.sheet, target.rect
    elif "sheetId" in asked:
        sheet = edit.book.sheet(asked["sheetId"])
        yield sheet, sheet.whole
    elif asked.get("allSheets"):
        for sheet in list(edit.book.sheets):
            yield sheet, sheet.whole
    else:
        raise Refusal("Must specify one of range, sheetId or allSheets.")


@request("trimWhitespace")
def trim_whitespace(edit: Edit, asked: Json) -> Json:
    """No blanks at either end, and never two in a row."""
    sheet, rect = edit.open(asked.get("range"))
    changed = 0
    for row, column, cell in list(sheet.held_cells(rect)):
        if isinstance(cell.value, str) and " ".join(cell.value.split()) != cell.value:
            sheet.put(row, column, cell._replace(value=" ".join(cell.value.split()) or None))
            changed += 1
    return {"cellsChangedCount": changed} if changed else {}
