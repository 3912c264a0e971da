"""The commands as people and programs meet them, against a local Workspace."""

import json
from functools import partial

import pytest
from click.testing import CliRunner

from emulator.app import create_app
from emulator.inprocess import Http
from service.cli import Tools, main
from service.wiring import open_school


class Terminal:
    """A shell in which `python -m service` speaks to a Workspace of its own."""

    def __init__(self, folder, **environ: str) -> None:
        self.app, self.way = create_app(), Http
        self.environ = {
            "HOLDFAST_WORKSPACE_URL": "http://workspace.test",
            "HOLDFAST_DATABASE_URL": f"sqlite:///{folder / 'holdfast.db'}",
            **environ,
        }

    def run(self, *words: str):
        opener = partial(open_school, transport=lambda: self.way(self.app))
        return CliRunner().invoke(main, words, obj=Tools(opener, self.environ))

    def json(self, *words: str) -> dict:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("service.workbook.founding.ROWS", 100)
    return Terminal(tmp_path)


def test_init_says_where_everything_is(terminal):
    school = terminal.json("init")
    assert set(school) == {"folder_id", "workbooks", "forms", "templates", "admin"}
    assert terminal.json("init") == school
    shown = terminal.run("init")
    assert shown.exit_code == 0
    assert school["workbooks"]["office"] in shown.stdout


def test_plan_and_sync_report_what_they_promise(terminal):
    terminal.run("init")
    planned = terminal.json("plan", "--now", "2026-10-14T09:00")
    assert set(planned) >= {"changes", "problems", "calls", "repairs", "seconds", "planned"}
    done = terminal.json("sync", "--now", "2026-10-14T09:00-04:00")
    assert set(done) >= {"changes", "problems", "calls", "repairs", "seconds"}
    assert terminal.run("plan").exit_code == terminal.run("sync").exit_code == 0


def test_without_a_school_the_next_step_is_said(terminal):
    result = terminal.run("sync")
    assert result.exit_code == 1
    assert "init" in result.stderr
    assert "Traceback" not in result.output


def test_a_time_that_is_none_is_refused_kindly(terminal):
    result = terminal.run("plan", "--now", "tomorrow")
    assert result.exit_code == 2
    assert "2026-10-14T09:30" in result.stderr


def test_settings_that_cannot_work_are_all_named(tmp_path):
    bare = Terminal(tmp_path, HOLDFAST_ADMIN="nobody", PORT="many")
    result = bare.run("plan", "--json")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["problems"]) == 2
    assert result.stderr.count("\n") == 2


def test_a_ledger_that_does_not_answer(tmp_path):
    lost = Terminal(tmp_path, HOLDFAST_DATABASE_URL="postgresql://u:secret@127.0.0.1:1/x")
    result = lost.run("init")
    assert result.exit_code == 1
    assert "does not answer" in result.stderr
    assert "secret" not in result.output


def test_what_nobody_expected_is_one_line_without_the_message(tmp_path):
    def broken(*_args, **_kwargs):
        raise ValueError("Ana Silva")

    environ = {"HOLDFAST_WORKSPACE_URL": "http://workspace.test"}
    result = CliRunner().invoke(main, ["sync"], obj=Tools(broken, environ))
    assert result.exit_code == 1
    assert "ValueError" in result.stderr
    assert "Ana" not in result.output
    assert "Traceback" not in result.output


def test_a_record_is_made_of_a_case_that_is_there_and_of_no_other(terminal):
    terminal.run("init")
    refused = terminal.run("record", "C-0001", "--json")
    assert refused.exit_code == 1
    assert "C-0001" in json.loads(refused.stdout)["error"]
