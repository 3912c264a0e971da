"""Where nothing has changed since the last run, nothing is decided; whatever changed is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.reconcile.quiet import TOKEN, QuietMark
from service.reconcile.sync import Report
from tests.school_fixture import ADMIN, DANA, Kept, LiveSchool


@pytest.fixture(scope="module")
def quiet_kept(small_kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("quiet"))
    assert live.take(small_kept)
    entry = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-10-14"}
    entry |= {"Status": "Planned", "Start": "10:00"}
    live.type_row("caseload", "Diary", entry)
    live.sync()
    live.later(minutes=5)  # rows are asked about once they have stood for a while
    for _ in range(4):
        live.sync()
    assert live.school.ledger.token(TOKEN)
    return live.keep()


@pytest.fixture
def quiet(quiet_kept: Kept, tmp_path: Path) -> LiveSchool:
    """A school whose last run found nothing to do."""
    live = LiveSchool(tmp_path)
    assert live.take(quiet_kept)
    live.later(minutes=5)
    return live


def decided(report: Report) -> bool:
    return "decide" in report.cpu


def look_thoroughly(live: LiveSchool) -> Report:
    """As a trigger, or a person who waits, has it looked at."""
    return live.open().watched_sync(lambda *_: None, frozenset())


def unnamed(live: LiveSchool, change: Callable[[], Any]) -> None:
    """Drive's log does not know of a change yet."""
    drive = live.app.workspace.drive
    before = dict(drive.changes), drive.last_change
    change()
    drive.changes, drive.last_change = before


def test_nothing_is_decided_where_nothing_has_changed(quiet: LiveSchool) -> None:
    before = quiet.open().ledger.last_run()
    report = quiet.sync()
    assert not decided(report)
    assert not report.changes
    assert before
    assert report.problems == before["report"]["problems"]


def test_workbooks_that_drive_does_not_name_are_not_read(quiet: LiveSchool) -> None:
    quiet.open()
    beside = {"drive": 1, "forms": 2, "calendar": 2}
    assert quiet.school.sync().calls == {"sheets": 1, **beside}  # whose calendars: Office says it
    assert quiet.school.sync().calls == beside
    told = quiet.school.watched_sync(lambda *_: None, frozenset())
    assert told.calls == {"sheets": 3, **beside}
    assert not decided(told)


def test_what_drive_names_late_is_seen_by_who_wants_to_be_sure(quiet: LiveSchool) -> None:
    unnamed(quiet, lambda: type_a_row(quiet))
    assert not decided(quiet.sync())
    assert decided(look_thoroughly(quiet))


def test_what_drive_never_names_is_seen_within_the_hour(quiet: LiveSchool) -> None:
    unnamed(quiet, lambda: type_a_row(quiet))
    assert not decided(quiet.sync())
    quiet.later(minutes=61)
    assert decided(quiet.sync())


def test_another_school_s_files_in_the_account_wake_nobody(quiet: LiveSchool) -> None:
    made = {"name": "Caseload", "appProperties": {"holdfast_school": "another"}}
    quiet.google("/drive/v3/files", ADMIN, "POST", made)
    assert not decided(quiet.sync())
    quiet.google("/drive/v3/files", ADMIN, "POST", {"name": "Of nobody"})
    assert decided(quiet.sync())


def test_a_run_that_heard_of_something_and_had_nothing_to_do_leaves_a_mark(
    quiet: LiveSchool,
) -> None:
    add_a_tab_of_our_own(quiet)
    assert decided(quiet.sync())
    assert not decided(quiet.sync())


def type_a_row(live: LiveSchool) -> None:
    live.type_row("caseload", "Diary", {"Student": "Ana Silva", "Kind": "Check-in"})


def change_a_heading(live: LiveSchool) -> None:
    live.tab("office", "Staff").update_cell(1, 1, "Address")


def agree_on_something(live: LiveSchool) -> None:
    live.open().ledger.set_tokens({"switched": "on"})


def add_a_tab_of_our_own(live: LiveSchool) -> None:
    file_id = live.found["workbooks"]["caseload"]
    added = {"requests": [{"addSheet": {"properties": {"title": "Notes of our own"}}}]}
    live.google(f"/v4/spreadsheets/{file_id}:batchUpdate", ADMIN, "POST", added)


def fill_in_a_form(live: LiveSchool) -> None:
    live.refer(
        person="nora.lind@alder-creek.example", student_name="Ana Silva", concern="Sits alone"
    )


def move_an_event(live: LiveSchool) -> None:
    event = live.events(DANA)[0]
    day = "2026-10-15T{}:00:00-04:00"
    moved = {"start": {"dateTime": day.format(10)}, "end": {"dateTime": day.format(11)}}
    live.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "PATCH", moved)


@pytest.mark.parametrize(
    "change",
    [
        type_a_row,
        change_a_heading,
        agree_on_something,
        add_a_tab_of_our_own,
        fill_in_a_form,
        move_an_event,
    ],
)
def test_whatever_changes_is_decided_upon(
    quiet: LiveSchool, change: Callable[[LiveSchool], Any]
) -> None:
    change(quiet)
    assert decided(quiet.sync())


def test_a_mark_holds_for_an_hour_and_never_before_it_was_made(quiet: LiveSchool) -> None:
    school = quiet.open()
    assert not decided(school.sync(quiet.now + timedelta(minutes=59)))
    assert decided(school.sync(quiet.now + timedelta(minutes=61)))
    assert decided(school.sync(quiet.now - timedelta(minutes=1)))


def test_what_a_person_confirms_is_always_decided(quiet: LiveSchool) -> None:
    assert decided(quiet.open().sync(quiet.now, frozenset({"caseload/diary"})))


def test_another_release_or_other_settings_do_not_believe_it(quiet: LiveSchool) -> None:
    school = quiet.open()
    school.quiet.basis = "another"
    assert decided(school.sync(quiet.now))


@pytest.mark.parametrize("token", ["", "x", "a.1.2.3", "a.b.c.1.2.x", "a.b.c.-1.2.3"])
def test_a_mark_that_cannot_be_read_is_none(token: str) -> None:
    assert QuietMark.from_token(token) is None


def test_what_failed_is_tried_again_whatever_stayed_the_same(quiet: LiveSchool) -> None:
    quiet.control("POST", "faults", {"method": "calendar.events.list", "status": 403, "times": 9})
    assert decided(quiet.sync())
    quiet.control("DELETE", "faults")
    assert decided(quiet.sync())
