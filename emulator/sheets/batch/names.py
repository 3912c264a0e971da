"""Named ranges. A name is unique regardless of case, an id may be the client's own."""

from __future__ import annotations

import re

from emulator.sheets import ranges
from emulator.sheets.a1 import LOOKS_LIKE_CELL
from emulator.sheets.edit import Edit, updated
from emulator.sheets.grid import Json, Refusal

from .kinds import request

NAME = re.compile(r"^[^\W\d][\w.]{0,249}$")
DIGITS = "0123456789"


def _require_name(edit: Edit, name: str | None, own_id: str) -> str:
    if not name or not NAME.match(name) or LOOKS_LIKE_CELL.match(name):
        raise Refusal(f"Invalid name: {name or ''}")
    if name.upper() in ("TRUE", "FALSE"):
        raise Refusal(f"Invalid name: {name}")
    for other in edit.book.named_ranges:
        if other["name"].casefold() == name.casefold() and other["namedRangeId"] != own_id:
            raise Refusal(
                f"Cannot add named range with name {name}, a named range with that name "
                "already exists."
            )
    return name


def _settled_range(edit: Edit, grid: Json | None) -> Json:
    """A GridRange inside its grid, without the id of sheet 0."""
    target = edit.target(grid)
    if target.rect.empty:
        raise Refusal("The range must not be empty.")
    kept = {k: v for k, v in (grid or {}).items() if k != "sheetId" or v}
    if len(kept.keys() - {"sheetId"}) == 4:
        return ranges.to_grid(target.sheet, target.rect)
    return kept


@request("addNamedRange")
def add_named_range(edit: Edit, asked: Json) -> Json:
    new = asked.get("namedRange", {})
    own_id = new.get("namedRangeId") or ""
    if any(one["namedRangeId"] == own_id for one in edit.book.named_ranges):
        raise Refusal(
            f"Cannot add named range with id {own_id}, a named range with that id already exists."
        )
    if own_id and edit.workspace.variant("named_range_ids") == "refused":
        raise Refusal(f"Invalid namedRangeId: {own_id}")
    own_id = own_id or str(edit.number(set()))
    named = {
        "namedRangeId": own_id,
        "name": _require_name(edit, new.get("name"), own_id),
        "range": _settled_range(edit, new.get("range")),
    }
    edit.book.named_ranges.append(named)
    return {"namedRange": named}


def _place(edit: Edit, own_id: str) -> int:
    for place, one in enumerate(edit.book.named_ranges):
        if one["namedRangeId"] == own_id:
            return place
    raise Refusal(f"No NamedRange with id: {own_id}")


@request("updateNamedRange")
def update_named_range(edit: Edit, asked: Json) -> None:
    new = asked.get("namedRange", {})
    mask = edit.mask(asked.get("fields"), "NamedRange")
    own_id = new.get("namedRangeId", "")
    place = _place(edit, own_id)
    after = updated(mask, edit.book.named_ranges[place], new) | {"namedRangeId": own_id}
    after["name"] = _require_name(edit, after.get("name"), own_id)
    if mask.selects("range"):
        after["range"] = _settled_range(edit, after.get("range"))
    edit.book.named_ranges[place] = after


@request("deleteNamedRange")
def delete_named_range(edit: Edit, asked: Json) -> None:
    own_id = asked.get("namedRangeId", "")
    if edit.workspace.variant("missing_named_range") == "tolerated" and not any(
        one["namedRangeId"] == own_id for one in edit.book.named_ranges
    ):
        return
    del edit.book.named_ranges[_place(edit, own_id)]
