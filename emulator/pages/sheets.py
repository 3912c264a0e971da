"""A spreadsheet in the browser: the page, and the addresses its script reads and writes."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from emulator.call import Call
from emulator.errors import ApiError
from emulator.sheets.book import Book
from emulator.sheets.grid import Json, Sheet
from emulator.workspace import Workspace

from . import grid, typing
from .frame import back_to, data, render, sent_json, show
from .look import color


@show("/spreadsheets/d/<book_id>")
@show("/spreadsheets/d/<book_id>/")
@show("/spreadsheets/d/<book_id>/view")
def short(request: Request, workspace: Workspace, person: str, book_id: str) -> Response:
    """The address without what to do there."""
    return back_to(f"/spreadsheets/d/{book_id}/edit")


@show("/spreadsheets/d/<book_id>/edit")
def edit(request: Request, workspace: Workspace, person: str, book_id: str) -> Response:
    """The editable grid; its script fetches the cells."""
    book = workspace.sheets.open(book_id, person, "reader")
    file = workspace.drive.files[book_id]
    return render(
        "sheet.html",
        request,
        workspace,
        person,
        title=file.name,
        book=book,
        tabs=_tabs(book),
        may_edit=workspace.drive.can(person, file, "writer"),
    )


@data("/spreadsheets/d/<book_id>/data")
def cells(request: Request, workspace: Workspace, person: str, book_id: str) -> Any:
    """A tab as the grid draws it (`grid.py`); with ?since= only if something changed."""
    book = workspace.sheets.open(book_id, person, "reader")
    call = Call(workspace, person, {"spreadsheetId": book_id})
    hand = workspace.sheets.hand(call, book)
    file = workspace.drive.files[book_id]
    may_edit = workspace.drive.can(person, file, "writer")
    sheet = _asked(book, request.args.get("gid"))
    version = f"{book.stamp}.{file.version}.{sheet.id}.{int(may_edit)}.{hand.today}"
    if request.args.get("since") == version:
        return {"same": True}
    head = {
        "version": version,
        "title": file.name,
        "mayEdit": may_edit,
        "tabs": _tabs(book),
    }
    return grid.draw(workspace.sheets.calculation(book), sheet, hand, head)


@data("/spreadsheets/d/<book_id>/type", ("POST",))
def type_in(request: Request, workspace: Workspace, person: str, book_id: str) -> Json:
    """Write what was typed (`typing.py`)."""
    return typing.write(workspace, person, book_id, sent_json(request))


@data("/spreadsheets/d/<book_id>/change", ("POST",))
def change(request: Request, workspace: Workspace, person: str, book_id: str) -> Json:
    """Rows, columns, tabs: requests of batchUpdate."""
    return typing.change(workspace, person, book_id, sent_json(request))


def _asked(book: Book, gid: str | None) -> Sheet:
    """The tab with this id, without one the first that is shown."""
    if gid is None or gid == "":
        return next((s for s in book.sheets if not s.properties.get("hidden")), book.sheets[0])
    sheet = book.find_sheet(typing.number(gid))
    if sheet is None:
        raise ApiError(404, "This tab is gone.")
    return sheet


def _tabs(book: Book) -> list[Json]:
    return [
        {
            "id": sheet.id,
            "title": sheet.title,
            "hidden": bool(sheet.properties.get("hidden")),
            "color": color(sheet.properties.get("tabColorStyle")),
        }
        for sheet in book.sheets
    ]
