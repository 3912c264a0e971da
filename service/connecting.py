"""How a school that was set up speaks to its Workspace: at leisure, or for a card that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .google import Session, open_workspace
from .google.access import access_for
from .google.connections import Connection
from .google.retries import Patience
from .ports import Workspace
from .settings import Settings

CARD_TIMEOUT_S = 8.0


def session_for(
    settings: Settings, transport: Callable[[], Any] | None, patience: Patience | None = None
) -> Session:
    """A session of the account that `settings` name; `transport` None = the real network."""
    given = settings.service_account, settings.service_account_file
    access = access_for(settings.workspace_url, *given)
    return Session(access, settings.workspace_url, transport=transport, patience=patience)


def workspace_for(settings: Settings, session: Session, time_zone: Callable[[], str]) -> Workspace:
    """All of Google, through `session`, as the accounts that `settings` name."""
    told = {"admin": settings.admin, "mail_from": settings.mail_from}
    return open_workspace(session, **told, time_zone=time_zone)


def hurried() -> Connection:
    """A connection that does not wait for long."""
    connection = Connection()
    connection.timeout = CARD_TIMEOUT_S
    return connection


def public_page(transport: Callable[[], Any], url: str) -> tuple[int, dict[str, str], bytes]:
    """GET what everybody may read: status, headers by their names in small letters, content. Raises
    OSError."""
    response, content = transport().request(url, "GET")
    return response.status, {name.lower(): value for name, value in response.items()}, content
