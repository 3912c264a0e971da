"""Whose token a call carries, and with which scopes.

Holdfast acts as people of the school's domain: as the admin on files, as each case manager on
their own calendar. Against Google that is domain-wide delegation, keyless on Cloud Run (the
service account signs through the IAM API) or with a key file elsewhere. A local Workspace takes
`as:<email>` for a token. Scopes are the least that each API's methods accept: `drive.file` shows
Holdfast the files it made itself, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import google.auth
import google.oauth2.credentials
from google.auth import iam
from google.auth.transport.requests import Request
from google.oauth2 import service_account

GOOGLE = "https://www.googleapis.com/auth/"
TOKEN_URI = "https://oauth2.googleapis.com/token"

SCOPES: Mapping[str, tuple[str, ...]] = {
    "sheets": (GOOGLE + "drive.file",),
    "drive": (GOOGLE + "drive.file",),
    "forms": (GOOGLE + "drive.file",),
    "calendar": (GOOGLE + "calendar.events.owned", GOOGLE + "calendar.freebusy"),
    "gmail": (GOOGLE + "gmail.send", GOOGLE + "gmail.readonly"),
    "drafts": (GOOGLE + "gmail.compose",),
}


class Access(Protocol):
    """Hands out credentials that act as a person within some scopes."""

    def credentials(self, person: str, scopes: tuple[str, ...]) -> Any: ...


class LocalCredentials(google.oauth2.credentials.Credentials):
    """A token that a local Workspace takes at its word, and that never needs renewing."""

    def refresh(self, request: object) -> None:
        """The same token stays good."""


class LocalAccess:
    """For a local Workspace: whoever we say we are."""

    def credentials(self, person: str, scopes: tuple[str, ...]) -> Any:
        return LocalCredentials(f"as:{person}", scopes=list(scopes))


class KeyFileAccess:
    """Domain-wide delegation with a service account's key file."""

    def __init__(self, path: Path, token_uri: str = "") -> None:
        loaded: Any = service_account.Credentials.from_service_account_file(str(path))
        self._credentials = loaded.with_token_uri(token_uri) if token_uri else loaded

    def credentials(self, person: str, scopes: tuple[str, ...]) -> Any:
        return self._credentials.with_scopes(list(scopes)).with_subject(person)


class KeylessAccess:
    """Domain-wide delegation without a key: the IAM API signs for the service account.

    Needs the role Service Account Token Creator on itself, and its client id with SCOPES in the
    Admin console (docs/deploy.md).
    """

    def __init__(self, service_account_email: str) -> None:
        self._email = service_account_email
        self._signer: Any = None

    def credentials(self, person: str, scopes: tuple[str, ...]) -> Any:
        if self._signer is None:
            source, _project = google.auth.default(scopes=[GOOGLE + "iam"])
            self._signer = iam.Signer(Request(), source, self._email)
        return service_account.Credentials(
            self._signer, self._email, TOKEN_URI, scopes=list(scopes), subject=person
        )


def access_for(workspace_url: str, service_account_email: str, key_file: Path | None) -> Access:
    """The access that the settings ask for; a key file is used wherever one is given."""
    if key_file:
        return KeyFileAccess(key_file, f"{workspace_url}/token" if workspace_url else "")
    if workspace_url:
        return LocalAccess()
    return KeylessAccess(service_account_email)
