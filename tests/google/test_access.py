"""Whose token a call carries: least scopes, one token per person, renewed when it ends."""

import json
from concurrent.futures import ThreadPoolExecutor

import google.auth.transport.requests
import pytest
from google.auth import credentials as google_credentials
from googleapiclient.discovery_cache import get_static_doc
from requests import Session as RequestsSession

from emulator.inprocess import Adapter
from service.google import Session, open_workspace
from service.google.access import SCOPES, KeyFileAccess, KeylessAccess, LocalAccess, access_for
from service.google.retries import Patience
from service.google.session import VERSIONS
from service.ports import NotAllowed

from .conftest import ADMIN, CM, ROOT, ZONE

USED = {
    "sheets": ["values.batchGetByDataFilter", "batchUpdate", "create", "get"],
    "drive": [
        "changes.getStartPageToken",
        "changes.list",
        "files.list",
        "files.get",
        "files.create",
        "files.update",
        "files.export",
        "permissions.list",
        "permissions.create",
        "permissions.delete",
    ],
    "forms": ["create", "batchUpdate", "get", "setPublishSettings", "responses.list"],
    "calendar": [
        "events.list",
        "events.get",
        "events.insert",
        "events.patch",
        "events.delete",
        "freebusy.query",
    ],
    "gmail": ["messages.send", "messages.list"],
    "drafts": ["drafts.create", "drafts.send", "drafts.delete", "drafts.list"],
}
TOP = {"sheets": ["spreadsheets"], "forms": ["forms"], "gmail": ["users"], "drafts": ["users"]}


@pytest.mark.parametrize("api", USED)
def test_our_scopes_open_every_method_we_use_and_none_is_idle(api):
    called = {"drafts": "gmail"}.get(api, api)
    document = json.loads(get_static_doc(called, VERSIONS[called]))
    needed = set()
    for path in USED[api]:
        *collections, name = [*TOP.get(api, []), *path.split(".")]
        resource = document
        for collection in collections:
            resource = resource["resources"][collection]
        opens = set(SCOPES[api]) & set(resource["methods"][name]["scopes"])
        assert opens, f"{api}.{path}"
        needed |= opens
    assert needed == set(SCOPES[api])


def test_no_scope_shows_holdfast_more_than_its_own_files():
    assert "https://www.googleapis.com/auth/drive" not in {
        s for some in SCOPES.values() for s in some
    }


@pytest.fixture
def key_file(local, tmp_path):
    key = local.control("POST", "service_account", {"email": "holdfast@p.iam.gserviceaccount.com"})
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**key, "token_uri": "https://oauth2.googleapis.com/token"}))
    return path


def signed_in(local, key_file):
    session = Session(
        access_for(ROOT, "", key_file),
        ROOT,
        transport=local.transport,
        patience=Patience(2, sleep=lambda _: None),
    )
    return session, open_workspace(session, admin=ADMIN, mail_from=ADMIN, time_zone=ZONE)


def test_a_key_file_signs_in_as_each_person(local, key_file):
    _session, workspace = signed_in(local, key_file)
    made = workspace.files.create("Holdfast", "application/vnd.google-apps.folder")
    assert made.modified_by == ADMIN
    workspace.calendars.look(CM, "")
    workspace.files.get(made.file_id)
    assert local.counts()["oauth2.token"] == 2  # one for each person, then kept
    assert workspace.calls["oauth"] == 2


def test_threads_wait_for_one_token_instead_of_fetching_their_own(local, key_file):
    _session, workspace = signed_in(local, key_file)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: workspace.files.find(holdfast="folder"), range(16)))
    assert local.counts()["oauth2.token"] == 1


def test_a_token_that_ended_early_is_renewed(local, key_file):
    _session, workspace = signed_in(local, key_file)
    workspace.files.find(holdfast="folder")
    local.control("POST", "clock", {"advance": 7200})  # for the Workspace, not for us
    workspace.files.find(holdfast="folder")
    assert local.counts()["oauth2.token"] == 2


def test_no_delegation_is_said_plainly(local, key_file):
    email = json.loads(key_file.read_text())["client_email"]
    local.control("POST", "service_account", {"email": email, "delegation": False})
    _session, workspace = signed_in(local, key_file)
    with pytest.raises(NotAllowed, match="doctor"):
        workspace.files.find(holdfast="folder")


def test_the_settings_choose_the_access(key_file):
    assert isinstance(access_for(ROOT, "", None), LocalAccess)
    assert isinstance(access_for(ROOT, "", key_file), KeyFileAccess)
    assert isinstance(access_for("", "sa@p.iam.gserviceaccount.com", None), KeylessAccess)


def test_without_a_key_the_iam_api_signs(local, monkeypatch):
    """On Cloud Run: the service's own identity signs for the service account, key-less."""
    email = "holdfast@p.iam.gserviceaccount.com"
    local.control("POST", "service_account", {"email": email})

    class OnCloudRun(google_credentials.Credentials):
        def refresh(self, request):
            self.token = f"as:{email}"

    requests_session = RequestsSession()
    requests_session.mount("https://", Adapter(local.app))
    transport = google.auth.transport.requests.Request(requests_session)
    monkeypatch.setattr("service.google.access.Request", lambda: transport)
    monkeypatch.setattr("google.auth.default", lambda scopes: (OnCloudRun(), "p"))
    session = Session(KeylessAccess(email), transport=local.transport)
    workspace = open_workspace(session, admin=ADMIN, mail_from=ADMIN, time_zone=ZONE)
    made = workspace.files.create("Holdfast", "application/vnd.google-apps.folder")
    assert made.modified_by == ADMIN
    assert local.counts()["oauth2.token"] == 1
