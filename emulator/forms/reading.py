"""For the other browser pages: a person's forms and how many have answered."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.forms.store import MIME_TYPE
from emulator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form in a list. `responses` is None for who may not read them."""

    id: str
    title: str
    path: str
    open: bool
    responses: int | None


def forms(workspace: Workspace, person: str) -> list[FormLine]:
    """The forms whose file this person may see, by title; forms in the trash are left out."""
    drive, found = workspace.drive, []
    for file in list(drive.files.values()):
        if file.mime_type != MIME_TYPE or not drive.can(person, file, "reader"):
            continue
        form = workspace.forms.forms.get(file.id)
        if form is None or drive.in_trash(file):
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
