"""Carrying out a batch and answering it."""

from __future__ import annotations

from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError
from emulator.sheets import ranges
from emulator.sheets.answers import view
from emulator.sheets.book import Book
from emulator.sheets.edit import Edit
from emulator.sheets.grid import Json, given, told

from .kinds import KINDS


@method("sheets.spreadsheets.batchUpdate")
def batch_update(call: Call) -> Json:
    store = call.workspace.sheets
    body = given(call.body)
    requests = body.get("requests")
    if not requests:
        store.open(call.params["spreadsheetId"], call.person, "writer")
        raise ApiError(400, "Must specify at least one request.")
    edits: list[Edit] = []

    def change(book: Book) -> list[Json]:
        edits.append(Edit(book, call.workspace, store.hand(call, book)))
        return [carry_out(edits[0], place, one) for place, one in enumerate(requests)]

    replies = store.write(call, change)
    edit = edits[0]
    if edit.title is not None:
        call.workspace.drive.rename(edit.book.id, edit.title, call.person)
    answer: Json = {"spreadsheetId": edit.book.id, "replies": replies}
    wanted = call.mask is None or call.mask.selects("updatedSpreadsheet")
    if body.get("includeSpreadsheetInResponse") and wanted:
        answer["updatedSpreadsheet"] = _after(call, edit.book, body)
    return answer


def carry_out(edit: Edit, place: int, one: Any) -> Json:
    """One request; its Refusal says which one it was."""
    kinds = list(one or ())
    if len(kinds) != 1:
        text = "No request set." if not kinds else "Only one kind of request may be set."
        raise ApiError(400, f"Invalid requests[{place}]: {text}")
    kind = kinds[0]
    carry = KINDS.get(kind)
    if carry is None:
        raise ApiError(501, f"The local Workspace does not carry out {kind}.")
    if kind != "createDeveloperMetadata":
        edit.tally = None
    with told(f"Invalid requests[{place}].{kind}: "):
        reply = carry(edit, one[kind])
    return {} if reply is None else {kind: reply}


def _after(call: Call, book: Book, body: Json) -> Json:
    """The spreadsheet as it is now, with the ranges that were asked for."""
    wanted = body.get("responseRanges")
    mask = call.mask.below("updatedSpreadsheet") if call.mask else None
    with call.workspace.sheets.reading(call):
        targets = [ranges.resolve(book, text) for text in wanted] if wanted else None
        grid = bool(body.get("responseIncludeGridData"))
        return view(call, book, targets, mask or None, grid).spreadsheet()
