"""Requests about rows and columns: they come, go, move, hide, get sizes and groups."""

from __future__ import annotations

from emulator.sheets import ranges, runs
from emulator.sheets.a1 import Rect
from emulator.sheets.edit import Edit, updated
from emulator.sheets.grid import COLUMNS, EMPTY, ROWS, Cell, Json, Refusal, Sheet
from emulator.sheets.render import formatted
from emulator.sheets.shift import Change
from emulator.sheets.structure import restructure

from .kinds import request

NOUNS = {ROWS: "row", COLUMNS: "column"}
FROZEN = {ROWS: "frozenRowCount", COLUMNS: "frozenColumnCount"}
GROUPS = {ROWS: "rowGroups", COLUMNS: "columnGroups"}
CONTROL = {ROWS: "rowGroupControlAfter", COLUMNS: "columnGroupControlAfter"}


def _range(edit: Edit, line: Json | None) -> tuple[Sheet, str, int, int]:
    if line is None:
        raise Refusal("No range specified.")
    sheet, dimension, start, end = ranges.dimension_range(edit.book, line)
    if start < 0 or end < start:
        raise Refusal(f"endIndex[{end}] must be after startIndex[{start}]")
    return sheet, dimension, start, end


def _across(sheet: Sheet, dimension: str, start: int, end: int) -> Rect:
    """The cells of some lines."""
    if dimension == ROWS:
        return Rect(start, 0, end, sheet.column_count)
    return Rect(0, start, sheet.row_count, end)


@request("appendDimension")
def append_dimension(edit: Edit, asked: Json) -> None:
    sheet = edit.book.writable(asked.get("sheetId"))
    dimension, length = asked.get("dimension", ROWS), asked.get("length", 0)
    if length < 1:
        raise Refusal("length must be greater than 0.")
    across = sheet.lines(COLUMNS if dimension == ROWS else ROWS)
    edit.book.require_room(length * len(across))
    sheet.lines(dimension).extend([None] * length)


@request("insertDimension")
def insert_dimension(edit: Edit, asked: Json) -> None:
    """New lines that look like the one before (`inheritFromBefore`) or the one after."""
    sheet, dimension, start, end = _range(edit, asked.get("range"))
    count = len(sheet.lines(dimension))
    before = bool(asked.get("inheritFromBefore"))
    if start > count or (start == count and not before):
        bound = "less than or equal to" if before else "less than"
        raise Refusal(
            f"range.startIndex must be {bound} the grid size if inheritFromBefore is "
            f"{str(before).lower()}."
        )
    if before and start == 0:
        raise Refusal("inheritFromBefore must be false when inserting at the first index.")
    across = sheet.lines(COLUMNS if dimension == ROWS else ROWS)
    edit.book.require_room((end - start) * len(across))
    sheet = restructure(edit.book, Change(sheet.id, dimension, start, end - start))
    frozen = sheet.grid.get(FROZEN[dimension], 0)
    if start < frozen:
        sheet.grid = sheet.grid | {FROZEN[dimension]: frozen + end - start}
    _inherit(sheet, dimension, start, end, start - 1 if before else end)


def _inherit(sheet: Sheet, dimension: str, start: int, end: int, model: int) -> None:
    """Formats, drop-downs and size of the model line, for each new one."""
    if not 0 <= model < len(sheet.lines(dimension)):
        return
    kept_line = sheet.lines(dimension)[model]
    size = ((kept_line.properties if kept_line else None) or {}).get("pixelSize")
    for index in range(start, end) if size else ():
        line = sheet.writable_line(dimension, index)
        line.properties = {**(line.properties or {}), "pixelSize": size}
    if dimension == ROWS:
        for column in range(sheet.column_count):
            look = _look(sheet.cell(model, column))
            for index in range(start, end):
                sheet.put(index, column, look)
        return
    held = list(sheet.held_cells(_across(sheet, COLUMNS, model, model + 1)))
    kept = sheet.columns[model]
    for index in range(start, end):
        if kept is not None and kept.runs:
            alike = runs.painted(kept.runs, 0, sheet.row_count, _look, EMPTY)
            sheet.writable_column(index).runs = alike
        for row, _, cell in held:
            sheet.put(row, index, _look(cell))


def _look(cell: Cell) -> Cell:
    rule = (cell.extra or {}).get("dataValidation")
    return Cell(format=_unlinked(cell), extra={"dataValidation": rule} if rule else None)


def _unlinked(cell: Cell) -> Json | None:
    form = cell.format
    if form and "link" in form.get("textFormat", {}):
        text = {k: v for k, v in form["textFormat"].items() if k != "link"}
        form = {k: v for k, v in form.items() if k != "textFormat"} | (
            {"textFormat": text} if text else {}
        )
    return form or None


@request("deleteDimension")
def delete_dimension(edit: Edit, asked: Json) -> None:
    sheet, dimension, start, end = _range(edit, asked.get("range"))
    count, noun = len(sheet.lines(dimension)), NOUNS[dimension]
    if end > count:
        raise Refusal(
            f"Cannot delete a {noun} that doesn't exist. Tried to delete {noun} index "
            f"{max(start, count)} but there are only {count} {noun}s."
        )
    if end - start >= count:
        raise Refusal(f"You can't delete all the {noun}s on the sheet.")
    frozen = sheet.grid.get(FROZEN[dimension], 0)
    if frozen and start <= frozen and end == count:
        raise Refusal(f"Sorry, it is not possible to delete all non-frozen {noun}s.")
    edit.require_editable(sheet, _across(sheet, dimension, start, end))
    sheet = restructure(edit.book, Change(sheet.id, dimension, start, start - end))
    if start < frozen:
        left = frozen - (min(end, frozen) - start)
        sheet.grid = sheet.grid | {FROZEN[dimension]: left}


