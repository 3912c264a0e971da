"""The school that the bench measures: the same every time, and no name must be asked about."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from .big_school import big_school

TODAY = date(2026, 10, 5)


@pytest.mark.parametrize("students", [30, 300, 3000])
def test_it_is_the_same_at_every_call(students: int) -> None:
    assert big_school(students, TODAY).tabs() == big_school(students, TODAY).tabs()


@pytest.mark.parametrize("students", [30, 300, 3000])
def test_every_student_can_be_told_from_every_other(students: int) -> None:
    school = big_school(students, TODAY)
    everybody = (*school.pupils, *school.others)
    assert len(everybody) == 2 * students
    assert max(Counter(pupil.student_id for pupil in everybody).values()) == 1
    assert max(Counter(pupil.shown for pupil in everybody).values()) == 1
    shared = {name for name, n in Counter(p.name for p in everybody).items() if n > 1}
    assert all((" · " in pupil.shown) == (pupil.name in shared) for pupil in everybody)


def test_larger_schools_have_more_of_everything_and_no_longer_days() -> None:
    small, large = big_school(30, TODAY), big_school(300, TODAY)
    assert len(large.managers) > len(small.managers)
    starts = [row["Start"] for row in large.tabs()[("caseload", "Diary")]]
    assert all(8 / 24 <= float(start) < 15.5 / 24 for start in starts)
