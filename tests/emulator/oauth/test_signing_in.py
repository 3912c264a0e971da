"""Signing in with Google's own libraries: tokens, delegation, ID tokens, keys."""

import base64
import json

import google.auth.exceptions
import pytest
import requests
from google.auth import iam
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import id_token, service_account
from google.oauth2.credentials import Credentials

from emulator.app import create_app
from emulator.inprocess import Adapter
from tests.emulator.clients import ANA, ask, drive, fault

DRIVE = "https://www.googleapis.com/auth/drive"
SHEETS = "https://www.googleapis.com/auth/spreadsheets"
ABOUT = "https://workspace.test/drive/v3/about?fields=user/emailAddress"
OURS = "client-1.apps.example"


@pytest.fixture
def app():
    return create_app()


def transport(app):
    session = requests.Session()
    session.mount("https://", Adapter(app))
    session.mount("http://", Adapter(app))
    return Request(session)


def acting_as(app, credentials):
    session = AuthorizedSession(credentials, auth_request=transport(app))
    session.mount("https://", Adapter(app))
    return session.get(ABOUT)


def key_file(app, **spec):
    return ask(app, "POST", "/_emulator/service_account", spec, content_type="application/json")[1]


def credentials(app, scopes=(DRIVE,), subject=None, **spec):
    info = key_file(app, **spec)
    return service_account.Credentials.from_service_account_info(
        info, scopes=scopes, subject=subject
    )


def test_a_service_account_acts_as_itself_and_as_a_person(app):
    itself = acting_as(app, credentials(app)).json()
    assert itself == {"user": {"emailAddress": "holdfast@holdfast-local.iam.gserviceaccount.com"}}
    assert acting_as(app, credentials(app, subject=ANA)).json() == {"user": {"emailAddress": ANA}}


def test_without_delegation_it_acts_as_nobody_else(app):
    with pytest.raises(google.auth.exceptions.RefreshError, match="unauthorized_client"):
        acting_as(app, credentials(app, subject=ANA, delegation=False))


def test_a_foreign_key_is_refused(app):
    theirs = key_file(create_app())
    key_file(app)
    wrong = service_account.Credentials.from_service_account_info(theirs, scopes=[DRIVE])
    with pytest.raises(google.auth.exceptions.RefreshError, match="Invalid JWT Signature"):
        acting_as(app, wrong)
    unknown = service_account.Credentials.from_service_account_info(
        theirs | {"client_email": "nobody@x.iam.gserviceaccount.com"}, scopes=[DRIVE]
    )
    with pytest.raises(google.auth.exceptions.RefreshError, match="account not found"):
        acting_as(app, unknown)


def test_an_access_token_ends_after_an_hour_of_the_clock(app):
    creds = credentials(app)
    creds.refresh(transport(app))
    headers = {"authorization": f"Bearer {creds.token}"}
    assert app.handle("GET", "/drive/v3/files", headers=headers).status == 200
    app.workspace.clock.advance(3601)
    answer = app.handle("GET", "/drive/v3/files", headers=headers)
    assert answer.status == 401
    assert json.loads(answer.body)["error"]["errors"][0]["reason"] == "authError"


def test_a_token_reaches_as_far_as_its_scopes(app):
    answer = acting_as(app, credentials(app, scopes=[SHEETS]))
    assert answer.status_code == 403
    assert answer.json()["error"]["errors"][0]["reason"] == "insufficientPermissions"


def test_keyless_delegation_through_iam(app):
    email = "run@holdfast-local.iam.gserviceaccount.com"
    key_file(app, email=email)
    source = Credentials(token=f"as:{email}")
    keyless = service_account.Credentials(
        iam.Signer(transport(app), source, email),
        email,
        "https://workspace.test/token",
        scopes=[DRIVE],
        subject=ANA,
    )
    assert acting_as(app, keyless).json() == {"user": {"emailAddress": ANA}}


