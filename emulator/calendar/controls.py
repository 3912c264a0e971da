"""A control for tests: `POST /_emulator/calendar/expire_sync_tokens`."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from emulator.call import page
from emulator.workspace import Workspace


@page("/_emulator/calendar/expire_sync_tokens", methods=("POST",))
def expire_sync_tokens(request: Request, workspace: Workspace, person: str) -> Response:
    """Every sync token handed out so far is answered with 410 from now on."""
    workspace.calendar.expire_sync_tokens()
    return Response("{}", mimetype="application/json")
