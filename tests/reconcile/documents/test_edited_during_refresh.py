"""Somebody writes into a plan in the very moment in which Holdfast refreshes it: their text stays,
and the next version is made beside it."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.inprocess import Http
from tests.linked_cells import leads_of
from tests.reconcile.test_plan_journey import add_goal_and_action, plan_text
from tests.school_fixture import ADMIN, DANA, LiveSchool, questions


class Dies(BaseException):
    """The process is gone."""


class Together(Http):
    """The service's way to Google. Before its uploads into a plan Dana writes `lines`, one each;
    with `dies` the process ends when the first of them has been carried out."""

    def __init__(self, live: LiveSchool, file_id: str, *lines: str, dies: bool = False) -> None:
        super().__init__(live.app)
        self.live, self.file_id, self.lines, self.dies = live, file_id, list(lines), dies

    def request(self, uri: str, method: str = "GET", *args: Any, **more: Any) -> Any:
        uploads = method == "PATCH" and f"/upload/drive/v3/files/{self.file_id}" in uri
        if uploads and self.lines:
            self.live.write_into(self.file_id, self.lines.pop(0))
        answer = super().request(uri, method, *args, **more)
        if uploads and self.dies:
            raise Dies
        return answer


@pytest.fixture
def plan(small: LiveSchool) -> str:
    """A plan that is about to be refreshed."""
    add_goal_and_action(small)
    small.sync()
    (file,) = small.files(holdfast="action_plan")
    small.later(hours=1)
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 110})
    return str(file["id"])


def go_through(live: LiveSchool, way: Http) -> None:
    live.school.session._connections.__dict__.clear()
    live.school.session._transport = lambda: way


def versions(live: LiveSchool) -> list[str]:
    files = sorted(live.files(holdfast="action_plan"), key=lambda file: file["name"])
    return [plan_text(live, file["id"]) for file in files]


@pytest.mark.parametrize("lines", [["She likes maps."], ["She likes maps.", "And trains."]])
def test_what_is_written_meanwhile_stays_and_the_next_version_is_made(
    small: LiveSchool, plan: str, lines: list[str]
) -> None:
    way = Together(small, plan, *lines)
    go_through(small, way)
    report = small.sync()
    assert not way.lines
    assert report.changes.get("next_document") == 1
    first, second = versions(small)
    assert all(line in first for line in lines)
    assert "110" not in first
    assert "110" in second
    assert not list(questions(small, "caseload"))
    assert not small.sync().changes


def test_a_run_that_dies_over_it_gives_the_text_back_later(small: LiveSchool, plan: str) -> None:
    go_through(small, Together(small, plan, "She likes maps.", dies=True))
    with pytest.raises(Dies):
        small.sync()
    assert "She likes maps." not in plan_text(small, plan)
    small.school = small.open()
    small.later(minutes=10)
    small.sync()
    first, second = versions(small)
    assert "She likes maps." in first
    assert "110" in second
    small.sync()
    assert not small.sync().changes


def comment(live: LiveSchool, file_id: str, person: str = DANA) -> None:
    address = f"/drive/v3/files/{file_id}/comments?fields=id"
    live.google(address, person, "POST", {"content": "Is this still so?"})


def test_a_comment_counts_as_writing(small: LiveSchool, plan: str) -> None:
    comment(small, plan)
    report = small.sync()
    assert report.changes.get("next_document") == 1
    first, second = versions(small)
    assert "110" not in first
    assert "110" in second
    row = small.find("caseload", "Caseload", Case_code="C-0001")
    assert row["Action plan"].split("\n") == ["Plan v2 · C-0001", "Plan v1 · C-0001"]
    newest, earlier = leads_of(small, "caseload", "Caseload", "Action plan", "C-0001")
    assert plan in earlier
    assert plan not in newest
    assert not small.sync().changes


def test_a_comment_of_holdfasts_own_account_counts_for_nothing(
    small: LiveSchool, plan: str
) -> None:
    comment(small, plan, ADMIN)
    assert small.sync().changes.get("refresh_document") == 1


def test_a_plan_that_is_commented_while_it_is_refreshed_is_theirs_from_then_on(
    small: LiveSchool, plan: str
) -> None:
    class Meanwhile(Together):
        def request(self, uri: str, method: str = "GET", *args: Any, **more: Any) -> Any:
            if method == "PATCH" and f"/upload/drive/v3/files/{self.file_id}" in uri:
                comment(self.live, self.file_id)
            return super().request(uri, method, *args, **more)

    go_through(small, Meanwhile(small, plan))
    small.sync()
    go_through(small, Http(small.app))
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 120})
    assert small.sync().changes.get("next_document") == 1
    first, second = versions(small)
    assert "110" in first
    assert "120" in second


def test_a_refresh_that_meets_nobody_is_one(small: LiveSchool, plan: str) -> None:
    report = small.sync()
    assert report.changes.get("refresh_document") == 1
    (only,) = versions(small)
    assert "110" in only