def test_a_refresh_token_stands_for_a_person(app):
    mine = Credentials(
        None, refresh_token=f"as:{ANA}", token_uri="https://w.test/token", client_id="c",
        client_secret="s",
    )  # fmt: skip
    assert acting_as(app, mine).json() == {"user": {"emailAddress": ANA}}
    status, body = ask(
        app,
        "POST",
        "/token",
        b"grant_type=refresh_token&refresh_token=stale",
        content_type="application/x-www-form-urlencoded",
    )
    assert (status, body["error"]) == (400, "invalid_grant")


def test_a_fault_can_hit_the_token_endpoint(app):
    fault(app, method="oauth2.token", status=400)
    with pytest.raises(google.auth.exceptions.RefreshError):
        acting_as(app, credentials(app))


def make(app, **spec):
    spec = {"email": ANA, "aud": OURS} | spec
    return ask(app, "POST", "/_emulator/id_token", spec, content_type="application/json")[1][
        "id_token"
    ]


def verified(app, token, audience=OURS):
    return id_token.verify_oauth2_token(token, transport(app), audience)


def test_an_id_token_is_good_for_googles_own_verifier(app):
    claims = verified(app, make(app, claims={"nonce": "n", "hd": None}))
    assert (claims["email"], claims["aud"], claims["nonce"]) == (ANA, OURS, "n")
    assert "hd" not in claims


@pytest.mark.parametrize(
    "wrong",
    [
        {"expired": True},
        {"not_yet_valid": True},
        {"aud": "somebody else"},
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "HS256", "secret": "pem"},
        {"kid": "0" * 40},
        {"wrong_key": True},
        {"claims": {"iss": "https://accounts.example"}},
        {"claims": {"exp": None}},
    ],
)
def test_a_wrong_id_token_is_refused(app, wrong):
    with pytest.raises((ValueError, google.auth.exceptions.GoogleAuthError)):
        verified(app, make(app, **wrong))


def test_keys_rotate(app):
    token = make(app)
    ask(app, "POST", "/_emulator/keys", {}, content_type="application/json")
    assert verified(app, token)["email"] == ANA
    assert verified(app, make(app))["email"] == ANA
    assert len(ask(app, "GET", "/oauth2/v1/certs")[1]) == 2
    ask(app, "POST", "/_emulator/keys", {"retire": True}, content_type="application/json")
    with pytest.raises((ValueError, google.auth.exceptions.GoogleAuthError)):
        verified(app, token)


def test_keys_rotate_by_the_clock(app):
    def kids():
        return {key["kid"] for key in ask(app, "GET", "/oauth2/v3/certs")[1]["keys"]}

    first = kids()
    app.workspace.clock.advance(8 * 86400)
    second = kids()
    assert first < second
    assert len(second) == 2
    app.workspace.clock.advance(8 * 86400)
    assert len(kids()) == 2
    assert not first & kids()


def test_signed_by_iam_and_who_am_i(app):
    url = "/v1/projects/-/serviceAccounts/run@x.iam.gserviceaccount.com"
    payload = {"payload": base64.b64encode(b"hello").decode()}
    status, signed = ask(app, "POST", url + ":signBlob", payload)
    assert status == 200
    assert len(base64.b64decode(signed["signedBlob"])) == 256
    assert ask(app, "POST", url + ":signJwt", {"payload": "{}"})[1]["signedJwt"].count(".") == 2
    assert ask(app, "POST", url + ":signJwt", {"payload": "x"})[0] == 400
    issued = ask(app, "POST", url + ":generateAccessToken", {"scope": [DRIVE]})[1]
    headers = {"authorization": f"Bearer {issued['accessToken']}"}
    assert app.handle("GET", "/drive/v3/files", headers=headers).status == 200
    assert ask(app, "POST", url + ":generateIdToken", {"audience": OURS})[1]["token"]
    assert ask(app, "POST", "/v1/projects/-/serviceAccounts/x:signBlob", payload)[0] == 404
    assert ask(app, "GET", "/oauth2/v2/userinfo")[1]["email"] == ANA
    assert drive(app).files().list().execute()["files"] == []
