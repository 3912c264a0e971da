"""What is said of a district: which school first, what is used, what would still go in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service.district_figures import EVERY, Looked, QuotaLine, SchoolLine, district_standing

NOW = datetime(2026, 10, 5, 13, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def quota(looks: list[Looked], schools: int, every: timedelta = EVERY) -> QuotaLine:
    lines = [SchoolLine(f"s-{number}", "s.example") for number in range(schools)]
    return district_standing(lines, looks, NOW, every).quotas[0]


def test_the_school_whose_look_is_longest_ago_comes_first() -> None:
    schools = [
        SchoolLine("a", "s.example", ago(minutes=1)),
        SchoolLine("b", "s.example", ago(days=2)),
        SchoolLine("never", "s.example"),
    ]
    standing = district_standing(schools, [], NOW)
    assert [each.school_id for each in standing.schools] == ["never", "b", "a"]


def test_calls_are_counted_a_minute() -> None:
    looks = [
        Looked(ago(minutes=2, seconds=10), {"sheets": 4}),
        Looked(ago(minutes=2, seconds=40), {"sheets": 6, "calendar": 900}),
        Looked(ago(minutes=30), {"sheets": 2}),
        Looked(ago(minutes=61), {"sheets": 5000}),
    ]
    found = quota(looks, schools=30)
    assert (found.api, found.limit) == ("sheets", 300)
    assert found.used == 1.0
    assert found.busiest == 10
    assert found.forecast == pytest.approx(12.0)  # 4 a look, 30 looks in ten minutes
    assert quota(looks, 30, timedelta(minutes=5)).forecast == pytest.approx(24.0)


@pytest.mark.parametrize(("schools", "room"), [(30, 720), (750, 0), (900, 0)])
def test_room_is_what_the_scarcest_quota_still_carries(schools: int, room: int) -> None:
    lines = [SchoolLine(f"s-{number}", "s.example") for number in range(schools)]
    looks = [Looked(ago(minutes=3), {"sheets": 4, "calendar": 20, "gmail": 10**6})]
    assert district_standing(lines, looks, NOW).room == room


def test_before_the_first_look_nothing_is_forecast() -> None:
    standing = district_standing([SchoolLine("a", "s.example")], [], NOW)
    assert standing.room is None
    assert {each.forecast for each in standing.quotas} == {0.0}
