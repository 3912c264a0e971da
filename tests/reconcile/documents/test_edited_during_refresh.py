"""A refresh is a new file, and the old one is put away once the row leads to the new. Whatever
anybody does to the old one meanwhile stays in it, and stays linked; who dies over it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from emulator.inprocess import Http
from tests.linked_cells import leads_of
from tests.reconcile.test_plan_journey import add_goal_and_action, plan_text, readers
from tests.school_fixture import ADMIN, DANA, Kept, LiveSchool, questions

Act = Callable[[LiveSchool, str], None]
GATE = pytest.mark.gate("moments of a refresh")
# The last moments are tried at once, all of them in the gate.
PARTS = [slice(-3, -1), *(pytest.param(slice(n, None, 3), marks=GATE) for n in range(3))]


class Dies(BaseException):
    """The process is gone."""


class Way(Http):
    """The service's way to Google. Before call `at` of a sync (0 = the first) `act` is done; with
    `dies` the process ends instead once it has been carried out. `check` is asked before each."""

    def __init__(
        self,
        live: LiveSchool,
        at: int = -1,
        act: Callable[[], None] | None = None,
        check: Callable[[], None] | None = None,
        dies: bool = False,
    ) -> None:
        super().__init__(live.app)
        self.at, self.act, self.check, self.dies = at, act, check, dies
        self.calls: list[str] = []

    def request(self, uri: str, method: str = "GET", *args: Any, **more: Any) -> Any:
        if self.check is not None:
            self.check()
        if self.at == len(self.calls) and self.act is not None:
            self.act()
        self.calls.append(f"{method} {uri}")
        answer = super().request(uri, method, *args, **more)
        if self.dies and self.at == len(self.calls) - 1:
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


def write(live: LiveSchool, file_id: str) -> None:
    live.write_into(file_id, "She likes maps.")


def comment(live: LiveSchool, file_id: str, person: str = DANA) -> None:
    address = f"/drive/v3/files/{file_id}/comments?fields=id"
    live.google(address, person, "POST", {"content": "Is this still so?"})


def rename(live: LiveSchool, file_id: str) -> None:
    live.google(f"/drive/v3/files/{file_id}", DANA, "PATCH", {"name": "Ours"})


def linked(live: LiveSchool) -> list[str]:
    """The plans that the case's cell leads to, in order."""
    addresses = leads_of(live, "caseload", "Caseload", "Action plan", "C-0001")
    files = [file["id"] for file in live.files_of(holdfast="action_plan")]
    return [each for address in addresses for each in files if each in address]


def back_to(live: LiveSchool, kept: Kept) -> None:
    """Everything as it was, and a fresh process."""
    for file in live.folder.glob("ledger.db*"):  # what SQLite keeps beside it too
        file.unlink()
    live.take(kept)
    live.school = live.open()
    live.set_clock(live.now)


def calls_of_a_refresh(live: LiveSchool, plan: str) -> tuple[Kept, list[str], range]:
    """The school as it was before a refresh, its calls, and those among which anything can happen:
    from the first about the old document to the last."""
    kept, way = live.keep(), Way(live)
    go_through(live, way)
    assert live.sync().changes.get("refresh_document") == 1
    about = [n for n, call in enumerate(way.calls) if plan in call]
    back_to(live, kept)
    return kept, way.calls, range(about[0], about[-1] + 1)


# ---------------------------------------------------------------- nobody touches it


def test_a_refresh_that_meets_nobody_leaves_one_linked_and_puts_the_other_away(
    small: LiveSchool, plan: str
) -> None:
    assert small.sync().changes.get("refresh_document") == 1
    (new,) = small.files(holdfast="action_plan")
    assert linked(small) == [new["id"]]
    assert [file["id"] for file in small.earlier()] == [plan]
    assert "110" in plan_text(small, new["id"])
    assert "110" not in plan_text(small, plan)
    assert readers(small, new["id"]) == readers(small, plan) == {DANA: "writer"}
    assert new["name"] == "Action plan · C-0001 · v1"
    assert not small.sync().changes
    # The next one lies beside it there.
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 120})
    assert small.sync().changes.get("refresh_document") == 1
    assert [file["id"] for file in small.earlier()] == [new["id"], plan]
    assert not small.sync().changes
    assert not list(questions(small, "caseload"))


