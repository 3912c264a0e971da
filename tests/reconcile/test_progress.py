"""How far a long run is, as every instance of the service can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httplib2
import pytest

from service.reconcile.progress import LONG, Progress, progress_of_run
from tests.school_fixture import DANA, Http, LiveSchool

STUDENTS = LONG + 2


@pytest.mark.parametrize(
    ("done", "of", "seconds", "minutes"),
    [(0, 2400, 0, 0), (120, 2400, 30, 10), (120, 2400, 27, 9), (10, 20, 5, 1), (20, 20, 60, 0)],
)
def test_what_is_left_goes_on_as_it_went(done: int, of: int, seconds: int, minutes: int) -> None:
    assert Progress("run", "files", done, of, 1000, 1000 + seconds).minutes_left == minutes


@pytest.mark.parametrize(
    "token", ["", "run.files", "run.files.1.2.3", "run.files.1.2.3.four", "a.b.c.1.2.3.4"]
)
def test_what_is_no_progress_is_none(token: str) -> None:
    assert Progress.from_token(token) is None


class Watched(Http):
    """The service's way to Google, with another instance that asks how far it is at every call."""

    def __init__(self, live: LiveSchool, seen: set[Progress | None]) -> None:
        super().__init__(live.app)
        self.live, self.seen, self.other = live, seen, live.open()

    def request(self, *args: Any, **kwargs: Any) -> tuple[httplib2.Response, bytes]:
        self.seen.add(progress_of_run(self.other.ledger, self.live.now))
        return super().request(*args, **kwargs)


@pytest.mark.gate("tests through the front door at length")
def test_a_long_run_says_how_far_it_is_until_it_is_over(tmp_path: Path) -> None:
    live, seen = LiveSchool(tmp_path).init(), set[Progress | None]()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    for number in range(STUDENTS):
        named = {"Student ID": f"S{number}", "Student": f"Kid {number}", "Status": "Active"}
        live.type_row("caseload", "Caseload", named | {"Case manager": DANA})
    live.school = live.open()
    live.school.transport = lambda: Watched(live, seen)
    live.sync()
    files = {each.done for each in seen if each is not None and each.part == "files"}
    assert files == {0, 10, 20}
    assert {each.of for each in seen if each is not None} == {STUDENTS}
    assert progress_of_run(live.school.ledger, live.now) is None
    seen.clear()
    live.sync()
    assert seen == {None}  # what is short is not worth a write
