"""Developer metadata: created, updated, deleted. Ids are the client's if it gives them."""

from __future__ import annotations

from emulator.sheets import ranges
from emulator.sheets.book import Book
from emulator.sheets.edit import Edit, updated
from emulator.sheets.grid import Json, Refusal
from emulator.sheets.metadata import OWN, Attached, Tally

from .kinds import request

MOST = 30_000  # characters of keys and values on one sheet, and on the spreadsheet


def _located(edit: Edit, location: Json) -> Attached:
    """Where a DeveloperMetadataLocation is, with nothing attached yet."""
    book = edit.book
    if location.get("spreadsheet"):
        return Attached({})
    if "dimensionRange" in location:
        sheet, dimension, start, end = ranges.dimension_range(book, location["dimensionRange"])
        if end - start != 1:
            raise Refusal(
                "developerMetadata.location.dimensionRange must be a single row or column."
            )
        if end > len(sheet.lines(dimension)):
            raise Refusal(f"endIndex[{end}] exceeds the grid limits of the sheet.")
        return Attached({}, book.writable(sheet.id), dimension, start)
    if "sheetId" in location:
        return Attached({}, book.writable(location["sheetId"]))
    raise Refusal("developerMetadata.location must be specified.")


def _held(book: Book, at: Attached) -> tuple[Json, ...]:
    if at.sheet is None:
        return book.metadata
    if at.dimension is None:
        return at.sheet.metadata
    line = at.sheet.lines(at.dimension)[at.index]
    return line.metadata if line is not None else ()


def _hold(book: Book, at: Attached, metadata_list: tuple[Json, ...]) -> None:
    if at.sheet is None:
        book.metadata = metadata_list
        return
    sheet = book.writable(at.sheet.id)
    if at.dimension is None:
        sheet.metadata = metadata_list
    else:
        sheet.writable_line(at.dimension, at.index).metadata = metadata_list


def _attach(edit: Edit, at: Attached, own: Json, tally: Tally) -> Json:
    """`tally` is of what is there without it."""
    _hold(edit.book, at, (*_held(edit.book, at), own))
    new = Attached(own, at.sheet, at.dimension, at.index)
    if tally.add(new) > MOST:
        raise Refusal(f"Developer metadata would exceed the limit of {MOST} characters.")
    return new.json


def _detach(edit: Edit, one: Attached) -> None:
    kept = tuple(own for own in _held(edit.book, one) if own is not one.own)
    _hold(edit.book, one, kept)


@request("createDeveloperMetadata")
def create(edit: Edit, asked: Json) -> Json:
    new = asked.get("developerMetadata", {})
    if not new.get("metadataKey"):
        raise Refusal("developerMetadata.metadataKey must be specified.")
    if new.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise Refusal("developerMetadata.visibility must be specified.")
    if edit.tally is None:
        edit.tally = Tally(edit.book)
    taken = edit.tally.ids
    own_id = new.get("metadataId")
    if own_id in taken:
        raise Refusal(
            f"Cannot add developer metadata with ID [{own_id}] because developer metadata with "
            "that ID already exists."
        )
    own = {"metadataId": edit.number(taken) if own_id is None else own_id}
    own |= {name: new[name] for name in OWN[1:] if name in new}
    at = _located(edit, new.get("location", {}))
    return {"developerMetadata": _attach(edit, at, own, edit.tally)}


@request("updateDeveloperMetadata")
def update(edit: Edit, asked: Json) -> Json:
    """Everything that any of the filters finds."""
    new = asked.get("developerMetadata", {})
    mask = edit.mask(asked.get("fields"), "DeveloperMetadata")
    changed = []
    for one in _found(edit, asked.get("dataFilters", [])):
        own = updated(mask, one.own, {k: v for k, v in new.items() if k != "location"})
        own = {name: own[name] for name in OWN if name in own} | {
            "metadataId": one.own["metadataId"]
        }
        moved = mask.selects("location") and "location" in new
        at = _located(edit, new["location"]) if moved else one
        if not moved and all(own.get(name) == one.own.get(name) for name in OWN[:3]):
            _hold(edit.book, one, tuple(own if o is one.own else o for o in _held(edit.book, one)))
            changed.append(Attached(own, one.sheet, one.dimension, one.index).json)
            continue
        _detach(edit, one)
        changed.append(_attach(edit, at, own, Tally(edit.book)))
    return {"developerMetadata": changed} if changed else {}


@request("deleteDeveloperMetadata")
def delete(edit: Edit, asked: Json) -> Json:
    gone = _found(edit, [asked.get("dataFilter", {})])
    for one in gone:
        _detach(edit, one)
    return {"deletedDeveloperMetadata": [one.json for one in gone]} if gone else {}


def _found(edit: Edit, filters: list[Json]) -> list[Attached]:
    found: dict[int, Attached] = {}
    for one_filter in filters:
        for one in ranges.metadata_within(edit.book, one_filter):
            found[one.own["metadataId"]] = one
    return list(found.values())
