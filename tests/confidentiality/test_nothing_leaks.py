"""After full runs with faults, nothing about a student stands where it must not.

The whole invented school works for a day: referrals, decisions, plans, measurements, in rain and
with a lost ledger. Then every name, address, concern, note and score of it is searched for in the
ledger (the file, or every table of a real PostgreSQL), in every log line at the finest level and
in all that the commands print.
"""

from __future__ import annotations

import io
import json
import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, text

from emulator.inprocess import Http
from emulator.school.enrol import enter_measurements, send_referrals
from emulator.school.office_hours import decide_referrals
from service.cli import Tools, main
from service.ledger import open_engine
from service.logs import Lines
from service.wiring import open_school
from tests.faults.weather import Rain
from tests.ledger.conftest import postgres_server, postgres_url  # noqa: F401
from tests.school_fixture import COORDINATOR, DOMAIN, ROOT, TODAY, LiveSchool

from .secrets_of import leaks, personal, scores


@dataclass
class Heard:
    """All that was printed and logged. `commands` is what was run, for the reader of a failure."""

    logs: io.StringIO = field(default_factory=io.StringIO)
    raw: io.StringIO = field(default_factory=io.StringIO)
    printed: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


@dataclass
class Day:
    live: LiveSchool
    heard: Heard


def a_day(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Day:
    heard = Heard()
    live = LiveSchool(folder, database_url).init().fill()
    run = partial(command, live, heard, monkeypatch)
    list(send_referrals(live.people, TODAY))
    run("plan", "--json")
    run("sync", weather=Rain(live, chance=random.Random(1), share=0.05))
    live.later(minutes=10)
    run("sync", "--json")
    list(decide_referrals(live.people, COORDINATOR))
    list(enter_measurements(live.people, TODAY))
    live.later(minutes=30)
    run("plan")
    run("sync", weather=Rain(live, chance=random.Random(2), share=0.3))
    live.later(minutes=10)
    run("sync", "--json")
    broken(live, run)
    run("doctor", "--json")
    return Day(live, heard)


def broken(live: LiveSchool, run: Callable[..., None]) -> None:
    """What a school does not see every day: an emptied tab, a template that is none, a lost
    ledger, and a defect of ours."""
    tab = live.tab("caseload", "Goals")
    tab.batch_clear([f"A2:J{tab.row_count}"])
    live.type_row("caseload", "Diary", {"Student": "Ana Silva", "Kind": "x", "Date": "someday"})
    run("plan", "--json")
    run("sync")
    run("sync", "--confirm", "caseload/goals", "--now", "not a time")
    run("sync", weather=Defect(live))
    live.later(minutes=10)
    kept = live.database_url
    live.database_url = f"sqlite:///{live.folder / 'fresh.db'}"
    run("sync", "--json")
    run("rebuild", "--json")
    run("rebuild")
    run("plan", "--json")
    live.database_url = kept


class Defect(Rain):
    """Our own code fails in the midst of a call, with a student's words in the message."""

    def is_hit(self) -> bool:
        if len(self.calls) == 8:
            raise RuntimeError("Chen Mei: She cries before school since the reading test")
        return False


def command(
    live: LiveSchool,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
    *words: str,
    weather: Rain | None = None,
) -> None:
    """One command, heard with both ears."""

    def opener(settings, tell=None):  # type: ignore[no-untyped-def]
        school = open_school(
            settings, transport=lambda: Http(live.app), clock=lambda: live.now, tell=tell
        )
        if weather is not None:
            school.transport = weather.school().transport
            school.session.patience = weather.school().session.patience
        return school

    environ = {
        "HOLDFAST_WORKSPACE_URL": ROOT,
        "HOLDFAST_DATABASE_URL": live.database_url,
        "HOLDFAST_DOMAIN": DOMAIN,
        "HOLDFAST_AUDIENCE": "holdfast-tests",
    }
    monkeypatch.setattr("service.cli.start_logging", lambda level: listen(heard))
    result = CliRunner().invoke(main, words, obj=Tools(opener, environ))
    if weather is not None:
        weather.disarm()
    heard.printed.append(result.output)
    heard.commands.append(f"{' '.join(words)}: {result.exit_code}")


def listen(heard: Heard) -> None:
    """The service's own formatter, on everything that any library says at its finest."""
    root = logging.getLogger()
    for other in [h for h in root.handlers if getattr(h, "ours", False)]:
        root.removeHandler(other)
    handler = logging.StreamHandler(heard.logs)
    handler.setFormatter(Lines())
    handler.ours = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("holdfast").setLevel(logging.DEBUG)


ON_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.gate("searches of a PostgreSQL"))


@pytest.fixture(scope="module", params=["sqlite", ON_POSTGRESQL])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day")
    url = f"sqlite:///{folder / 'ledger.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server")
    with pytest.MonkeyPatch.context() as monkeypatch:
        level = logging.getLogger().level
        made = a_day(folder, url, monkeypatch)
        yield made
        logging.getLogger().setLevel(level)
    made.live.school.ledger._engine.dispose()


def dump(database_url: str) -> str:
    """Every cell of every table as text."""
    engine = open_engine(database_url)
    lines = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                lines.append(f"{table}: {list(row)}")
    engine.dispose()
    return "\n".join(lines)


def test_the_day_was_full(day: Day) -> None:
    """Else there would be little to leak."""
    told = dump(day.live.database_url)
    for kind in ("event", "document", "progress_sheet", "share", "message", "response", "whose"):
        assert f"'{kind}'" in told, kind
    assert len(personal()) > 500
    assert len(scores()) > 20
    assert len(day.live.mails(COORDINATOR)) + len(day.live.rows("office", "Referrals")) >= 6
    assert any(line.endswith(": 1") for line in day.heard.commands), day.heard.commands
    assert any(line.startswith("rebuild --json: 0") for line in day.heard.commands)


def test_no_word_about_anybody_stands_in_the_ledger(day: Day) -> None:
    told = dump(day.live.database_url)
    assert not leaks(told, personal() | scores())
    if day.live.database_url.startswith("sqlite"):
        for file in day.live.folder.glob("*.db*"):
            raw = file.read_bytes().decode("utf-8", "replace")
            # Five digits in a row come about by chance in a file's own bytes.
            words = [word for word in personal() if not word.isdigit()]
            assert not leaks(raw, words), file.name


def test_no_word_about_anybody_stands_in_a_log_line(day: Day) -> None:
    lines = day.heard.logs.getvalue()
    assert len(lines.splitlines()) > 5
    assert all(json.loads(line) for line in lines.splitlines())
    assert not leaks(lines, personal())


def test_no_command_prints_a_word_about_anybody(day: Day) -> None:
    wrong = {
        name: found
        for name, said in zip(day.heard.commands, day.heard.printed, strict=True)
        if (found := leaks(said, personal()))
    }
    assert not wrong


def test_the_search_finds_what_there_is(day: Day) -> None:
    """The same search, on a workbook: it finds nearly all of it."""
    students = str(day.live.rows("office", "Students")) + str(day.live.rows("caseload", "Team"))
    assert len(leaks(students, personal())) > 250
    assert leaks('{"student": "Siobh\\u00e1n"}', ["Siobhán"])
    assert not leaks("hf-00142abc 4400142", ["00142"])
