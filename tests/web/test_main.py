"""`service.main:app`, as gunicorn and `serve` load it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_importing_it_reads_no_settings_and_loads_nothing_heavy():
    code = (
        "import sys, service.main\n"
        "heavy = {'flask', 'sqlalchemy', 'googleapiclient', 'matplotlib', 'docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = run(code)
    assert done.stdout.strip() == "[]", done.stderr


def test_it_answers_as_a_wsgi_application(tmp_path):
    code = (
        "from werkzeug.test import Client\n"
        "from service.main import app\n"
        "print(Client(app).get('/health').json)"
    )
    done = run(
        code,
        HOLDFAST_WORKSPACE_URL="http://127.0.0.1:9",
        HOLDFAST_DATABASE_URL=f"sqlite:///{tmp_path / 'ledger.db'}",
    )
    assert done.stdout.strip() == "{'status': 'ok'}", done.stderr
