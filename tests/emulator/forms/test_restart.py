"""Forms, responses and mail survive a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc

from emulator.app import Emulator, create_app
from emulator.gmail import reading
from emulator.inprocess import Http

from .conftest import ANA, BEN, Browser, make, question


def started(data: Path) -> tuple[Emulator, Any]:
    app = create_app(data=data, check=True)
    document = get_static_doc("forms", "v1")
    return app, build_from_document(document, http=Http(app, ANA)).forms()


def stopped(app: Emulator) -> None:
    assert app.workspace.database
    app.workspace.database.close()


def test_what_was_answered_is_still_there(tmp_path: Path) -> None:
    app, forms = started(tmp_path)
    form_id = make(forms, question(0, "One", "00000001", textQuestion={}))
    assert Browser(app).post(form_id, {"entry.1": "kept"})[0] == 200
    before = forms.get(formId=form_id).execute()
    listed = forms.responses().list(formId=form_id).execute()
    app.workspace.gmail.send(ANA, f"To: {BEN}\r\nSubject: Hello\r\n\r\nHello".encode())
    app.workspace.save()
    stopped(app)
    app, forms = started(tmp_path)
    assert forms.get(formId=form_id).execute() == before
    assert forms.responses().list(formId=form_id).execute() == listed
    assert [letter.subject for letter in reading.letters(app.workspace, BEN)] == ["Hello"]
    stopped(app)
