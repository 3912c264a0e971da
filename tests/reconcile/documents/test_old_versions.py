"""What lies in Earlier versions goes into the bin after thirty days, unless it is somebody's."""

from __future__ import annotations

import pytest

from tests.reconcile.documents.test_edited_during_refresh import comment, linked, plan, write
from tests.school_fixture import LiveSchool

__all__ = ["plan"]  # a plan that is about to be refreshed


def bin_of(live: LiveSchool) -> list[str]:
    found = live.google("/drive/v3/files?q=trashed%3Dtrue&fields=files(id)", live.found["admin"])
    return [file["id"] for file in found["files"]]


@pytest.fixture
def refreshed(small: LiveSchool, plan: str) -> str:
    """The file in whose place another stands."""
    small.sync()
    assert [file["id"] for file in small.earlier()] == [plan]
    return plan


def test_an_earlier_version_is_kept_for_thirty_days_and_then_goes_into_the_bin(
    small: LiveSchool, refreshed: str
) -> None:
    small.later(days=29)
    small.sync()
    assert bin_of(small) == []
    small.later(days=1)
    small.sync()
    assert bin_of(small) == [refreshed]
    assert not small.school.ledger.agreed_of("earlier")
    assert refreshed not in linked(small)
    assert not small.sync().changes


@pytest.mark.parametrize("touch", [write, comment])
def test_one_that_somebody_has_written_into_stays_for_ever(
    small: LiveSchool, refreshed: str, touch
) -> None:
    touch(small, refreshed)
    for days in (29, 1, 40):
        small.later(days=days)
        small.sync()
    assert bin_of(small) == []
    assert refreshed in linked(small)


def test_one_that_is_gone_already_is_no_question(small: LiveSchool, refreshed: str) -> None:
    small.google(f"/drive/v3/files/{refreshed}", small.found["admin"], "PATCH", {"trashed": True})
    small.later(days=30)
    small.sync()
    assert not small.school.ledger.agreed_of("earlier")
    assert not [row for row in small.rows("office", "Attention") if "document" in row["What"]]
