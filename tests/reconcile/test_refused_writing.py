"""Google refuses to have a workbook written, or a paper made: what hangs on it waits or goes on,
History tells of nothing that was not done, and of all that was, once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httplib2
import pytest

from emulator.inprocess import Http
from service.reconcile.sync import Report
from tests.crash.busy_day import busy_day, day_after
from tests.crash.state import describe, differences
from tests.school_fixture import DANA, LiveSchool, questions

SHARED = "Shared a document"
Refuses = Callable[[str, str], bool]  # (method, address) of a call


class Refusing(Http):
    """Google, which refuses the calls that `refuses` names, at most `times`."""

    def __init__(self, live: LiveSchool, refuses: Refuses, status: int, times: int) -> None:
        super().__init__(live.app)
        self.live, self.refuses, self.status, self.times = live, refuses, status, times

    def request(
        self, uri: str, method: str = "GET", *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        if not self.times or not self.refuses(method, uri):
            return super().request(uri, method, *args, **kwargs)
        self.times -= 1
        self.live.control("POST", "faults", {"method": "*", "times": 1, "status": self.status})
        try:
            return super().request(uri, method, *args, **kwargs)
        finally:
            self.live.control("DELETE", "faults")


def sync_refused(live: LiveSchool, refuses: Refuses, times: int = -1, status: int = 403) -> Report:
    """A sync in which Google refuses these calls: `times` of them, or all."""
    google = Refusing(live, refuses, status, times)
    school = live.open()
    school.transport = lambda: google
    school.session.patience = replace(school.session.patience, sleep=lambda _: None)
    return school.sync(live.now)


def writing(live: LiveSchool, book: str, from_the: int = 1) -> Refuses:
    """The writes to a workbook, from the first (or a later one) on."""
    address, seen = f"/{live.found['workbooks'][book]}:batchUpdate", Counter[str]()

    def refuses(_method: str, uri: str) -> bool:
        seen[book] += address in uri
        return address in uri and seen[book] >= from_the

    return refuses


def history(live: LiveSchool, book: str) -> Counter[tuple[str, str]]:
    return Counter((row["What"], row["Why"]) for row in live.rows(book, "History"))


def briefly(what: str) -> str:
    return re.split(r": | with ", what.replace("progress sheet", "document"))[0]


def shares_told(live: LiveSchool) -> int:
    return sum(n for (what, _), n in history(live, "caseload").items() if what.startswith(SHARED))


def asked(live: LiveSchool) -> set[str]:
    return {row["What"] for row in questions(live)}


@pytest.fixture
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> LiveSchool:
    return day_after(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("book", ["caseload", "office", "restricted"])
def test_a_workbook_that_is_refused_once_is_written_in_the_same_sync(
    tmp_path: Path, undisturbed: LiveSchool, book: str
) -> None:
    live = busy_day(tmp_path)
    expected = describe(undisturbed, numbers=False)
    sync_refused(live, writing(live, book), times=1)
    differing = differences(expected, describe(live, numbers=False))
    assert [line for line in differing if "could not be written" not in line] == []
    live.sync()
    assert not differences(expected, describe(live, numbers=False))
    assert not live.sync().changes


def test_no_mark_of_ours_stays_in_a_persons_cell_when_the_second_step_is_refused(
    tmp_path: Path,
) -> None:
    live = busy_day(tmp_path)
    sync_refused(live, writing(live, "caseload", from_the=2), times=1)
    assert not [row for row in live.rows("caseload", "Diary") if "…" in "".join(row.values())]
    moved = live.find("caseload", "Diary", Student="Ana Silva", Kind="Check-in", Owner=DANA)
    assert (moved["Date"], moved["Start"]) == ("Fri 9 Oct 2026", "10:30")


def test_a_caseload_that_cannot_be_written_is_told_in_office_and_calendars_go_on(
    tmp_path: Path, undisturbed: LiveSchool
) -> None:
    live = busy_day(tmp_path)
    before = history(live, "caseload")
    sync_refused(live, writing(live, "caseload"))
    assert "Caseload could not be written" in asked(live)
    meeting = [e for e in live.events(DANA) if e.get("summary", "").startswith("Meeting")]
    assert meeting[0]["start"]["dateTime"].startswith("2026-10-15")
    referral = live.find("office", "Referrals", Concern="Falls asleep")
    assert "C-0004" not in referral["Status"]  # nothing is said of a case that does not stand
    assert history(live, "caseload") == before

    live.later(minutes=5)
    live.sync()
    assert "Caseload could not be written" not in asked(live)
    live.sync()
    assert not live.sync().changes
    told, expected = history(live, "caseload"), history(undisturbed, "caseload")
    assert sum(told.values()) == sum(expected.values())
    # What is told later no longer says to whom, nor when.
    later = Counter(briefly(what) for (what, _), n in (told - expected).items() for _ in range(n))
    owed = Counter(briefly(what) for (what, _), n in (expected - told).items() for _ in range(n))
    assert later == owed
    assert owed["Moved an entry in the calendar"] == 1
    assert not [key for key in live.school.ledger.agreed() if key[0] == "owed"]
    assert "C-0004" in live.find("office", "Referrals", Concern="Falls asleep")["Status"]


def test_a_safety_referral_is_told_in_history_once_it_stands(tmp_path: Path) -> None:
    live = busy_day(tmp_path)

    def told() -> int:
        lines = [row for row in live.rows("office", "History") if "in danger" in row["Why"]]
        return sum(row["What"] == "Added a row: Safety referrals" for row in lines)

    for _ in range(2):
        sync_refused(live, writing(live, "restricted"))
        live.later(minutes=5)
        assert told() == 0
    live.sync()
    live.sync()
    assert told() == 1


def test_a_plan_that_could_not_be_made_is_not_told_as_written(
    tmp_path: Path, undisturbed: LiveSchool
) -> None:
    live = busy_day(tmp_path)
    wrote = "Wrote an action plan"

    def told() -> int:
        return sum(row["What"] == wrote for row in live.rows("caseload", "History"))

    before = told()
    for _ in range(2):
        sync_refused(live, lambda method, uri: method == "POST" and "/upload/drive" in uri)
        live.later(minutes=5)
        assert told() == before
    assert f"Not done yet: {wrote}" in asked(live)
    live.sync()
    live.sync()
    assert told() == before + len(live.files(holdfast="action_plan", holdfast_key="C-0003"))
    given = [each for each in history(live, "caseload").items() if each[0][0].startswith(SHARED)]
    expected = [e for e in history(undisturbed, "caseload").items() if e[0][0].startswith(SHARED)]
    assert sorted(given) == sorted(expected)
    assert f"Not done yet: {wrote}" not in asked(live)


def test_a_right_is_withdrawn_even_if_google_says_that_it_is_not_there(tmp_path: Path) -> None:
    live = busy_day(tmp_path)

    def who_may(code: str) -> set[str]:
        plans = live.files(holdfast="action_plan", holdfast_key=code)
        return {p["emailAddress"] for plan in plans for p in plan["permissions"]}

    father = "esteban@mail.example"
    live.change("caseload", "Team", {"Person": "Esteban"}, {"Rights": "Shared"})
    live.sync()
    live.change("caseload", "Team", {"Person": "Esteban"}, {"Hand on": "Yes"})
    live.sync()
    live.change("caseload", "Team", {"Person": "Esteban"}, {"Rights": "None by order"})
    assert father in who_may("C-0001")
    sync_refused(live, lambda method, _: method == "DELETE", status=404)
    assert father in who_may("C-0001")
    assert "Not done yet: Stopped sharing a document" in asked(live)
    live.sync()
    assert father not in who_may("C-0001")


def test_a_safety_alert_is_put_again_in_the_same_sync(tmp_path: Path) -> None:
    live = busy_day(tmp_path)
    lead = "ruth.adeyemi@alder-creek.example"
    batches = Counter[str]()

    def the_second(_method: str, uri: str) -> bool:
        batches[uri] += 1
        return uri.endswith("/batch/calendar/v3") and batches[uri] == 2

    sync_refused(live, the_second, status=412)
    assert len([e for e in live.events(lead) if "Please read today" in e["summary"]]) == 1
    # No line outside Restricted ties a safety referral to a student.
    assert "Safeguarding is asked" not in json.dumps(live.rows("caseload", "History"))


def test_what_failed_is_not_forgotten_when_the_next_look_sees_half_a_school(
    tmp_path: Path, undisturbed: LiveSchool
) -> None:
    live = busy_day(tmp_path)
    refused: list[str] = []

    def a_share_and_then_the_look(_method: str, uri: str) -> bool:
        part = "/values:batchGet" if refused else "/permissions?"
        if (part in uri and len(refused) < 2) and (
            not refused or live.found["workbooks"]["office"] in uri
        ):
            refused.append(uri)
            return True
        return False

    sync_refused(live, a_share_and_then_the_look)
    assert len(refused) == 2
    live.sync()
    live.sync()
    assert history(live, "caseload") == history(undisturbed, "caseload")


def test_what_failed_and_then_waits_to_be_told_is_not_told_twice(
    tmp_path: Path, undisturbed: LiveSchool
) -> None:
    live = busy_day(tmp_path)
    sync_refused(live, lambda method, uri: method == "POST" and "/permissions?" in uri)
    assert f"Not done yet: {SHARED}" in asked(live)
    live.change("caseload", "Goals", {"Student": "Zoë"}, {"Target": 110})
    sync_refused(live, writing(live, "caseload"), times=1)
    live.sync()
    assert shares_told(live) == shares_told(undisturbed)
    assert f"Not done yet: {SHARED}" not in asked(live)


class Dead(BaseException):
    """The process is gone."""


def test_a_new_row_that_people_delete_before_a_dying_sync_could_finish_stays_deleted(
    tmp_path: Path,
) -> None:
    live = busy_day(tmp_path)
    second = writing(live, "caseload", from_the=3)

    def dies(method: str, uri: str) -> bool:
        if second(method, uri):
            raise Dead
        return False

    with pytest.raises(Dead):
        sync_refused(live, dies)
    tab = live.tab("caseload", "Diary")
    (talk,) = [
        number
        for number, row in enumerate(tab.get_all_values(), 1)
        if "First Talk" in row and "Thandi Dlamini" in row
    ]
    tab.delete_rows(talk)
    live.later(minutes=6)
    live.sync()
    talks = [row for row in live.rows("caseload", "Diary") if row["Kind"] == "First Talk"]
    assert {row["Student"] for row in talks} == {"Ana Silva"}
    assert not live.sync().changes