def test_what_nobody_else_may_write_into_is_written_over(small: LiveSchool, plan: str) -> None:
    for each in small.google(f"/drive/v3/files/{plan}/permissions", ADMIN)["permissions"]:
        if each["role"] != "owner":
            address = f"/drive/v3/files/{plan}/permissions/{each['id']}"
            small.google(address, ADMIN, "PATCH", {"role": "reader"})
    known = small.school.ledger.agreed_of("share")
    small.school.ledger.agree(
        replace(each, marks={**each.marks, "role": "reader"})
        for each in known
        if each.marks["file"] == plan
    )
    assert small.sync().changes.get("refresh_document") == 1
    assert not small.earlier()
    assert "110" in plan_text(small, plan)
    assert linked(small) == [plan]


def test_who_may_not_be_given_the_new_one_keeps_nobody_waiting(
    small: LiveSchool, plan: str
) -> None:
    refused = {"method": "drive.permissions.create", "status": 403, "reason": "forbidden"}
    small.control("POST", "faults", {**refused, "times": 1})
    changes = small.sync().changes
    assert changes.get("refresh_document") == 1
    (new,) = linked(small)
    assert new != plan
    assert changes.get("share") == 1  # tried once more in the same run, as any share
    assert readers(small, new) == {DANA: "writer"}
    assert set(small.sync().changes) <= {"settle_question"}


def test_at_every_call_one_plan_is_linked_and_opens_for_whoever_had_it(
    small: LiveSchool, plan: str
) -> None:
    def check() -> None:
        (one,) = linked(small)
        assert readers(small, one) == {DANA: "writer"}

    way = Way(small, check=check)
    go_through(small, way)
    assert small.sync().changes.get("refresh_document") == 1
    assert linked(small) != [plan]


@pytest.mark.parametrize("part", PARTS)
def test_a_run_that_dies_over_it_goes_on_and_makes_no_third(
    small: LiveSchool, plan: str, part: slice
) -> None:
    kept, calls, moments = calls_of_a_refresh(small, plan)
    for at in moments[part]:
        go_through(small, Way(small, at, dies=True))
        with pytest.raises(Dies):
            small.sync()
        assert len(linked(small)) == 1, calls[at]
        small.school = small.open()
        small.later(minutes=10)
        small.sync()
        (new,) = small.files(holdfast="action_plan")
        assert linked(small) == [new["id"]], calls[at]
        assert "110" in plan_text(small, new["id"])
        assert [file["id"] for file in small.earlier()] == [plan], calls[at]
        assert not small.sync().changes, calls[at]
        back_to(small, kept)


def test_a_run_that_dies_and_whose_text_is_out_of_date_is_put_away_too(
    small: LiveSchool, plan: str
) -> None:
    _, calls, _ = calls_of_a_refresh(small, plan)
    upload = next(
        n for n, call in enumerate(calls) if call.startswith("POST") and "/upload/" in call
    )
    go_through(small, Way(small, upload, dies=True))
    with pytest.raises(Dies):
        small.sync()
    small.school = small.open()
    small.later(minutes=10)
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 120})
    small.sync()
    (new,) = small.files(holdfast="action_plan")
    assert linked(small) == [new["id"]]
    assert "120" in plan_text(small, new["id"])
    assert len(small.earlier()) == 2
    assert not small.sync().changes


# ---------------------------------------------------------------- somebody does


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("act", [write, *(pytest.param(a, marks=GATE) for a in (comment, rename))])
def test_what_is_done_to_it_at_any_moment_stays_and_stays_linked(
    small: LiveSchool, plan: str, act: Act, part: slice
) -> None:
    kept, calls, moments = calls_of_a_refresh(small, plan)
    for at in moments[part]:
        go_through(small, Way(small, at, partial(act, small, plan)))
        small.sync()
        small.sync()
        where = f"{act.__name__} before {calls[at]}"
        assert plan in linked(small), where
        assert "110" in plan_text(small, linked(small)[0]), where
        if act is write:
            assert "She likes maps." in plan_text(small, plan), where
        assert not small.sync().changes, where
        back_to(small, kept)
