"""Recorded traffic of Google Sheets and Drive, replayed in strict mode, if it is at hand."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from emulator.__main__ import Handler
from emulator.app import create_app
from tests.serving import HEARS_S

RECORDINGS = Path(__file__).resolve().parents[4] / "shared" / "recordings"


@pytest.mark.timeout(240)
def test_every_recording_is_answered_as_google_did(tmp_path):
    if not (RECORDINGS / "gspread").is_dir():
        pytest.skip("no recordings of Google beside this repository: nothing to compare with")
    server = make_server("127.0.0.1", 0, create_app(), threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, args=(HEARS_S,))
    thread.start()
    report = tmp_path / "report.json"
    command = [sys.executable, RECORDINGS / "replay.py", RECORDINGS / "gspread"]
    command += [f"http://127.0.0.1:{server.port}", "--quiet", "--json", report]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert ended.returncode == 0, ended.stdout
    verdicts = [one["verdict"] for one in json.loads(report.read_text())]
    assert len(verdicts) > 50
    assert set(verdicts) == {"PASS"}
