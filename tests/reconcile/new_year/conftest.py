from __future__ import annotations

import pytest

from tests.school_fixture import Kept

from .last_year import school_of_three_years


@pytest.fixture(scope="session")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return school_of_three_years(tmp_path_factory.mktemp("three-years")).keep()
