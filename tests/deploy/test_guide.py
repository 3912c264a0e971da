"""The guide, played: every command in its order, and `doctor` asked after each step."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.school import enrol
from service.cli import main as cli

from .clasp_stand_in import parser as clasp_parser
from .gcloud_reference import BadCommand, read_command
from .guide import ROOT, VALUES, command_lines, filled, steps

STEPS = {step.number: step for step in steps()}


# ---------------------------------------------------------------- what stands in it


def test_every_step_says_what_was_tried_and_what_only_google_can_show() -> None:
    assert sorted(STEPS) == list(range(1, 10))
    for step in STEPS.values():
        assert "Tried here:" in step.text, step.title
        assert re.search(r"Only\s+Google\s+can\s+show:", step.text), step.title


def test_every_command_has_flags_that_its_tool_knows() -> None:
    lines = command_lines()
    assert {words[0] for words in lines} == {"gcloud", "clasp", "python"}
    assert len(lines) > 25
    for words in lines:
        check(words)


def check(words: list[str]) -> None:
    tool, *rest = [filled(word) for word in words]
    if tool == "gcloud":
        partial = len(rest) == 3 and rest[:3] in (["run", "jobs", "update"],)
        if partial or rest == ["run", "services", "replace"]:
            return  # named in a sentence
        read_command(rest)
    elif tool == "clasp":
        clasp_parser().parse_args(["home", *rest])
    elif rest[:2] == ["-m", "service"]:
        assert rest[2] in cli.commands, words
    else:
        assert (ROOT / Path(*rest[1].split("."))).with_suffix(".py").is_file(), words


@pytest.mark.parametrize(
    "line",
    [
        "gcloud run jobs create x --max-retry=3",
        "gcloud run jobs create",
        "gcloud run job create x",
        "gcloud sql instances create x --edition=large",
        "gcloud builds submit --tag",
    ],
)
def test_that_check_would_notice_a_wrong_command(line: str) -> None:
    with pytest.raises(BadCommand):
        check(line.split())


def test_that_check_would_notice_a_wrong_flag_of_clasp(capsys: Any) -> None:
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        check(["clasp", "push", "--forced"])


def test_each_word_in_capitals_is_explained() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)` \|.*\|.*\|$", text, re.MULTILINE))
    for word in VALUES:
        assert word in table or f"`{word}` is" in text, word


def test_the_pictures_for_the_listing_have_the_sizes_that_it_asks_for() -> None:
    pictures = {"icon-32.png": (32, 32), "icon-128.png": (128, 128)}
    pictures["banner-220x140.png"] = (220, 140)
    for name, size in pictures.items():
        head = (ROOT / "docs" / "marketplace" / name).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n", name
        assert struct.unpack(">II", head[16:24]) == size, name


# ---------------------------------------------------------------- played


class Play:
    """A terminal in a copy of this repository, with stand-ins of the tools before the real ones."""

    def __init__(self, folder: Path, workspace: str) -> None:
        self.folder, self.workspace = folder, workspace
        self.home = folder / "google"
        tools = folder / "tools"
        self.repository = folder / "holdfast"
        for each in (self.home, tools, self.repository):
            each.mkdir()
        for name in ("app.yaml", "Dockerfile", ".dockerignore", "requirements.txt"):
            shutil.copy(ROOT / name, self.repository)
        ignored = shutil.ignore_patterns("node_modules")
        shutil.copytree(ROOT / "apps_script", self.repository / "apps_script", ignore=ignored)
        python = sys.executable
        for name, line in {
            "gcloud": f'exec "{python}" -m tests.deploy.gcloud_stand_in "$@"',
            "clasp": f'exec "{python}" -m tests.deploy.clasp_stand_in "{self.home}" "$@"',
            "npm": "exit 0",
            "openssl": f'exec "{python}" -c "import secrets; print(secrets.token_hex(32))"',
        }.items():
            tool = tools / name
            tool.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
            tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        self.environment = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PLAY_STATE": str(self.home / "state.json"),
            "PLAY_WORKSPACE": workspace,
            "PLAY_DATABASE": f"sqlite:///{folder / 'ledger.db'}",
            "PWD": str(self.repository),
        }

    def type(self, block: str) -> str:
        """Type a block of commands; what was printed. Variables and the folder stay."""
        kept = self.folder / "kept"
        script = f"set -euo pipefail -a\n{filled(block)}\nenv -0 > {kept}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            env=self.environment,
            cwd=self.environment["PWD"],
            capture_output=True,
            text=True,
            timeout=500,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        pairs = [each.partition("=") for each in kept.read_text("utf-8").split("\0") if each]
        self.environment = {name: value for name, _, value in pairs if name not in ("_", "SHLVL")}
        return done.stdout

    def fill_app_yaml(self) -> None:
        """Step 7: put your values into app.yaml."""
        file = self.repository / "app.yaml"
        file.write_text(filled(file.read_text("utf-8")), "utf-8")

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "state.json").read_text("utf-8"))
        return found

    def job(self, *words: str) -> dict[str, Any]:
        """What `python -m service …` answers with the settings of the jobs."""
        settings = self.state["jobs"]["holdfast-doctor"]["environment"] | {
            "HOLDFAST_WORKSPACE_URL": self.workspace,
            "HOLDFAST_DATABASE_URL": self.environment["PLAY_DATABASE"],
        }
        done = subprocess.run(
            [sys.executable, "-m", "service", *words, "--json"],
            env={**self.environment, **settings},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer | {"exit": done.returncode}

    def pushed(self) -> dict[str, str]:
        """What lies in the Apps Script project."""
        found: dict[str, str] = json.loads((self.home / "script-1.json").read_text("utf-8"))
        return found


@pytest.fixture
def play(tmp_path: Path, workspace_address: str) -> Play:
    return Play(tmp_path, workspace_address)


def staff_fills_and_shares(play: Play) -> None:
    """Step 6, what people do: fill the workbooks, share them with who may be in them."""
    found = play.job("init")
    school = enrol.School(play.workspace, found["workbooks"], found["forms"], found["admin"])
    list(enrol.fill_workbooks(school, date.today()))
    list(enrol.share_workbooks(school, date.today()))


@pytest.mark.timeout(600)
def test_the_whole_guide(play: Play) -> None:
    for number in (1, 2, 3, 4):
        for block in STEPS[number].blocks:
            play.type(block)

    for block in STEPS[5].blocks:
        play.type(block)
    ours = {path.stem: path.read_text("utf-8") for path in (ROOT / "apps_script/src").iterdir()}
    assert play.pushed() == ours
    assert play.environment["PWD"] == str(play.repository)

    found, asked = STEPS[6].blocks
    play.type(found)
    before = play.job("doctor")
    assert before["exit"] == 3
    assert {each["where"] for each in before["findings"]} == {"office/staff"}
    staff_fills_and_shares(play)
    play.type(asked)

    play.fill_app_yaml()
    for block in STEPS[7].blocks:
        play.type(block)
    made = play.state
    service = set(made["services"]["holdfast"]["environment"]) - {"K_SERVICE"}
    for name, job in made["jobs"].items():
        assert set(job["environment"]) == service, name
    assert play.job("doctor")["findings"] == []

    for block in STEPS[8].blocks:
        play.type(block)
    manifest = json.loads(play.pushed()["appsscript"])
    assert manifest["urlFetchWhitelist"] == [VALUES["SERVICE_URL"] + "/"]
    assert play.pushed().keys() == ours.keys()

    for block in STEPS[9].blocks:
        play.type(block)
    assert play.job("doctor") == {"findings": [], "exit": 0, "addon_answers": ""}


def test_what_was_forgotten_stops_the_guide_there(play: Play) -> None:
    """The stand-ins refuse what Google would refuse, so that the play above can fail."""
    for number in (1, 2):
        for block in STEPS[number].blocks:
            play.type(block)
    with pytest.raises(AssertionError, match="NOT_FOUND: repositories"):
        play.type("gcloud builds submit --tag=us-west1-docker.pkg.dev/PROJECT/holdfast/x:1 .")
    with pytest.raises(AssertionError, match="NOT_FOUND: secrets holdfast-key"):
        play.type(
            "gcloud secrets add-iam-policy-binding holdfast-key --member=serviceAccount:$ACCOUNT "
            "--role=roles/secretmanager.secretAccessor"
        )
    play.type("clasp login")
    play.type("cd apps_script/src && clasp create-script --type standalone --title X")
    overwritten = json.loads((play.repository / "apps_script/src/appsscript.json").read_text())
    assert "addOns" not in overwritten  # that is why the guide goes to an empty folder


def test_a_word_that_was_forgotten_in_app_yaml_is_named(play: Play) -> None:
    for number in (1, 2, 4):
        for block in STEPS[number].blocks:
            play.type(block)
    play.type(STEPS[6].blocks[0].split("SETTINGS=")[0])
    file = play.repository / "app.yaml"
    text = file.read_text("utf-8")
    for word in ("PROJECT", "REGION", "SCHOOL_DOMAIN", "VERSION"):
        text = text.replace(word, VALUES[word])
    file.write_text(text, "utf-8")
    assert yaml.safe_load(text)
    with pytest.raises(AssertionError, match="HOLDFAST_AUDIENCE still has the guide's word"):
        play.type("gcloud run services replace app.yaml --region=REGION")
