"""What lies on a sheet besides cells: protections, banding, filter views, tables, charts,
slicers, conditional formats.

Most kinds are alike: added with an id, updated through a mask, deleted by id. `OBJECTS`
lists them; the rest of the module is what is particular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from emulator.sheets import enter
from emulator.sheets.book import Book
from emulator.sheets.edit import Edit, updated
from emulator.sheets.formats import settled
from emulator.sheets.grid import Json, Refusal, Sheet

from .kinds import KINDS, request


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object: where a Sheet lists it, its id, its schema, its requests."""

    listed: str  # "protectedRanges"
    id_name: str  # "protectedRangeId"
    schema: str  # "ProtectedRange"
    add: str  # "addProtectedRange"
    update: str  # "updateProtectedRange", "" if there is none
    delete: str  # "deleteProtectedRange"
    body: str  # the object's name in add and update: "protectedRange"
    delete_id: str  # the id's name in delete: "protectedRangeId"


OBJECTS = (
    Kind("protectedRanges", "protectedRangeId", "ProtectedRange", "addProtectedRange",
         "updateProtectedRange", "deleteProtectedRange", "protectedRange", "protectedRangeId"),
    Kind("bandedRanges", "bandedRangeId", "BandedRange", "addBanding",
         "updateBanding", "deleteBanding", "bandedRange", "bandedRangeId"),
    Kind("filterViews", "filterViewId", "FilterView", "addFilterView",
         "updateFilterView", "deleteFilterView", "filter", "filterId"),
    Kind("tables", "tableId", "Table", "addTable",
         "updateTable", "deleteTable", "table", "tableId"),
    Kind("charts", "chartId", "EmbeddedChart", "addChart",
         "", "deleteEmbeddedObject", "chart", "objectId"),
    Kind("slicers", "slicerId", "Slicer", "addSlicer",
         "", "deleteEmbeddedObject", "slicer", "objectId"),
)  # fmt: skip


def _ids(book: Book) -> set[Any]:
    found: set[Any] = set()
    for sheet in book.sheets:
        for kind in OBJECTS:
            found |= {one.get(kind.id_name) for one in sheet.objects.get(kind.listed, ())}
    return found


def _home(edit: Edit, one: Json) -> Sheet:
    """The sheet an object lies on."""
    position = one.get("position")
    if position is not None:
        cell = position.get("overlayPosition", {}).get("anchorCell", {})
        return edit.book.writable(cell.get("sheetId", position.get("sheetId")))
    return edit.book.writable(edit.target(one.get("range")).sheet.id)


def _of_name(edit: Edit, one: Json) -> Json:
    """What lies on a named range has that name's cells."""
    if "range" in one or "namedRangeId" not in one:
        return one
    for named in edit.book.named_ranges:
        if named["namedRangeId"] == one["namedRangeId"] and "range" in named:
            return one | {"range": named["range"]}
    raise Refusal(f"No NamedRange with id: {one['namedRangeId']}")


