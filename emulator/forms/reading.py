"""For the other browser pages: a person's forms and how many have answered."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.drive.store import RANK, File
from emulator.workspace import Workspace

from .store import MIME_TYPE


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form in a list. `responses` is None for who may not read them."""

    id: str
    title: str
    path: str
    open: bool
    responses: int | None


def may_answer(file: File, person: str | None) -> bool:
    """Whether a published form takes this person's answers: those of its responders, which are
    permissions with the view "published", and of its editors. None (not signed in) is nobody."""
    responders = [one for one in file.permissions.values() if one.view == "published"]
    if any(one.kind == "anyone" for one in responders):
        return True
    if person is None:
        return False
    if any(one.who in (person, person.partition("@")[2]) for one in responders):
        return True
    editors = (one for one in file.permissions.values() if not one.view)
    return any(one.who == person and RANK[one.role] >= RANK["writer"] for one in editors)


def forms(workspace: Workspace, person: str) -> list[FormLine]:
    """The forms that this person may fill in or see, by title; none from the trash."""
    drive, found = workspace.drive, []
    for file in list(drive.files.values()):
        form = workspace.forms.forms.get(file.id)
        if file.mime_type != MIME_TYPE or form is None or drive.in_trash(file):
            continue
        open_to_them = form.published and form.accepting and may_answer(file, person)
        if not open_to_them and not drive.can(person, file, "reader"):
            continue
        may_read = drive.can(person, file, "writer")
        found.append(
            FormLine(
                form.id,
                form.title or file.name,
                f"/forms/d/e/{form.id}/viewform",
                form.published and form.accepting,
                len(workspace.forms.responses(form.id)) if may_read else None,
            )
        )
    return sorted(found, key=lambda line: line.title.lower())
