from __future__ import annotations

from collections.abc import Callable

import pytest

from .school import Book


@pytest.fixture
def book() -> Callable[..., Book]:
    """Makes a founded workbook on a local Workspace of its own."""
    return Book
