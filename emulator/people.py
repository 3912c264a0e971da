"""Who is acting: the Authorization header of a request, read.

`Bearer as:<email>` acts as that person. A token issued by the OAuth endpoint acts as its
subject. Any other opaque token acts as the developer, so that a recorded session can be
replayed. No header: 401.
"""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.wrappers import Request

from .errors import ApiError
from .workspace import Workspace

DEVELOPER = "developer@holdfast.example"
MISSING = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token of an Authorization header."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    return credential.strip() or None if scheme.lower() == "bearer" else None


def acting(
    workspace: Workspace,
    headers: Mapping[str, str],
    token: str | None = None,
    scopes: frozenset[str] = frozenset(),
) -> str:
    """The e-mail of who makes this request.

    `token` is one from the query; `scopes` those of which the method wants one. Raises
    ApiError(401) without a token or with an expired one, 403 if its scopes do not reach.
    """
    token = bearer(headers) or token
    if not token:
        raise ApiError(401, MISSING, reason="required", headers={"WWW-Authenticate": "Bearer"})
    if token.startswith("as:"):
        return token[3:].strip().lower()
    issued = workspace.oauth.token(token)
    if issued is None:
        return DEVELOPER
    if scopes and issued.scopes and not scopes & issued.scopes:
        raise insufficient_scopes()
    return issued.person


def insufficient_scopes() -> ApiError:
    """Google's refusal of a token that was not granted what the method wants."""
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
    }
    text = "Request had insufficient authentication scopes."
    return ApiError(403, text, reason="insufficientPermissions", details=[detail])


def browsing(workspace: Workspace, request: Request) -> str:
    """The e-mail of who looks at a page: as above, else parameter `person`, else cookie `as`."""
    if "authorization" in request.headers:
        return acting(workspace, {"authorization": request.headers["authorization"]})
    return request.args.get("person") or request.cookies.get("as") or DEVELOPER
