"""The school's home: who am I, and what that person has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from emulator.drive.store import DOCUMENT, FORM, SHEET, File
from emulator.errors import ApiError
from emulator.forms import reading as forms
from emulator.gmail import reading as gmail
from emulator.workspace import Workspace

from . import people
from .frame import back_to, render, show

KEEP = 60 * 60 * 24 * 30
PATHS = {SHEET: "/spreadsheets/d/{}/edit", DOCUMENT: "/document/d/{}/edit"}
MOST = 40  # tiles of one kind; the others are found by name


@dataclass(frozen=True, slots=True)
class Tile:
    """One file as the home page shows it."""

    name: str
    path: str
    note: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to try: as whom, at which address, under which name, and what to do there."""

    person: people.Person
    path: str
    place: str
    what: str


# Role, where to begin (a page, or a word of a workbook's name), and what to do there.
HINTS = (
    (
        "Coordinator",
        "Office",
        "set a Decision to Accept on the tab Referrals; a case, a First Talk and a mail follow.",
    ),
    (
        "Case manager",
        "Calendar",
        "move an event to another day; its row on the tab Diary follows, and the other way round.",
    ),
    (
        "Teacher",
        "Forms",
        "refer a student whose name is spelled not quite right; Referrals says who may be meant.",
    ),
)
PAGES = {"Calendar": "/calendar", "Forms": "/forms"}


@show("/")
def home(request: Request, workspace: Workspace, person: str) -> Response:
    """Tiles of what the person may see; without a person, everybody to choose from. `?find=`
    leaves those whose name holds a word."""
    find = request.args.get("find", "").strip()
    return render(
        "home.html",
        request,
        workspace,
        person,
        find=find,
        hints=list(hints(workspace)),
        most=MOST,
        workbooks=tiles(workspace, person, SHEET, find),
        documents=tiles(workspace, person, DOCUMENT, find),
        forms=[line for line in forms.forms(workspace, person) if line.open],
        unread=sum(letter.unread for letter in gmail.letters(workspace, person)),
    )


@show("/as", ("POST",))
def switch(request: Request, workspace: Workspace, person: str) -> Response:
    """Be somebody else from now on."""
    answer = back_to(request.form.get("next", "/"))
    chosen = request.form.get("person", "").strip().lower()
    if "@" in chosen:
        answer.set_cookie("as", chosen, samesite="Lax", max_age=KEEP)
    return answer


@show("/open/<file_id>")
def open_file(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """A file by its id alone, wherever it is shown."""
    file = workspace.drive.find(person, file_id)
    if file.mime_type == FORM:
        return back_to(f"/forms/d/e/{file_id}/viewform")
    if file.mime_type not in PATHS:
        raise ApiError(404)
    return back_to(PATHS[file.mime_type].format(file_id))


def hints(workspace: Workspace) -> Iterator[Hint]:
    """What to try first, as far as the people and the workbooks for it are here."""
    everybody = people.known(workspace)
    for role, place, what in HINTS:
        person = next((one for one in everybody if one.role == role), None)
        if person is None:
            continue
        books = [] if place in PAGES else tiles(workspace, person.email, SHEET, place)
        path = PAGES.get(place) or next((book.path for book in books), None)
        if path:
            yield Hint(person, path, place, what)


def tiles(workspace: Workspace, person: str, mime_type: str, find: str) -> list[Tile]:
    """A person's files of one kind, by name, those in the bin left out."""
    drive, everybody = workspace.drive, people.known(workspace)
    found = [
        file
        for file in list(drive.files.values())
        if file.mime_type == mime_type
        and find.casefold() in file.name.casefold()
        and drive.listed(person, file)
        and not drive.in_trash(file)
    ]
    found.sort(key=lambda file: file.name.lower())
    return [
        Tile(file.name, PATHS[mime_type].format(file.id), changed(workspace, file, everybody))
        for file in found
    ]


def changed(workspace: Workspace, file: File, everybody: list[people.Person]) -> str:
    """When a file was last changed, and by whom, in words."""
    seconds = (workspace.clock.now() - file.modified).total_seconds()
    by = "Holdfast" if file.modified_by.endswith(people.ROBOT) else ""
    by = by or people.name_of(everybody, file.modified_by)
    return f"changed {_ago(seconds)} by {by}"


def _ago(seconds: float) -> str:
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"