def _without_sheet_0(value: Any) -> Any:
    """Inside ranges the id 0 is left out, as at Google."""
    if isinstance(value, list):
        return [_without_sheet_0(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: _without_sheet_0(v) for k, v in value.items() if k != "sheetId" or v}


def _adder(kind: Kind) -> Callable[[Edit, Json], Json]:
    def add(edit: Edit, asked: Json) -> Json:
        one = _of_name(edit, asked.get(kind.body, {}))
        sheet = _home(edit, one)
        taken = _ids(edit.book)
        own_id = one.get(kind.id_name)
        if own_id in taken:
            raise Refusal(f"The {kind.id_name} {own_id} is already in use.")
        own_id = own_id or edit.number(taken)
        if kind.id_name == "tableId":
            own_id = str(own_id)
        new = {kind.id_name: own_id} | _particular(edit, kind, _without_sheet_0(settled(one)))
        new = {name: item for name, item in new.items() if item != []} | {kind.id_name: own_id}
        sheet.objects.setdefault(kind.listed, []).append(new)
        return {kind.body: new}

    return add


def _particular(edit: Edit, kind: Kind, new: Json) -> Json:
    """What Google fills in: a protection's editors, a chart's place."""
    if kind.listed == "protectedRanges":
        return _protection(edit, new)
    if kind.listed == "tables":
        return _table(new)
    if kind.listed == "charts":
        place = new.get("position", {}).get("overlayPosition", {})
        place = {"widthPixels": 600, "heightPixels": 371, "anchorCell": {}} | place
        return new | {"position": {"overlayPosition": place}}
    return new


def _table(new: Json) -> Json:
    """A table's row colours have only the newer of the two ways of writing a colour."""
    if "rowsProperties" not in new:
        return new
    styles = {k: v for k, v in new["rowsProperties"].items() if k.endswith("Style")}
    return new | {"rowsProperties": styles}


def _protection(edit: Edit, new: Json) -> Json:
    """Whoever protects may go on editing, whatever the request says."""
    if "range" not in new and "namedRangeId" not in new:
        raise Refusal("Must specify one of range or namedRangeId.")
    listed = {name: item for name, item in new.get("editors", {}).items() if item}
    users = listed.get("users", [])
    if not edit.hand.owner and not enter.may_edit(edit.hand, new):
        listed["users"] = [*users, edit.hand.person]
    kept = {name: item for name, item in new.items() if item is not False and item != ""}
    return kept | {"requestingUserCanEdit": True, "editors": listed}


def _places(edit: Edit, kind: Kind, own_id: Any) -> Iterator[tuple[Sheet, int]]:
    for sheet in list(edit.book.sheets):
        for place, one in enumerate(sheet.objects.get(kind.listed, ())):
            if one.get(kind.id_name) == own_id:
                yield sheet, place


def _find(edit: Edit, kind: Kind, own_id: Any) -> tuple[Sheet, int]:
    for sheet, place in _places(edit, kind, own_id):
        one = sheet.objects[kind.listed][place]
        if kind.listed == "protectedRanges" and not enter.may_edit(edit.hand, one):
            raise Refusal(enter.PROTECTED)
        return edit.book.writable(sheet.id), place
    raise Refusal(f"No {kind.schema} with id: {own_id}")


def _updater(kind: Kind) -> Callable[[Edit, Json], Json | None]:
    def update(edit: Edit, asked: Json) -> Json | None:
        new = _without_sheet_0(settled(asked.get(kind.body, {})))
        mask = edit.mask(asked.get("fields"), kind.schema)
        own_id = new.get(kind.id_name)
        sheet, place = _find(edit, kind, own_id)
        listed = sheet.objects[kind.listed]
        after = updated(mask, listed[place], new)
        after[kind.id_name] = own_id
        listed[place] = after if kind.listed == "charts" else _particular(edit, kind, after)
        return None

    return update


def _delete(edit: Edit, kind: Kind, own_id: Any) -> None:
    sheet, place = _find(edit, kind, own_id)
    del sheet.objects[kind.listed][place]


def _deleter(kind: Kind) -> Callable[[Edit, Json], None]:
    return lambda edit, asked: _delete(edit, kind, asked.get(kind.delete_id))


for _kind in OBJECTS:
    KINDS[_kind.add] = _adder(_kind)
    if _kind.update:
        KINDS[_kind.update] = _updater(_kind)
    if _kind.delete != "deleteEmbeddedObject":
        KINDS[_kind.delete] = _deleter(_kind)

CHART, SLICER = OBJECTS[4], OBJECTS[5]


@request("deleteEmbeddedObject")
def delete_embedded_object(edit: Edit, asked: Json) -> None:
    own_id = asked.get("objectId")
    for kind in (CHART, SLICER):
        if any(True for _ in _places(edit, kind, own_id)):
            _delete(edit, kind, own_id)
            return
    raise Refusal(f"No object with id: {own_id}")


@request("updateChartSpec")
def update_chart_spec(edit: Edit, asked: Json) -> None:
    sheet, place = _find(edit, CHART, asked.get("chartId"))
    charts = sheet.objects["charts"]
    spec = _without_sheet_0(settled(asked.get("spec", {})))
    charts[place] = charts[place] | {"spec": spec}


@request("updateEmbeddedObjectPosition")
def update_position(edit: Edit, asked: Json) -> Json:
    """Move or resize a chart; the mask is of its overlay position."""
    mask = edit.mask(asked.get("fields"), "OverlayPosition")
    sheet, place = _find(edit, CHART, asked.get("objectId"))
    charts = sheet.objects["charts"]
    old = charts[place]["position"].get("overlayPosition", {})
    new = asked.get("newPosition", {}).get("overlayPosition", {})
    position = {"overlayPosition": _without_sheet_0(updated(mask, old, new))}
    charts[place] = charts[place] | {"position": position}
    return {"position": position}


# Conditional formats have no id: they are told by their place in the list


def _rules(edit: Edit, sheet_id: int | None) -> list[Json]:
    return edit.book.writable(sheet_id).objects.setdefault("conditionalFormats", [])


def _require_rule(rules: list[Json], index: int) -> Json:
    if not 0 <= index < len(rules):
        raise Refusal(f"No conditional format on sheet at index: {index}")
    return rules[index]


def _home_of_rule(edit: Edit, rule: Json) -> int:
    if not rule.get("ranges"):
        raise Refusal("At least one range must be given.")
    return edit.target(rule["ranges"][0]).sheet.id


@request("addConditionalFormatRule")
def add_rule(edit: Edit, asked: Json) -> None:
    rule = _without_sheet_0(settled(asked.get("rule", {})))
    rules = _rules(edit, _home_of_rule(edit, rule))
    rules.insert(asked.get("index", 0), rule)


@request("updateConditionalFormatRule")
def update_rule(edit: Edit, asked: Json) -> Json:
    index = asked.get("index", 0)
    if "rule" in asked:
        rule = _without_sheet_0(settled(asked["rule"]))
        rules = _rules(edit, asked.get("sheetId", _home_of_rule(edit, rule)))
        old, rules[index] = _require_rule(rules, index), rule
        return {"newRule": rule, "newIndex": index, "oldRule": old, "oldIndex": index}
    rules = _rules(edit, asked.get("sheetId"))
    rule, to = _require_rule(rules, index), asked.get("newIndex", 0)
    del rules[index]
    rules.insert(to, rule)
    return {"newRule": rule, "newIndex": to, "oldRule": rule, "oldIndex": index}


@request("deleteConditionalFormatRule")
def delete_rule(edit: Edit, asked: Json) -> Json:
    rules, index = _rules(edit, asked.get("sheetId")), asked.get("index", 0)
    rule = _require_rule(rules, index)
    del rules[index]
    return {"rule": rule}
