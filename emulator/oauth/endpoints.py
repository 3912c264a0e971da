"""Sign-in: the token endpoint, the public keys, signing on behalf of a service account.

    POST /token (also /oauth2/v4/token)   JWT-bearer and refresh-token grants
    GET  /oauth2/v3/certs, /oauth2/v1/certs   the keys of ID tokens, as JWK and as PEM
    iamcredentials signBlob, signJwt, generateAccessToken, generateIdToken

    POST /_emulator/service_account  {"email", "delegation": true} → a service-account key file
    POST /_emulator/id_token         {"email", "aud", "claims": {…}, "expired", "not_yet_valid",
                                      "alg": "RS256" | "none" | "HS256", "kid", "wrong_key"}
                                     → {"id_token": …}; a claim of null is left out
    POST /_emulator/keys             {"retire": false} → a new signing key

A refresh token `as:<email>` stands for that person.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from werkzeug.wrappers import Request, Response

from emulator.call import Call, method, page
from emulator.errors import ApiError
from emulator.workspace import Workspace, rfc3339

from . import tokens
from .store import LIFETIME

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JSON = "application/json; charset=utf-8"


def answer(value: dict[str, Any], status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(json.dumps(value), status, named, content_type=JSON)


def refuse(error: str, description: str, status: int = 400) -> Response:
    return answer({"error": error, "error_description": description}, status)


@page("/token", ("POST",), method_id="oauth2.token")
@page("/oauth2/v4/token", ("POST",), method_id="oauth2.token")
def token(request: Request, workspace: Workspace, person: str) -> Response:
    """A grant for an access token, or, with target_audience, for an ID token."""
    sent = request.get_json(silent=True)
    form = {name: str(value) for name, value in (sent if isinstance(sent, dict) else {}).items()}
    form |= request.form.to_dict()
    grant = form.get("grant_type")
    if grant == "refresh_token":
        return _refreshed(workspace, form.get("refresh_token", ""), form.get("scope", ""))
    if grant != JWT_BEARER:
        return refuse("unsupported_grant_type", f"Invalid grant_type: {grant or ''}")
    try:
        account, claims = tokens.read_assertion(workspace.oauth, form.get("assertion", ""))
    except tokens.BadAssertion as wrong:
        return refuse("invalid_grant", str(wrong))
    acting_as = str(claims.get("sub") or "").lower()
    if acting_as and acting_as != account.email and not account.delegation:
        text = (
            "Client is unauthorized to retrieve access tokens using this method, or client not "
            "authorized for any of the scopes requested."
        )
        return refuse("unauthorized_client", text, 401)
    if claims.get("target_audience"):
        spec = {"email": account.email, "aud": claims["target_audience"]}
        return answer({"id_token": tokens.id_token(workspace.oauth, spec)})
    if not claims.get("scope"):
        return refuse("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    scopes = frozenset(str(claims["scope"]).split())
    return _granted(workspace, acting_as or account.email, scopes, account.email)


def _refreshed(workspace: Workspace, refresh_token: str, scope: str) -> Response:
    if not refresh_token.startswith("as:"):
        return refuse("invalid_grant", "Token has been expired or revoked.")
    return _granted(workspace, refresh_token[3:].lower(), frozenset(scope.split()), "")


def _granted(workspace: Workspace, who: str, scopes: frozenset[str], account: str) -> Response:
    issued = workspace.oauth.issue(who, scopes, account)
    granted: dict[str, Any] = {
        "access_token": issued,
        "expires_in": int(LIFETIME.total_seconds()) - 1,
        "token_type": "Bearer",
    }
    return answer(granted | ({"scope": " ".join(sorted(scopes))} if scopes else {}))


@page("/oauth2/v3/certs", method_id="oauth2.certs")
def certs_jwk(request: Request, workspace: Workspace, person: str) -> Response:
    """The public keys as a JWK set."""
    listed = []
    for key in workspace.oauth.published():
        numbers = key.private.public_key().public_numbers()
        modulus = tokens.encode(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big"))
        listed.append(
            {"kid": key.kid, "kty": "RSA", "alg": "RS256", "use": "sig", "n": modulus, "e": "AQAB"}
        )
    return answer({"keys": listed}, Cache_Control="public, max-age=21600, must-revalidate")


@page("/oauth2/v1/certs", method_id="oauth2.certs")
def certs_pem(request: Request, workspace: Workspace, person: str) -> Response:
    """The public keys as certificates, by key id."""
    listed = {key.kid: key.certificate() for key in workspace.oauth.published()}
    return answer(listed, Cache_Control="public, max-age=21600, must-revalidate")


# Controls


@page("/_emulator/id_token", ("POST",))
def make_id_token(request: Request, workspace: Workspace, person: str) -> Response:
    """An ID token as asked for."""
    return answer({"id_token": tokens.id_token(workspace.oauth, request.get_json())})


@page("/_emulator/keys", ("POST",))
def rotate(request: Request, workspace: Workspace, person: str) -> Response:
    """A new signing key."""
    spec = request.get_json(silent=True) or {}
    return answer({"kid": workspace.oauth.rotate(bool(spec.get("retire"))).kid})


@page("/_emulator/service_account", ("POST",))
def service_account(request: Request, workspace: Workspace, person: str) -> Response:
    """Register a service account; the answer is what its key file would hold."""
    spec = request.get_json(silent=True) or {}
    email = spec.get("email") or "holdfast@holdfast-local.iam.gserviceaccount.com"
    account = workspace.oauth.account(email)
    account.delegation = bool(spec.get("delegation", True))
    base = request.host_url.rstrip("/")
    return answer(
        {
            "type": "service_account",
            "project_id": "holdfast-local",
            "private_key_id": account.key.kid,
            "private_key": account.key.pem.decode(),
            "client_email": account.email,
            "client_id": account.client_id,
            "auth_uri": f"{base}/o/oauth2/auth",
            "token_uri": f"{base}/token",
            "universe_domain": "googleapis.com",
        }
    )


# Signing on behalf of a service account


def _account_email(call: Call) -> str:
    email = call.params["name"].rpartition("/")[2]
    if "@" not in email:
        raise ApiError(404, f"Unknown service account: {email}")
    return str(email)


@method("iamcredentials.projects.serviceAccounts.signBlob")
def sign_blob(call: Call) -> dict[str, Any]:
    """Sign bytes with the account's key."""
    key = call.workspace.oauth.account(_account_email(call)).key
    signature = key.sign(base64.b64decode(call.body.get("payload", "")))
    return {"keyId": key.kid, "signedBlob": base64.b64encode(signature).decode()}


