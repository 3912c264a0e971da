"""The school that has Signals on is made once; each test begins with a copy of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.signals.signals_school import signals_school
from tests.school_fixture import DANA, Kept, LiveSchool
from tests.web.conftest import AUDIENCE


@pytest.fixture(scope="session")
def with_signals(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """As it is once Data stands. Its Workspace has its key for signing tokens already."""
    live = signals_school(tmp_path_factory.mktemp("signals"))
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def live(with_signals: Kept, tmp_path: Path) -> LiveSchool:
    """A copy of that school."""
    live = LiveSchool(tmp_path)
    live.take(with_signals)
    return live
