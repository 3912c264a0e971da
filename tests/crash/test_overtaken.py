"""A sync that is held up for so long that another one takes over stops; the other is unaffected.

The sync of a busy day is paused at the very moment at which one call to Google that writes is on
its way: past every check. Its lease ends, another sync does the whole work, and only then does that
one call arrive. It is the last: the sync that was paused says so and writes nothing more, at Google
or in the ledger, and what people see is what they would have seen. So each kind of call is safe
twice. `tests/reconcile/test_late_call.py` has the two kinds that took most thought, in a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from service.ledger.tables import METADATA
from service.ports import LeaseLost
from tests.overtaken import Paused
from tests.school_fixture import LiveSchool

from .state import State, describe, differences
from .test_crash import BLOCKS, LEASE_ENDS, SEED, block_of, prepared, sample
from .worlds import in_worlds, move_to_own_ledger

GATE = pytest.mark.gate("blocks of syncs that are overtaken")
SAMPLE = 99  # all of them
TWIN = "Put a second copy of a file into the bin"


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What became of a sync that was paused at call number `at` (0 = never): the writing calls that
    went out, and whether it said that it was overtaken."""

    at: int
    calls: tuple[str, ...]
    stopped: bool
    is_ledger_as_it_was: bool
    left: Mapping[str, int]
    state: State


def everything(live: LiveSchool) -> dict[str, list[Any]]:
    with live.school.ledger._engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in METADATA.sorted_tables
        }


def overtake(live: LiveSchool, at: int) -> Overtaken:
    """In a world: the first sync is paused at `at`, and a second one does everything meanwhile."""
    move_to_own_ledger(live, f"overtaken-{at}")
    ledger: list[dict[str, list[Any]]] = []

    def meanwhile() -> None:
        live.later(minutes=LEASE_ENDS)
        live.open().sync(live.now)
        ledger.append(everything(live))

    paused, stopped = Paused(live, at, meanwhile), False
    held_up = live.open()
    held_up.transport = paused.connection
    try:
        held_up.sync(live.now)
    except LeaseLost:
        stopped = True
    as_it_was = not ledger or ledger[0] == everything(live)
    live.later(minutes=LEASE_ENDS)
    live.sync()
    left = dict(live.sync().changes)
    return Overtaken(at, tuple(paused.calls), stopped, as_it_was, left, describe(live))


def is_of_twin(line: str) -> bool:
    binned = line.startswith("files: too much") and "'trashed': True" in line
    return binned or (line.startswith("caseload/History: too much 1") and TWIN in line)


def judge(expected: Overtaken, found: Overtaken) -> list[str]:
    """What is wrong, in plain lines. A file made twice lies in the bin, as History says."""
    lines = [line for line in differences(expected.state, found.state) if not is_of_twin(line)]
    if not found.stopped and found.at < len(expected.calls):
        lines.append("It did not notice that it had been overtaken.")
    if more := found.calls[found.at :]:
        lines.append(f"It went on to {more}.")
    if not found.is_ledger_as_it_was:
        lines.append("It wrote into the ledger of the one that had taken over.")
    if found.left:
        lines.append(f"The sync after the next still had to do: {dict(found.left)}")
    return lines


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveSchool:
    return prepared(tmp_path_factory.mktemp("overtaken"))


@pytest.fixture(scope="module")
def expected(live: LiveSchool) -> Overtaken:
    (found,) = in_worlds([partial(overtake, live, 0)])
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("block", [pytest.param(block, marks=GATE) for block in range(BLOCKS)])
def test_the_one_call_on_its_way_is_the_last_and_does_no_harm(
    live: LiveSchool, expected: Overtaken, block: int
) -> None:
    calls = list(expected.calls)
    assert len(calls) > 30
    numbers = block_of(calls, sample(calls, SAMPLE, SEED), block)
    wrong = []
    for found in in_worlds(partial(overtake, live, number) for number in numbers):
        at = f"overtaken at {found.at}, {calls[found.at - 1]}"
        wrong += [f"{at}: {line}" for line in judge(expected, found)]
    assert not wrong, "\n".join(wrong[:30])