@request("moveDimension")
def move_dimension(edit: Edit, asked: Json) -> None:
    sheet, dimension, start, end = _range(edit, asked.get("source"))
    to, count = asked.get("destinationIndex", 0), len(sheet.lines(dimension))
    if start <= to < end:
        raise Refusal(f"destinationIndex[{to}] must be outside the requested range[{start}-{end}]")
    if to > count:
        raise Refusal(f"destinationIndex[{to}] is after last {NOUNS[dimension]}[{count}]")
    if end > count:
        raise Refusal(f"endIndex[{end}] is after last {NOUNS[dimension]}[{count}]")
    edit.require_editable(sheet, _across(sheet, dimension, start, end))
    if to != end:
        restructure(edit.book, Change(sheet.id, dimension, start, end - start, to))


@request("updateDimensionProperties")
def update_dimension_properties(edit: Edit, asked: Json) -> None:
    mask = edit.mask(asked.get("fields"), "DimensionProperties")
    sheet, dimension, start, end = _range(edit, asked.get("range"))
    count = len(sheet.lines(dimension))
    if end > count:
        raise Refusal(f"endIndex[{end}] is after last {NOUNS[dimension]}[{count}]")
    sheet = edit.book.writable(sheet.id)
    new = asked.get("properties", {})
    for index in range(start, end):
        line = sheet.writable_line(dimension, index)
        after = updated(mask, line.properties or {}, new)
        line.properties = {k: v for k, v in after.items() if v and k != "developerMetadata"} or None


@request("autoResizeDimensions")
def auto_resize(edit: Edit, asked: Json) -> None:
    """Columns as wide as their longest text, by a plain count of characters; rows as they
    are by themselves."""
    sheet, dimension, start, end = _range(edit, asked.get("dimensions"))
    sheet = edit.book.writable(sheet.id)
    calculation = edit.workspace.sheets.calculation(edit.book)
    longest: dict[int, int] = {}
    rect = _across(sheet, dimension, start, min(end, len(sheet.lines(dimension))))
    for row, column, cell in sheet.held_cells(rect):
        value = calculation.value(sheet, row, column, cell)
        text = formatted(value, calculation.number_format(sheet, cell), calculation.locale)
        index = row if dimension == ROWS else column
        wide = max((len(part) for part in text.split("\n")), default=0)
        longest[index] = max(longest.get(index, 0), wide)
    for index, length in longest.items():
        line = sheet.writable_line(dimension, index)
        kept = {k: v for k, v in (line.properties or {}).items() if k != "pixelSize"}
        if dimension == COLUMNS and length:
            kept["pixelSize"] = 7 * length + 6
        line.properties = kept or None


# Groups


@request("addDimensionGroup")
def add_group(edit: Edit, asked: Json) -> Json:
    return {"dimensionGroups": _regroup(edit, asked, 1)}


@request("deleteDimensionGroup")
def delete_group(edit: Edit, asked: Json) -> Json:
    left = _regroup(edit, asked, -1)
    return {"dimensionGroups": left} if left else {}


def _regroup(edit: Edit, asked: Json, step: int) -> list[Json]:
    """One level more, or less, over a span; the groups are the spans of each depth."""
    sheet, dimension, start, end = _range(edit, asked.get("range"))
    sheet = edit.book.writable(sheet.id)
    old = sheet.objects.get(GROUPS[dimension], [])
    depths = [0] * len(sheet.lines(dimension))
    for group in old:
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[index] = max(depths[index], group["depth"])
    if step < 0 and not any(depths[start:end]):
        raise Refusal("There is no group to delete in this range.")
    for index in range(start, min(end, len(depths))):
        depths[index] = max(0, depths[index] + step)
    groups = _groups(sheet, dimension, depths)
    collapsed = {(str(g["range"]), g["depth"]) for g in old if g.get("collapsed")}
    groups = [
        g | {"collapsed": True} if (str(g["range"]), g["depth"]) in collapsed else g for g in groups
    ]
    sheet.objects[GROUPS[dimension]] = groups
    sheet.grid = sheet.grid | {CONTROL[dimension]: True}
    return groups


def _groups(sheet: Sheet, dimension: str, depths: list[int]) -> list[Json]:
    own: Json = {"sheetId": sheet.id} if sheet.id else {}
    found = []
    for depth in range(1, max(depths, default=0) + 1):
        start = None
        for index, level in enumerate([*depths, 0]):
            if level >= depth and start is None:
                start = index
            elif level < depth and start is not None:
                span = {"dimension": dimension, "startIndex": start, "endIndex": index}
                found.append({"range": own | span, "depth": depth})
                start = None
    return found


@request("updateDimensionGroup")
def update_group(edit: Edit, asked: Json) -> None:
    new = asked.get("dimensionGroup", {})
    mask = edit.mask(asked.get("fields"), "DimensionGroup")
    sheet, dimension, start, end = _range(edit, new.get("range"))
    sheet = edit.book.writable(sheet.id)
    groups = sheet.objects.get(GROUPS[dimension], [])
    for place, group in enumerate(groups):
        span = group["range"]["startIndex"], group["range"]["endIndex"]
        if span == (start, end) and group["depth"] == new.get("depth", group["depth"]):
            groups[place] = updated(mask, group, new) | {"range": group["range"]}
            for index in range(start, end):
                line = sheet.writable_line(dimension, index)
                hidden = {"hiddenByUser": True} if new.get("collapsed") else {}
                kept = {k: v for k, v in (line.properties or {}).items() if k != "hiddenByUser"}
                line.properties = (kept | hidden) or None
            return
    raise Refusal("There is no such group.")
