"""Cells say words and lead to files: a link is set again when it is missing or leads elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.inprocess import Http
from tests.linked_cells import cells_of, leads_of
from tests.reconcile.test_plan_journey import add_goal_and_action
from tests.school_fixture import LiveSchool

COLUMN = ("caseload", "Caseload", "Action plan")


@pytest.fixture
def planned(small: LiveSchool) -> LiveSchool:
    add_goal_and_action(small)
    while small.sync().changes:
        small.later(minutes=5)
    return small


def file_id(live: LiveSchool) -> str:
    (plan,) = live.files(holdfast="action_plan")
    return str(plan["id"])


class MovedMeanwhile(Http):
    """The service's way to Google. Before links are set, somebody puts a row above all others."""

    def __init__(self, live: LiveSchool) -> None:
        super().__init__(live.app)
        self.live, self.moved = live, False

    def request(
        self, uri: str, method: str = "GET", body: Any = None, *args: Any, **more: Any
    ) -> Any:
        if b"textFormatRuns" in _bytes(body) and not self.moved:
            self.moved = True
            self.live.tab("caseload", "Caseload").insert_row([], 2)
        return super().request(uri, method, body, *args, **more)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def write_runs(live: LiveSchool, runs: list[dict[str, Any]], words: str) -> None:
    """Somebody changes the format of the cell in which these words stand."""
    tab = live.tab("caseload", "Caseload")
    cell = tab.find(words)
    start = {"sheetId": tab.id, "rowIndex": cell.row - 1, "columnIndex": cell.col - 1}
    rows = [{"values": [{"textFormatRuns": runs}]}]
    request = {"updateCells": {"start": start, "rows": rows, "fields": "textFormatRuns"}}
    tab.spreadsheet.batch_update({"requests": [request]})


@pytest.mark.parametrize(
    "runs", [[], [{"startIndex": 0, "format": {"link": {"uri": "https://example.org/other"}}}]]
)
def test_a_link_that_is_missing_or_wrong_is_set_the_next_day(
    planned: LiveSchool, runs: list[dict[str, Any]]
) -> None:
    words = planned.rows("caseload", "Caseload")[0]["Action plan"]
    write_runs(planned, runs, words)
    planned.later(days=1)
    planned.sync()
    (address,) = leads_of(planned, *COLUMN, words)
    assert file_id(planned) in address


def test_words_that_somebody_blanked_come_back_with_their_link(planned: LiveSchool) -> None:
    planned.change("caseload", "Caseload", {"Case code": "C-0001"}, {"Action plan": ""})
    planned.later(minutes=5)
    planned.sync()
    (address,) = leads_of(planned, *COLUMN, "Plan v1 · C-0001")
    assert file_id(planned) in address


def test_a_link_goes_with_its_row_when_people_sort(planned: LiveSchool) -> None:
    planned.tab("caseload", "Caseload").sort((1, "des"), range="A2:AZ40")
    (address,) = leads_of(planned, *COLUMN, "Plan v1 · C-0001")
    assert file_id(planned) in address
    planned.later(minutes=5)
    assert not planned.sync().changes


def test_a_row_that_moves_while_its_link_is_set_has_it_and_no_other_row(
    planned: LiveSchool,
) -> None:
    """Between looking at the column and setting the link, somebody puts a row above."""
    words = "Plan v1 · C-0001"
    write_runs(planned, [], words)
    planned.later(days=1)
    way = MovedMeanwhile(planned)
    planned.school.session._connections.__dict__.clear()
    planned.school.session._transport = lambda: way
    planned.sync()
    assert way.moved
    (address,) = leads_of(planned, *COLUMN, words)
    assert file_id(planned) in address
    cells = cells_of(planned, *COLUMN)
    assert sum("textFormatRuns" in cell or "hyperlink" in cell for cell in cells) == 1


def test_a_quiet_day_asks_for_the_links_once(planned: LiveSchool) -> None:
    planned.later(days=1)
    planned.count_anew()
    planned.sync()
    assert planned.counts().get("sheets.spreadsheets.get") == 1
    planned.later(hours=1)
    planned.count_anew()
    planned.sync()
    assert not planned.counts().get("sheets.spreadsheets.get")


def test_what_google_refuses_is_no_question_and_is_tried_again(planned: LiveSchool) -> None:
    words = "Plan v1 · C-0001"
    write_runs(planned, [], words)
    planned.later(days=1)
    asked = planned.rows("caseload", "Attention")
    fault = {"path": ":batchUpdate", "status": 400, "times": 1}
    planned.control("POST", "faults", fault)
    planned.sync()
    planned.control("DELETE", "faults")
    assert planned.rows("caseload", "Attention") == asked
    planned.later(minutes=5)
    planned.sync()
    assert leads_of(planned, *COLUMN, words)
