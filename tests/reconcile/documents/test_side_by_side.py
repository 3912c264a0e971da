"""What is independent is read and made eight at once: nothing twice, and none waits for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Lock, get_ident
from typing import Any

import httplib2
import pytest

from emulator.school.enrol import type_rows
from service.google.in_turn import READS
from tests.school_fixture import DANA, Http, Kept, LiveSchool

STUDENTS = 9
AT_ONCE = 8
AT_LENGTH = pytest.mark.gate("tests through the front door at length")
CREATE = "drive.files.create"

Before = Callable[[str, str], None]


class Killed(BaseException):
    """The process is gone: nothing of it is carried out any more."""


class Watched(Http):
    """One thread's connection; `before` and `after` see each call's method and path."""

    def __init__(self, live: LiveSchool, before: Before, after: Before) -> None:
        super().__init__(live.app)
        self.before, self.after = before, after

    def request(
        self, uri: str, method: str = "GET", *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        self.before(method, uri)
        answer = super().request(uri, method, *args, **kwargs)
        self.after(method, uri)
        return answer


def nothing(_method: str, _uri: str) -> None:
    """What most calls are watched for."""


def makes_a_file(method: str, uri: str) -> bool:
    return method == "POST" and "/drive/v3/files" in uri and "/permissions" not in uri


def several(live: LiveSchool, before: Before = nothing, after: Before = nothing) -> LiveSchool:
    """The same school, in a new process that does eight things at once."""
    live.school = live.open()
    live.school.at_once = AT_ONCE
    live.school.transport = lambda: Watched(live, before, after)
    return live


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Nine students with a plan and a progress sheet to come, typed in once."""
    live = LiveSchool(tmp_path_factory.mktemp("nine")).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    named = [[f"S{n}", f"Kid {n}", "Active", DANA] for n in range(STUDENTS)]
    caseload = live.tab("caseload", "Caseload")
    type_rows(caseload, ["Student ID", "Student", "Status", "Case manager"], named)
    aims = [[f"Kid {n}", "Writes a page", "Increase", 4, 9] for n in range(STUDENTS)]
    goals = ["Student", "Goal", "Direction", "Baseline", "Target"]
    type_rows(live.tab("caseload", "Goals"), goals, aims)
    steps = [[f"Kid {n}", "Reads aloud", "To do"] for n in range(STUDENTS)]
    type_rows(live.tab("caseload", "Actions"), ["Student", "Action", "Status"], steps)
    return live.keep()


@pytest.fixture
def nine(tmp_path: Path, kept: Kept) -> LiveSchool:
    live = LiveSchool(tmp_path)
    assert live.take(kept)
    return live


def papers(live: LiveSchool) -> Counter[tuple[str, str, int]]:
    """How many there are of each kind and case, and with how many people they are shared."""
    kinds = ("action_plan", "progress_sheet")
    return Counter(
        (kind, file["appProperties"]["holdfast_key"], len(file["permissions"]))
        for kind in kinds
        for file in live.files(holdfast=kind)
    )


def is_whole(live: LiveSchool) -> bool:
    found = papers(live)
    each_once = len(found) == 2 * STUDENTS and set(found.values()) == {1}
    return each_once and {shared for _, _, shared in found} == {2}


def test_eight_files_are_made_at_once_each_on_a_connection_of_its_own(nine: LiveSchool) -> None:
    together, threads, lock = Barrier(AT_ONCE), list[int](), Lock()

    def before(method: str, uri: str) -> None:
        if makes_a_file(method, uri):
            with lock:
                threads.append(get_ident())
                first = len(threads) <= AT_ONCE
            if first:
                together.wait(timeout=30)  # raises where fewer than eight come

    report = several(nine, before).sync()
    assert report.changes["create_document"] == STUDENTS
    assert report.changes["create_progress_sheet"] == STUDENTS
    assert len(set(threads[:AT_ONCE])) == AT_ONCE
    assert is_whole(nine)
    assert not nine.sync().changes


def test_the_three_workbooks_are_asked_at_once(nine: LiveSchool) -> None:
    together, lock, asked = Barrier(3), Lock(), [0]

    def before(_method: str, uri: str) -> None:
        if uri.partition("?")[0].endswith(READS):
            with lock:
                asked[0] += 1
                first = asked[0] <= 3
            if first:
                together.wait(timeout=30)  # raises where one waits for another's answer

    assert several(nine, before).plan().changes
    assert asked == [3]


@AT_LENGTH
def test_what_eight_make_at_once_is_what_one_makes(nine: LiveSchool, tmp_path: Path) -> None:
    first = LiveSchool(tmp_path / "one")
    first.folder.mkdir()
    other = LiveSchool(first.folder)
    other.app.restore(nine.app.snapshot())
    (first.folder / "ledger.db").write_bytes((nine.folder / "ledger.db").read_bytes())
    other.found = nine.found
    one, eight = other.sync(), several(nine).sync()
    assert dict(one.changes) == dict(eight.changes)
    assert papers(other) == papers(nine)


@pytest.mark.parametrize(
    ("deadly", "arrives"),
    [
        (23, True),
        (15, False),
        *(
            pytest.param(deadly, arrives, marks=AT_LENGTH)
            for deadly in (3, 10, 20, 30, 38, 45)
            for arrives in (True, False)
        ),
    ],
)
def test_killed_midway_the_next_run_goes_on_and_makes_nothing_twice(
    nine: LiveSchool, deadly: int, arrives: bool
) -> None:
    writes, lock = [0], Lock()

    def die(method: str, _uri: str) -> None:
        with lock:
            writes[0] += method != "GET"
            if writes[0] >= deadly:
                raise Killed

    with pytest.raises(Killed):
        several(nine, **{"after" if arrives else "before": die}).sync()
    several(nine).sync()
    several(nine).sync()
    assert is_whole(nine)
    assert not nine.sync().changes


def test_one_that_google_slows_down_waits_and_the_others_go_on(nine: LiveSchool) -> None:
    made, others_are_made, lock, went_on = [0], Event(), Lock(), list[bool]()

    def after(method: str, uri: str) -> None:
        with lock:
            made[0] += makes_a_file(method, uri)
            if made[0] == 2 * STUDENTS - 1:
                others_are_made.set()

    several(nine, after=after)
    patience = nine.school.session.patience
    nine.school.session.patience = replace(
        patience, sleep=lambda _s: went_on.append(others_are_made.wait(timeout=30))
    )
    slow: Mapping[str, Any] = {"method": CREATE, "status": 429, "times": 1}
    nine.control("POST", "faults", slow)
    report = nine.sync()
    assert went_on == [True]
    assert report.changes["create_document"] == STUDENTS
    assert is_whole(nine)
