"""A Workspace that was filled once is copied, and the copies go their own ways."""

import time
from datetime import UTC, datetime

from emulator.app import create_app
from emulator.workspace import Clock
from tests.emulator.clients import ANA, service

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def typed(app, book_id, where="A1", value=None):
    """What a cell shows; with a value, after it was typed there."""
    values = service(app, ANA, "sheets", "v4").spreadsheets().values()
    if value is not None:
        values.update(spreadsheetId=book_id, range=where, valueInputOption="RAW",
                      body={"values": [[value]]}).execute()  # fmt: skip
    return values.get(spreadsheetId=book_id, range=where).execute().get("values")


def a_book(app):
    return service(app, ANA, "sheets", "v4").spreadsheets().create(body={}).execute()


def test_a_copy_holds_all_and_neither_sees_the_other_change(tmp_path):
    app = create_app(clock=Clock(NOON), seed=3)
    book_id = a_book(app)["spreadsheetId"]
    typed(app, book_id, value="before")
    kept = app.snapshot()
    copies = [create_app(snapshot=kept), create_app(data=tmp_path, snapshot=kept)]
    for place, copy in enumerate(copies):
        assert typed(copy, book_id, value=f"copy {place}") == [[f"copy {place}"]]
        assert copy.workspace.clock.now() == NOON
    assert typed(app, book_id) == [["before"]]
    app.restore(kept)
    assert typed(app, book_id) == [["before"]]
    assert a_book(app)["spreadsheetId"] == a_book(create_app(snapshot=kept))["spreadsheetId"]
    copies[1].workspace.database.close()
    assert typed(create_app(data=tmp_path), book_id) == [["copy 1"]]


def test_a_copy_costs_little():
    app = create_app()
    book_id = a_book(app)["spreadsheetId"]
    for row in range(1, 900, 100):
        typed(app, book_id, f"A{row}", "x" * 200)
    began = time.process_time()
    for _ in range(20):
        create_app(snapshot=app.snapshot())
    assert time.process_time() - began < 20 * 0.05
