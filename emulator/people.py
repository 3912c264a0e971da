"""Who is acting: the Authorization header of a request, read.

`Bearer as:<email>` acts as that person. A token issued by the OAuth endpoint acts as its
subject. Any other opaque token acts as the developer, so that a recorded session can be
replayed. No header: 401.
"""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.wrappers import Request

from emulator.errors import ApiError
from emulator.workspace import Workspace

DEVELOPER = "developer@holdfast.example"
MISSING = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)


def acting(
    workspace: Workspace, headers: Mapping[str, str], token: str | None = None
) -> str:
    """The e-mail of who makes this request. Raises ApiError(401)."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and credential.strip():
        token = credential.strip()
    if not token:
        raise ApiError(
            401, MISSING, reason="required", headers={"WWW-Authenticate": "Bearer"}
        )
    if token.startswith("as:"):
        return token[3:].strip().lower()
    return workspace.oauth.person_of(token) or DEVELOPER


def browsing(workspace: Workspace, request: Request) -> str:
    """The e-mail of who looks at a page: as above, else the `person` cookie or parameter."""
    if "authorization" in request.headers:
        return acting(workspace, {"authorization": request.headers["authorization"]})
    return request.args.get("person") or request.cookies.get("person") or DEVELOPER
