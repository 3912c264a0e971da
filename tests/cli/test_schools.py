"""Several schools on one service and one database: each founded, synced and kept apart."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from emulator.app import create_app
from emulator.inprocess import Http
from service.__main__ import main
from service.cli import Tools
from service.district import District, open_district, settings_of
from service.keys import Keys
from service.reconcile.setup.founding import FOLDER
from service.settings import SettingsProblem, load_settings
from service.turns import open_turns
from service.wiring import open_school
from service.worker import Worker, work


class Terminal:
    def __init__(self, folder: Path) -> None:
        self.app = create_app()
        self.environ = {
            "HOLDFAST_WORKSPACE_URL": "http://workspace.test",
            "HOLDFAST_DATABASE_URL": f"sqlite:///{folder / 'holdfast.db'}",
            "HOLDFAST_KEY": "k" * 64,
        }
        self.opener = partial(open_school, transport=lambda: Http(self.app))

    def run(self, *words: str) -> Result:
        here = partial(work, connect=lambda: Http(self.app))
        tools = Tools(self.opener, self.environ, open_district, here)
        return CliRunner().invoke(main, words, obj=tools)

    def json(self, *words: str) -> dict[str, Any]:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def folder(self, name: str) -> str:
        files = self.opener(load_settings(self.environ)).workspace.files
        return str(files.create(name, FOLDER).file_id)

    @property
    def district(self) -> District:
        return open_district(load_settings(self.environ))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr("service.workbook.founding.ROWS", 100)
    return Terminal(tmp_path)


def test_each_school_has_files_and_a_memory_of_its_own(terminal: Terminal) -> None:
    first = terminal.json("init")
    folder = terminal.folder("North High")
    terminal.json("school", "add", "north-high", "--folder", folder)
    north = terminal.json("--school", "north-high", "init")
    assert north["folder_id"] == folder
    assert not set(north["workbooks"].values()) & set(first["workbooks"].values())
    for _ in range(3):
        terminal.json("sync")
        terminal.json("--school", "north-high", "sync")
    assert terminal.json("init") == first
    assert terminal.json("--school", "north-high", "init") == north
    settings = load_settings(terminal.environ)
    one, other = terminal.opener(settings), terminal.opener(settings, school_id="north-high")
    assert one.ledger.token("file:workbooks:office") != other.ledger.token("file:workbooks:office")
    assert one.ledger.token("school") != other.ledger.token("school")
    assert set(one.ledger.agreed()) != set(other.ledger.agreed())


def test_the_list_says_each_with_its_domain_and_folder(terminal: Terminal) -> None:
    terminal.json("school", "add", "north", "--folder", "f-1", "--domain", "north.example")
    assert terminal.json("school", "list") == {
        "schools": [
            {"school": "1", "domain": "holdfast.example", "folder": ""},
            {"school": "north", "domain": "north.example", "folder": "f-1"},
        ]
    }
    assert "north.example" in terminal.run("school", "list").stdout


def test_a_school_that_is_taken_off_the_list_is_looked_at_no_more(terminal: Terminal) -> None:
    terminal.json("school", "add", "north", "--folder", terminal.folder("North"))
    made = terminal.json("--school", "north", "init")
    assert terminal.json("school", "remove", "north") == {"removed": "north"}
    gone = terminal.run("--school", "north", "sync")
    assert gone.exit_code == 2
    assert "school list" in gone.output
    terminal.json("school", "add", "north", "--folder", made["folder_id"])
    assert terminal.json("--school", "north", "init") == made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("North High", "--folder", "f"), "small letters"),
        (("1", "--folder", "f"), "small letters"),
        (("north", "--folder", "f", "--domain", "no domain"), "domain"),
        (("north", "--folder", "f", "--time-zone", "Mars"), "time zone"),
        (("north", "--folder", "f", "--admin", "somebody"), "e-mail"),
    ],
)
def test_what_cannot_work_is_said_and_nothing_is_added(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    refused = terminal.run("school", "add", *words)
    assert refused.exit_code == 2
    assert said in refused.output
    assert not terminal.district.all()


def test_an_id_or_a_folder_that_is_taken_is_refused(terminal: Terminal) -> None:
    terminal.json("school", "add", "north", "--folder", "f-1")
    assert terminal.run("school", "add", "north", "--folder", "f-2").exit_code == 1
    taken = terminal.run("school", "add", "south", "--folder", "f-1")
    assert taken.exit_code == 2
    assert "another school" in taken.output
    assert terminal.run("school", "remove", "south").exit_code == 2


def test_no_key_is_kept_and_each_school_has_its_own(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("school", "add", "north", "--folder", "f-1")
    settings = load_settings({**terminal.environ, "HOLDFAST_KEY_PREVIOUS": "p" * 64})
    north, south = (settings_of(settings, name, {}) for name in ("north", "south"))
    ids = {Keys(each.secret).school_id("f") for each in (settings, north, south)}
    assert len(ids) == 3
    assert len({each.previous_secrets for each in (settings, north, south)}) == 3
    for secret in (settings.secret, north.secret):
        assert secret not in (tmp_path / "holdfast.db").read_bytes()
    with pytest.raises(SettingsProblem):
        settings_of(settings, "Not an id", {})


def test_a_worker_looks_at_each_school_and_one_that_fails_holds_up_no_other(
    terminal: Terminal,
) -> None:
    terminal.json("init")
    terminal.json("school", "add", "empty", "--folder", terminal.folder("Never founded"))
    terminal.json("school", "add", "north", "--folder", terminal.folder("North"))
    terminal.json("--school", "north", "init")
    done = terminal.run("worker", "--once")
    assert done.exit_code == 0
    assert "Looked at north." in done.output
    settings = load_settings(terminal.environ)
    runs = {
        name: terminal.opener(settings, school_id=name).ledger.last_run()
        for name in ("", "empty", "north")
    }
    assert runs[""]
    assert runs["north"]
    assert runs["empty"] is None


def test_a_worker_knows_from_its_last_look_whose_calendars_it_looks_at(terminal: Terminal) -> None:
    terminal.json("init")
    while terminal.json("sync")["changes"]:
        pass
    terminal.json("sync")
    settings, district = load_settings(terminal.environ), terminal.district
    turns = open_turns(settings, district.schools.engine, lambda: Http(terminal.app))
    worker = Worker(terminal.environ, turns, district, lambda line: None)
    reads = []
    for _ in range(2):
        terminal.app.controls.counts.clear()
        assert worker.look("") is None
        reads.append([name for name in terminal.app.controls.counts if name.startswith("sheets")])
    assert reads[0]
    assert not reads[1]