@method("iamcredentials.projects.serviceAccounts.signJwt")
def sign_jwt(call: Call) -> dict[str, Any]:
    """Sign claims with the account's key."""
    key = call.workspace.oauth.account(_account_email(call)).key
    try:
        claims = json.loads(call.body.get("payload", ""))
    except ValueError:
        raise ApiError(400, "The payload is not a JSON object.") from None
    header = {"alg": "RS256", "kid": key.kid, "typ": "JWT"}
    return {"keyId": key.kid, "signedJwt": tokens.signed(header, claims, key)}


@method("iamcredentials.projects.serviceAccounts.generateAccessToken")
def generate_access_token(call: Call) -> dict[str, Any]:
    """An access token for the account itself."""
    oauth, email = call.workspace.oauth, _account_email(call)
    oauth.account(email)
    issued = oauth.issue(email, frozenset(call.body.get("scope") or ()), email)
    return {"accessToken": issued, "expireTime": rfc3339(oauth.tokens[issued].expires)}


@method("iamcredentials.projects.serviceAccounts.generateIdToken")
def generate_id_token(call: Call) -> dict[str, Any]:
    """An ID token for the account itself."""
    spec = {"email": _account_email(call), "aud": call.body.get("audience")}
    return {"token": tokens.id_token(call.workspace.oauth, spec)}


@method("oauth2.userinfo.get")
def userinfo(call: Call) -> dict[str, Any]:
    """Who is signed in."""
    told = {"id": tokens.subject(call.person), "email": call.person, "verified_email": True}
    if call.workspace.variant("hd_claim") == "absent":
        return told
    return told | {"hd": call.person.rpartition("@")[2]}
