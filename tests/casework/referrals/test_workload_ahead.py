"""What the next ten would come to: in turn, each counted from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.casework.referrals.workload import Newcomer
from service.casework.referrals.workload_ahead import next_ones
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import FORMULAS, SchoolSettings
from tests.casework.small_school import DANA, MAREN, SAY, TODAY, TOMAS, case, day_off

HEADS = SchoolSettings(workload_formula="Head count", head_count_most=6)


def ahead(cases=(), settings=HEADS, staff=(DANA, TOMAS, MAREN), newcomer=Newcomer(), off=()):
    calendar = SchoolCalendar(tuple(off))
    return next_ones(staff, cases, newcomer, calendar, TODAY, settings, SAY, enrolled=400)


def test_they_are_shared_out_one_after_the_other() -> None:
    held = [case(f"C-{n}") for n in range(4)]  # Dana's
    found = ahead(held)
    assert [each.number for each in found] == list(range(1, 11))
    # Tomas has six places, Dana two; after the eighth nobody has room
    assert [each.email for each in found[:4]] == [TOMAS.email] * 4
    taken = {who: sum(e.email == who for e in found[:8]) for who in (DANA.email, TOMAS.email)}
    assert taken == {DANA.email: 2, TOMAS.email: 6}
    assert [each.within for each in found] == [True] * 8 + [False] * 2
    assert (found[3].after.amount, found[3].after.most) == (4, 6)


def test_points_add_up() -> None:
    virginia = SchoolSettings()
    found = ahead(
        [case(support_level="Level I")], virginia, (DANA,), Newcomer(support_level="Level II")
    )
    assert [each.after.amount for each in found[:3]] == [3.5, 6, 8.5]
    # 1 + 8 × 2.5 = 21 of 20 points
    assert [each.within for each in found] == [True] * 7 + [False] * 3


def test_who_is_away_is_not_within() -> None:
    away = day_off(TODAY, TODAY.replace(day=30), DANA.email)
    assert {each.email for each in ahead(off=(away,))[:6]} == {TOMAS.email}
    alone = ahead(staff=(DANA,), off=(away,))
    assert not any(each.within for each in alone)


def test_where_nobody_may_take_any_there_is_none() -> None:
    assert ahead(staff=(MAREN,)) == ()


@pytest.mark.parametrize("formula", FORMULAS)
def test_under_every_formula_there_are_ten(formula: str) -> None:
    settings = replace(HEADS, workload_formula=formula)
    counselor = replace(DANA, role="Counselor")
    assert len(ahead(settings=settings, staff=(DANA, TOMAS, counselor))) == 10
