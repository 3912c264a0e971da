"""A real browser before a served local Workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.emulator.pages.school import School, found_school
from tests.school_fixture import Kept

from .serving import MISSING, chromium, has_chromium, served_at
from .visitors import Visitors
from .working_school import PATIENCE, Door, WorkingSchool, morning, open_door, working_school

# What a page must come to show is waited for as long as a busy machine may take.
expect.set_options(timeout=PATIENCE * 1000)


# `make test` walks this one, the gate all.
AT_ONCE = ("test_1_and_2_a_family_refers_and_the_coordinator_accepts",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser") and item.name not in AT_ONCE:
            item.add_marker(pytest.mark.gate("walks in a browser"))


@dataclass(frozen=True, slots=True)
class Served:
    """A school, served; `open(path)` is a page in a browser of its own."""

    school: School
    url: str
    open: Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one the tests are skipped, and say so; where CI decides, they fail."""
    if not has_chromium():
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    with chromium() as started:
        yield started


@pytest.fixture
def served(browser: Browser) -> Iterator[Served]:
    """A fresh school; at the end no page may have complained."""
    school = found_school()
    with served_at(school.app) as url, Visitors(browser, url) as visitors:
        yield Served(school, url, visitors.open)
    assert visitors.complaints == []


@pytest.fixture(scope="session")
def door(browser: Browser) -> Iterator[Door]:
    with open_door() as door:
        yield door


@pytest.fixture(scope="session")
def first_morning(door: Door) -> Kept:
    return morning(door.url)


@pytest.fixture
def school(
    browser: Browser, door: Door, first_morning: Kept, tmp_path: Path
) -> Iterator[WorkingSchool]:
    """The invented school at work, a copy of its own."""
    with working_school(browser, door, first_morning, tmp_path) as school:
        yield school
