"""`make run`: one run in a folder at a time, a kept school is never wiped unasked."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from emulator.school.folder import Folder
from emulator.school.journey import ROOT, free_port, main


def start(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def sentence(result: Result) -> str:
    """What a refusal says, which is one paragraph and no traceback."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    (said,) = result.output.strip().splitlines()
    return said


def kept_school(path: Path) -> Path:
    """A folder with a school in it, as far as anybody can tell from outside."""
    book = path / "workspace" / "state.db"
    book.parent.mkdir(parents=True)
    book.write_text("what people typed")
    (path / "holdfast.db").write_text("ledger")
    return book


@pytest.mark.parametrize("more", [(), ("--fresh",), ("--keep",)])
def test_a_second_start_in_the_same_folder_says_where_the_school_is_open(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    book = kept_school(tmp_path)
    running = Folder(tmp_path)
    with running.held():
        running.opened("http://127.0.0.1:8900/", 8900)
        said = sentence(start("--folder", str(tmp_path), *more))
    assert "http://127.0.0.1:8900/" in said
    assert "Ctrl-C" in said
    assert book.read_text() == "what people typed"


def test_a_port_in_use_is_refused_before_anything_is_wiped(tmp_path: Path) -> None:
    book = kept_school(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = sentence(start("--folder", str(tmp_path), "--port", str(port), "--fresh"))
    assert f"Port {port} is in use" in said
    assert "--port" in said
    assert book.read_text() == "what people typed"


def test_a_school_that_was_founded_by_half_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    book = kept_school(tmp_path)
    (tmp_path / "founding").touch()
    said = sentence(start("--folder", str(tmp_path), "--port", str(free_port(8960))))
    assert "ARGS=--fresh" in said
    assert book.read_text() == "what people typed"


def test_to_keep_and_to_wipe_at_once_is_a_question(tmp_path: Path) -> None:
    result = start("--folder", str(tmp_path), "--keep", "--fresh")
    assert result.exit_code == 2
    assert "choose one" in result.output


def test_wiping_takes_the_school_and_nothing_else(tmp_path: Path) -> None:
    book = kept_school(tmp_path)
    (tmp_path / "my notes.txt").write_text("mine")
    Folder(tmp_path).wipe()
    assert not book.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["my notes.txt"]


def test_the_next_run_answers_where_the_last_one_did(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.port() == 8900
    with folder.held():
        folder.opened("http://127.0.0.1:9001/", 9001)
    assert Folder(tmp_path).port() == 9001


@pytest.mark.gate("starts the programs of `make run`")
def test_a_run_goes_on_with_the_kept_school_and_shows_no_log_lines(tmp_path: Path) -> None:
    Folder(tmp_path).workspace.mkdir()
    command = [sys.executable, "-m", "emulator.school", "--once", "--folder", str(tmp_path)]
    command += ["--port", str(free_port(8960))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Going on with the school of the last run" in done.stdout
    assert "ARGS=--fresh" in done.stdout
    assert done.stderr == ""
    assert not [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert (tmp_path / "workspace.log").exists()
