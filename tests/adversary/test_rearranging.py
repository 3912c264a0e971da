"""People who do nothing but rearrange, while a school's first cases are written."""

from __future__ import annotations

from datetime import time
from itertools import groupby

import pytest

from service.workbook.cells import to_serial

from .gestures import moving
from .rearranging import STUDENTS, Rearranging, Seen

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


class MovedOnce(Rearranging):
    """One row is moved in the moment of the first write; nobody does anything else. The story
    says before every call whether each row has its own time."""

    def between(self, what: str) -> None:
        seen = self.hands.look("caseload", "diary")
        self.story.append("right" if self._starts(seen) else "wrong")
        if "batchUpdate" in what and not self.calls:
            self.calls = 1
            self.change(moving(self.hands.sheet_id("caseload", "diary"), "ROWS", 9, 5))

    def _starts(self, seen: Seen) -> bool:
        """Whether every row has the time that was typed there, as text or by its type."""
        said = {seen.at(i, "student"): seen.at(i, "start") for i in range(1, len(seen.grid))}
        typed = [time(8 + number // 2, 30 * (number % 2)) for number in range(len(STUDENTS))]
        return all(
            said[f"Kid {student}"] in (f"{start:%H:%M}", pytest.approx(float(to_serial(start))))
            for student, start in zip(STUDENTS, typed, strict=True)
        )


def test_a_row_that_is_right_again_stays_so_while_others_say_nearly_the_same() -> None:
    outcome = MovedOnce(1).play()
    told = [said for said, _ in groupby(s for s in outcome.story if s in ("right", "wrong"))]
    assert told == ["right", "wrong", "right"]  # the move was met, and put right once
    assert not outcome.wrong
