"""`python -m service district`: every school at a glance, and no student."""

from __future__ import annotations

import pytest

from .test_schools import Terminal, terminal  # noqa: F401


@pytest.fixture
def several(terminal: Terminal) -> Terminal:  # noqa: F811
    terminal.json("school", "add", "north-high", "--folder", "f-1", "--domain", "north.example")
    return terminal


def test_before_the_first_look_it_says_so(several: Terminal) -> None:
    said = several.json("district")
    assert [each["school"] for each in said["schools"]] == ["1", "north-high"]
    assert {each["synced"] for each in said["schools"]} == {None}
    assert said["room"] is None
    assert "nothing can be forecast" in several.run("district").output


def test_after_a_sync_it_says_when_and_what_it_took(several: Terminal) -> None:
    several.json("init")
    several.json("sync")
    said = several.json("district")
    first = next(each for each in said["schools"] if each["school"] == "1")
    assert first["synced"]
    assert first["waiting_since"] is None
    assert first["questions_older_than_a_week"] == 0
    assert said["schools"][0]["school"] == "north-high"  # never looked at: it stands first
    sheets = said["quotas"]["sheets"]
    assert sheets["limit"] == 300
    assert sheets["forecast"] == pytest.approx(2 * sheets["busiest"] / 10, abs=0.1)
    often = several.json("district", "--every", "60")
    assert often["quotas"]["sheets"]["forecast"] > sheets["forecast"]
    assert often["room"] < said["room"]
    shown = several.run("district").output
    for word in ("north.example", "never", " s ago", "room for about"):
        assert word in shown
