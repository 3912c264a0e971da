"""People who do nothing but rearrange, while a school's first cases are written."""

from __future__ import annotations

import pytest

from .rearranging import Rearranging

HISTORIES, BLOCK = 12, 3
AT_ONCE = 3  # which `make test` plays; the gate plays all

GATE = pytest.mark.gate("histories of rearranging", BLOCK)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(first, marks=GATE if first >= AT_ONCE else ())
        for first in range(0, HISTORIES, BLOCK)
    ],
)
def test_everything_stands_where_it_was_typed_and_nothing_of_ours_elsewhere(first: int) -> None:
    failed = []
    for seed in range(first, first + BLOCK):
        outcome = Rearranging(seed).play()
        if outcome.wrong:
            failed.append(f"seed {seed}: {outcome.wrong}\n" + "\n".join(outcome.story))
    assert not failed, "\n\n".join(failed)
