"""A sync that is killed leaves nothing lost and nothing double.

The sync of a busy day is killed (SIGKILL, in a process of its own) before or after one call to
Google or one write to the ledger. The next sync finishes the work: what people see is then what
they would have seen, and a further sync has nothing to do. Here a seeded sample of the moments,
with every kind of moment in it; `python -m tests.crash` tries every single one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from tests.school_fixture import LiveSchool

from .busy_day import busy_day
from .state import State, describe, differences
from .worlds import Death, close_ledger, in_worlds, move_to_own_ledger, sync_in_a_process

SAMPLE, SEED = 30, 20261005
BLOCKS = 8  # in which the sample is tried, so that they can be tried at once
AT_ONCE = 1  # block, which `make test` tries; the gate tries all
LEASE_ENDS = 6  # minutes after which a dead process's lease has expired

GATE = pytest.mark.gate("blocks of crash points")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`moment` is where the sync died; `left` what a further sync still found to do."""

    number: int
    death: Death
    left: dict[str, int]
    state: State


def die_and_recover(live: LiveSchool, number: int) -> Outcome:
    """In a world: a sync dies at moment `number` (0 = it lives), the next one makes good."""
    move_to_own_ledger(live, f"world-{number}")
    death = sync_in_a_process(live, number)
    live.later(minutes=LEASE_ENDS)
    live.sync()
    left = dict(live.sync().changes)
    return Outcome(number, death, left, describe(live))


def prepared(folder) -> LiveSchool:  # type: ignore[no-untyped-def]
    """The school, ready to be forked, with what takes long to load loaded once for all."""
    import matplotlib.backends.backend_agg
    import matplotlib.figure
    import matplotlib.font_manager  # noqa: F401

    live = busy_day(folder)
    close_ledger(live)
    return live


def undisturbed(live: LiveSchool) -> Outcome:
    (outcome,) = in_worlds([partial(die_and_recover, live, 0)])
    return outcome


def sample(moments: list[str], size: int, seed: int) -> list[int]:
    """Numbers of moments: one of every kind, and others up to `size`."""
    chance = random.Random(seed)
    numbers = list(range(1, len(moments) + 1))
    chance.shuffle(numbers)
    first_of_kind = list({moments[number - 1]: number for number in numbers}.values())
    others = [number for number in numbers if number not in first_of_kind]
    return sorted([*first_of_kind, *others[: max(0, size - len(first_of_kind))]])


def judge(expected: Outcome, outcome: Outcome) -> list[str]:
    """What is wrong after a crash, in plain lines; nothing when all is well."""
    lines = differences(expected.state, outcome.state)
    if outcome.left:
        lines.append(f"The sync after the next still had to do: {outcome.left}")
    return lines


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveSchool:
    return prepared(tmp_path_factory.mktemp("busy-day"))


@pytest.fixture(scope="module")
def expected(live: LiveSchool) -> Outcome:
    return undisturbed(live)


def test_the_busy_day_has_one_of_everything(expected: Outcome) -> None:
    """Else the crash points would say little."""
    changes = expected.death.changes
    assert changes is not None
    assert set(changes) >= {
        "send_mail",
        "unshare",
        "share",
        "create_document",
        "refresh_document",
        "next_document",
        "create_progress_sheet",
        "refresh_progress_sheet",
        "give_id",
        "set_cells",
        "add_row",
        "move_row",
        "cancel_row",
        "ask",
        "create_event",
        "move_event",
        "cancel_event",
    }
    assert not expected.left
    assert len(expected.death.moments) > 150


def block_of(moments: list[str], numbers: list[int], block: int) -> list[int]:
    """The moments of every so-manieth kind: all blocks together are all of them."""
    kinds = sorted(set(moments))[block::BLOCKS]
    return [number for number in numbers if moments[number - 1] in kinds]


def test_the_blocks_have_every_kind_of_moment(expected: Outcome) -> None:
    moments = expected.death.moments
    numbers = sample(moments, SAMPLE, SEED)
    tried = [number for block in range(BLOCKS) for number in block_of(moments, numbers, block)]
    assert sorted(tried) == numbers
    assert {moments[number - 1] for number in tried} == set(moments)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "block",
    [pytest.param(block, marks=GATE if block >= AT_ONCE else ()) for block in range(BLOCKS)],
)
def test_killed_anywhere_the_next_sync_makes_it_as_if_nothing_had_been(
    live: LiveSchool,
    expected: Outcome,
    record_property: Callable[[str, object], None],
    block: int,
) -> None:
    moments = expected.death.moments
    numbers = block_of(moments, sample(moments, SAMPLE, SEED), block)
    wrong = []
    for outcome in in_worlds(partial(die_and_recover, live, number) for number in numbers):
        lines = judge(expected, outcome)
        wrong += [f"killed at {outcome.number}, {outcome.death.last}: {line}" for line in lines]
    record_property("crash_points", len(numbers))
    assert not wrong, "\n".join(wrong[:20])
