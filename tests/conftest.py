"""What holds for the whole test suite.

`make test` leaves out what is marked `gate`, and says at its end what that is; `make gate` and
plain pytest play everything.
"""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.at_length import waits_for_the_gate

# Every answer of the local Workspace is held against Google's discovery documents.
os.environ.setdefault("HOLDFAST_EMULATOR_CHECK", "1")

# The gate decides on the same examples every time, however busy the machine is; the hunt for new
# ones is `make soak` and everybody's own runs.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", settings.get_profile("patient"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "patient")

# A ledger that dies with the machine is enough here: nothing waits for a disk, where there is room.
MEMORY, ROOM = Path("/dev/shm"), 2 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Most of what a test makes lives until its end: the collector need not look for it so often.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """What was loaded until now stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


# ---------------------------------------------------------------- what is left to the gate

LEFT = pytest.StashKey[Counter[str]]()
LEAVES_THE_GATE_OUT = "not gate"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if waits_for_the_gate(item):
            item.add_marker(pytest.mark.gate("tests through the front door at length"))


def left_out(items: Iterable[pytest.Item]) -> Counter[str]:
    """What these tests would have played, counted: {"histories of a whole school": 280, ...}."""
    counted: Counter[str] = Counter()
    for item in items:
        for what, number in {(*mark.args, 1)[:2] for mark in item.iter_markers("gate")}:
            counted[what] += number
    return counted


def pytest_deselected(items: list[pytest.Item]) -> None:
    config = items[0].config
    if LEAVES_THE_GATE_OUT in config.option.markexpr:
        config.stash[LEFT] = config.stash.get(LEFT, Counter()) + left_out(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that works for another tells it what it left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = dict(session.config.stash.get(LEFT, Counter()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Each of them left out the same."""
    told = getattr(node, "workeroutput", {}).get("left", {})
    node.config.stash[LEFT] = Counter(told)  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left = terminalreporter.config.stash.get(LEFT, Counter())
    if left:
        words = ", ".join(f"{number} {what}" for what, number in sorted(left.items()))
        terminalreporter.write_line(f"Left to `make gate`: {words}.")
