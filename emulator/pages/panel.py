"""The add-on's side panel on a page of its own, without a sheet beside it."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from emulator.workspace import Workspace

from .frame import render, show


@show("/addon")
def alone(request: Request, workspace: Workspace, person: str) -> Response:
    """The panel; its script asks for the home card."""
    return render("addon.html", request, workspace, person)
