"""A person's mail: what came, what went, and one letter."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from emulator.errors import ApiError
from emulator.gmail import reading
from emulator.sheets.locales import local_now
from emulator.workspace import Workspace

from .frame import render, show
from .links import clean, linked

BOXES = {"inbox": ("Inbox", "INBOX"), "sent": ("Sent", "SENT")}


@show("/mail")
def mailbox(request: Request, workspace: Workspace, person: str) -> Response:
    """The inbox, or with ?box=sent what was sent."""
    box = request.args.get("box", "inbox")
    title, label = BOXES.get(box, BOXES["inbox"])
    return render(
        "mail.html",
        request,
        workspace,
        person,
        box=box,
        boxes=BOXES,
        title=title,
        letters=[
            (one, _when(workspace, person, one)) for one in _letters(workspace, person, label)
        ],
    )


@show("/mail/<message_id>")
def letter(request: Request, workspace: Workspace, person: str, message_id: str) -> Response:
    """One letter; to have seen it is to have read it."""
    found = reading.letter(workspace, person, message_id)
    if found is None:
        raise ApiError(404)
    reading.mark_read(workspace, person, message_id)
    return render(
        "letter.html",
        request,
        workspace,
        person,
        letter=found,
        when=_when(workspace, person, found),
        body=clean(found.html) if found.html else linked(found.text),
        plain=not found.html,
        box="inbox" if "INBOX" in found.labels else "sent",
    )


def _letters(workspace: Workspace, person: str, label: str) -> list[reading.Letter]:
    return reading.letters(workspace, person, label)


def _when(workspace: Workspace, person: str, letter: reading.Letter) -> str:
    """When it came, on the clock of the person's calendar."""
    calendar = workspace.calendar.calendars.get(person)
    zone = calendar.zone if calendar else "America/New_York"
    return f"{local_now(letter.received, zone):%a %d %b, %H:%M}"
