"""Old rows of modules leave their tabs, but for those that something looks at still: then nothing
that anybody reads changes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.report import as_json
from tests.school_fixture import COORDINATOR, DANA, Kept, LiveSchool

from .last_year import STUDENT, archives, rows_of, shut
from .test_leaving import BATCH, Meddling

MODULES = frozenset({"week", "answers", "deadlines", "services", "class_log"})
TIME = "Extra time"
# tab -> (day or quarter, what tells the row, more); in the order in which they were typed
OLD = {
    "Week": [
        ({"Week of": "2025-03-03", "Student's promise": "oldest", "Inbox": 3}, False),
        ({"Week of": "2025-10-06", "Student's promise": "older", "Inbox": 3}, False),
        ({"Week of": "2025-10-13", "Student's promise": "a line", "Inbox": 3,
          "Line to the family": "Well"}, True),
        *(({"Week of": f"2026-03-{n:02}", "Student's promise": f"old {n}", "Inbox": 4}, n > 2)
          for n in (2, 9, 16, 23)),
        ({"Week of": "2026-09-14", "Student's promise": "of this year"}, True),
    ],
    "Class log": [
        ({"Date": "2026-02-02", "Class": "Math", "Next": "in class"}, False),
        ({"Date": "2026-02-03", "Class": "Art", "Next": "before", "Measure": "words",
          "Value": 12}, True),
        ({"Date": "2026-03-03", "Class": "Math", "Next": "newest"}, True),
    ],
    "Answers": [
        ({"Quarter": "2025-26 Q1", "Accommodation": TIME, "Offered": "Sometimes",
          "In their words": "first"}, False),
        ({"Quarter": "2025-26 Q4", "Accommodation": TIME, "Offered": "Every time",
          "In their words": "last"}, True),
    ],
    "Deadlines": [
        ({"Kind": "ILP review", "Done on": "2025-10-01", "Link": "first"}, False),
        ({"Kind": "ILP review", "Done on": "2026-05-04", "Link": "last"}, True),
    ],
    "Service referrals": [
        ({"Resource": "Harbor", "Made on": "2026-02-02", "Status": "Declined"}, True),
    ],
}  # fmt: skip
TOLD_BY = {
    "Week": "Student's promise",
    "Class log": "Next",
    "Answers": "In their words",
    "Deadlines": "Link",
    "Service referrals": "Resource",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("old-rows"), modules=MODULES).init()
    for email, role in ((DANA, "Case manager"), (COORDINATOR, "Coordinator")):
        live.type_row("office", "Staff", {"Email": email, "Name": email[:4], "Role": role})
    for number, (name, status) in enumerate(((STUDENT, "Active"), ("Leo Park", "Exited"))):
        live.type_row("office", "Students", {"Student ID": f"040{number}", "Student": name})
        of_case = {"Student": name, "Case manager": DANA, "Status": status}
        live.type_row("caseload", "Caseload", of_case)
    live.type_row("caseload", "Accommodations", {"Student": STUDENT, "Accommodation": TIME})
    goal = {"Goal": "Reads aloud", "Measure": "words", "Unit": "words", "Baseline": 10}
    live.type_row("caseload", "Goals", {"Student": STUDENT, **goal})
    for tab, rows in OLD.items():
        for cells, _ in rows:
            more = {"About": "Accommodation"} if tab == "Answers" else {}
            live.type_row("caseload", tab, {"Student": STUDENT, **more, **cells})
    gone = {"Resource": "Elm", "Made on": "2026-02-02", "Status": "Declined"}
    live.type_row("caseload", "Service referrals", {"Student": "Leo Park", **gone})
    settle(live)
    return live.keep()


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(kept)
    school.later(minutes=5)
    return school


def settle(live: LiveSchool) -> None:
    while live.sync().changes:
        live.later(minutes=5)


def told(live: LiveSchool) -> dict[str, list[str]]:
    """What stands of the rows that were typed, by tab."""
    return {
        tab: [row[column] for row in live.rows("caseload", tab) if row[column]]
        for tab, column in TOLD_BY.items()
    }


def test_what_is_looked_at_stays_and_nothing_changes_by_what_leaves(live: LiveSchool) -> None:
    before = told(live)
    shown = {tab: live.rows("caseload", tab) for tab in ("Caseload", "Accommodations", "Goals")}
    NewYear(live.school.run(), live.now).copy()
    live.later(minutes=1)
    left = dict(as_json(NewYear(live.school.run(), live.now).copy(leave=True)))["left"]
    after = told(live)
    for tab, rows in OLD.items():
        typed = {cells[TOLD_BY[tab]]: stays for cells, stays in rows}
        assert set(before[tab]) >= set(typed)
        assert {each: each in after[tab] for each in typed} == typed, tab
    assert "Elm" not in after["Service referrals"]
    assert {each["tab"] for each in left} == set(OLD)
    assert shut(live) == []
    stood = {row[i] for f in archives(live).values() for row in rows_of(live, f, "Week")
             for i in range(len(row))}  # fmt: skip
    assert {"oldest", "older", "old 2"} <= stood
    live.later(minutes=5)
    assert not live.sync().changes
    for tab, rows in shown.items():
        assert live.rows("caseload", tab) == rows
    again = dict(as_json(NewYear(live.school.run(), live.now).copy(leave=True)))["left"]
    assert again == []


def test_a_row_of_which_it_is_not_known_whose_it_is_stays(live: LiveSchool) -> None:
    row = {
        "Student": "Nobody Known",
        "Week of": "2025-03-10",
        "Student's promise": "whose",
        "Inbox": 2,
    }
    live.type_row("caseload", "Week", row)
    settle(live)
    NewYear(live.school.run(), live.now).copy(leave=True)
    assert "whose" in told(live)["Week"]


class Dead(RuntimeError):
    pass


def die() -> None:
    raise Dead


@pytest.mark.gate("rows of several tabs that leave, killed at every second batch")
@pytest.mark.timeout(900)
def test_killed_at_a_batch_the_rest_leaves_the_next_time(
    live: LiveSchool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    NewYear(live.school.run(), live.now).copy()
    live.later(minutes=1)
    begun, at = live.keep(), 0
    expected: dict[str, list[str]] = {}
    while dies_at(at, here := LiveSchool(tmp_path_factory.mktemp("dies")), begun) or not at:
        here.later(minutes=10)
        here.sync()
        assert shut(here) == [], at
        here.later(minutes=1)
        NewYear(here.school.run(), here.now).copy(leave=True)
        expected = expected or told(here)
        assert told(here) == expected, at
        here.later(minutes=5)
        assert not here.sync().changes, at
        at += 2 if at else 1
    assert at > 4
    assert told(here) == expected


def dies_at(at: int, here: LiveSchool, begun: Kept) -> bool:
    """Whether somebody who lets rows leave died at this batch (0 = nobody does)."""
    here.take(begun)
    here.later(minutes=1)
    if at:
        Meddling(here, BATCH, at, die)
    try:
        NewYear(here.school.run(), here.now).copy(leave=True)
    except Dead:
        here.school = here.open()
        return True
    return False
