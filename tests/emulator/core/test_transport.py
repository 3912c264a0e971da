"""Batches, uploads, a real server, a restart: how requests arrive and what outlives them."""

import os
import signal
import subprocess
import sys
import threading
from itertools import product

import pytest
import requests
from googleapiclient.http import BatchHttpRequest, MediaInMemoryUpload
from werkzeug.serving import make_server

from emulator.__main__ import Handler
from emulator.app import create_app
from emulator.inprocess import Http
from tests.emulator.clients import ANA, ask, drive, fault, service
from tests.serving import HEARS_S


@pytest.fixture
def app():
    return create_app()


def run_batch(app, calls, uri):
    answers = {}
    batch = BatchHttpRequest(
        callback=lambda name, answer, error: answers.update({name: error or answer}),
        batch_uri="http://workspace.test" + uri,
    )
    for name, call in calls.items():
        batch.add(call, request_id=name)
    batch.execute(http=Http(app, ANA))
    return answers


def test_a_batch_answers_each_call(app):
    files = drive(app).files()
    calls = {f"n{n}": files.create(body={"name": f"file {n}"}) for n in range(3)}
    calls["gone"] = files.get(fileId="nope")
    answers = run_batch(app, calls, "/batch/drive/v3")
    assert [answers[f"n{n}"]["name"] for n in range(3)] == ["file 0", "file 1", "file 2"]
    assert answers["gone"].resp.status == 404
    assert ask(app, "GET", "/_emulator/requests")[1] == {
        "drive.files.create": 3,
        "drive.files.get": 1,
    }


def test_a_fault_can_hit_one_call_of_a_batch(app):
    fault(app, method="drive.files.create", status=403, reason="rateLimitExceeded")
    files = drive(app).files()
    calls = {name: files.create(body={"name": name}) for name in ("a", "b")}
    answers = run_batch(app, calls, "/batch/drive/v3")
    assert answers["a"].resp.status == 403
    assert answers["b"]["name"] == "b"


def test_batches_that_are_refused(app):
    from googleapiclient.errors import BatchError, HttpError

    sheets = service(app, ANA, "sheets", "v4").spreadsheets()
    for uri in ("/batch", "/batch/drive/v3"):
        with pytest.raises((BatchError, HttpError)) as error:
            run_batch(app, {"a": sheets.get(spreadsheetId="x")}, uri)
        assert error.value.resp.status == 404
    files = drive(app).files()
    calls = {str(n): files.get(fileId="x") for n in range(101)}
    with pytest.raises((BatchError, HttpError)) as error:
        run_batch(app, calls, "/batch/drive/v3")
    assert error.value.resp.status == 400
    assert ask(app, "POST", "/batch/drive/v3", b"nothing")[0] == 400


@pytest.mark.parametrize(
    ("content", "resumable"),
    [
        (b"", False),  # Google's client cannot send nothing resumably
        *product((b"plain", b"--x\r\n\r\nnot a boundary\r\n", b"\n\n\r\n"), (False, True)),
    ],
)
def test_an_upload_arrives_byte_by_byte(app, content, resumable):
    media = MediaInMemoryUpload(content, "text/plain", resumable=resumable)
    files = drive(app).files()
    made = files.create(body={"name": "a.txt"}, media_body=media, fields="id,size").execute()
    assert made["size"] == str(len(content))
    assert files.get_media(fileId=made["id"]).execute() == content


def test_a_resumable_upload_in_chunks(app):
    content = bytes(range(256)) * 4096
    media = MediaInMemoryUpload(content, "application/x-thing", chunksize=2**18, resumable=True)
    request = drive(app).files().create(body={"name": "big"}, media_body=media, fields="id")
    chunks, made = 0, None
    while made is None:
        _status, made = request.next_chunk()
        chunks += 1
    assert chunks == 4
    assert drive(app).files().get_media(fileId=made["id"]).execute() == content


def test_a_media_upload_has_no_metadata(app):
    url = "/upload/drive/v3/files?uploadType=media"
    status, made = ask(app, "POST", url, b"a,b", content_type="text/csv")
    assert (status, made["name"], made["mimeType"]) == (200, "Untitled", "text/csv")
    assert ask(app, "POST", "/upload/v4/spreadsheets?uploadType=media", b"x")[0] == 404
    assert ask(app, "PUT", "/upload/drive/v3/files?upload_id=unknown", b"x")[0] == 404


def test_a_long_get_may_come_as_a_post(app):
    files = drive(app).files()
    query = " or ".join(["name = 'some name'"] * 200)
    assert files.list(q=query).execute()["files"] == []


@pytest.fixture
def server(app):
    running = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=running.serve_forever, args=(HEARS_S,))
    thread.start()
    yield f"http://127.0.0.1:{running.port}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_over_real_http(app, server):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer as:{ANA}"
    made = session.post(f"{server}/drive/v3/files", json={"name": "Zoë / 1"}).json()
    answer = session.get(f"{server}/drive/v3/files/{made['id']}?fields=name")
    assert answer.json() == {"name": "Zoë / 1"}
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    session.put(
        f"{server}/v4/spreadsheets/x/values/a%2Fb!A1", json={}, params={"valueInputOption": "RAW"}
    )
    assert app.controls.counts["sheets.spreadsheets.values.update"] == 1
    assert session.delete(f"{server}/drive/v3/files/{made['id']}").status_code == 204


def test_a_dropped_connection_over_real_http(app, server):
    fault(app, method="drive.files.list", drop=True)
    headers = {"Authorization": f"Bearer as:{ANA}"}
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server}/drive/v3/files", headers=headers, timeout=5)
    assert requests.get(f"{server}/drive/v3/files", headers=headers, timeout=5).ok


def test_a_late_answer_over_real_http(app, server):
    fault(app, method="drive.files.list", timeout=True, late=0.3)
    headers = {"Authorization": f"Bearer as:{ANA}"}
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{server}/drive/v3/files", headers=headers, timeout=0.05)


def test_state_survives_a_restart(tmp_path):
    first = create_app(data=tmp_path)
    kept = drive(first).files().create(body={"name": "kept"}).execute()
    lost = drive(first).files().create(body={"name": "lost"}).execute()
    drive(first).files().update(fileId=kept["id"], body={"appProperties": {"a": "1"}}).execute()
    drive(first).files().delete(fileId=lost["id"]).execute()
    start = drive(first).changes().getStartPageToken().execute()["startPageToken"]

    second = create_app(data=tmp_path)
    listed = drive(second).files().list(fields="files(id,name,appProperties,parents)").execute()
    assert listed["files"] == [
        {
            "id": kept["id"],
            "name": "kept",
            "appProperties": {"a": "1"},
            "parents": [drive(second).files().get(fileId="root").execute()["id"]],
        }
    ]
    assert drive(second).changes().getStartPageToken().execute()["startPageToken"] == start
    ask(second, "POST", "/_emulator/reset")
    assert drive(create_app(data=tmp_path)).files().list().execute()["files"] == []


def serve(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "emulator", "--port", "0", "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline().split()[-1]


@pytest.mark.timeout(60)
def test_what_was_answered_survives_a_kill(tmp_path):
    headers = {"Authorization": f"Bearer as:{ANA}"}
    process, url = serve(tmp_path)
    made = requests.post(f"{url}/drive/v3/files", json={"name": "a"}, headers=headers, timeout=20)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process, url = serve(tmp_path)
    listed = requests.get(f"{url}/drive/v3/files", headers=headers, timeout=20).json()["files"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert "has ended" in process.stdout.read()
