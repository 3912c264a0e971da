"""The image: what it holds is enough, and is all that it needs."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import time
import urllib.request
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path
from socket import socket

import pytest
from packaging.utils import canonicalize_name

from emulator.school import enrol
from service.cli import gunicorn

from .image_layout import (
    ROOT,
    image_environment,
    instructions,
    lay_out,
    listed,
    needed,
    show_libraries,
)


def builder() -> str:
    """docker or podman, where one is here and answers."""
    for tool in ("docker", "podman"):
        if shutil.which(tool):
            answers = subprocess.run([tool, "info"], capture_output=True, timeout=60)
            if answers.returncode == 0:
                return tool
    return ""


BUILDER = builder()


def imported(folder: str) -> set[str]:
    """The modules that a package imports from outside it; google's by two words."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    return {name for name in names if name.split(".")[0] not in (folder, *sys.stdlib_module_names)}


@pytest.mark.parametrize("folder", ["service", "emulator"])
def test_what_is_imported_is_listed_and_not_only_there_by_chance(folder: str) -> None:
    owners = packages_distributions()
    names = {canonicalize_name(each.name) for each in listed()}
    by_chance = {}
    for module in imported(folder):
        top = module.split(".")[0]
        by = ["google-auth"] if top == "google" else owners[top]
        given_by = {str(canonicalize_name(each)) for each in by}
        if not given_by & names:
            by_chance[module] = given_by
    assert by_chance == {}


def test_what_is_only_for_tests_is_not_in_it() -> None:
    assert not {"pytest", "hypothesis", "mypy", "ruff", "playwright"} & set(needed())


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The folder that is WORKDIR in the image."""
    folder = tmp_path / "holdfast"
    folder.mkdir()
    lay_out(folder)
    (tmp_path / "libraries").mkdir()
    show_libraries(tmp_path / "libraries")
    return folder


def settings(image: Path, address: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(image.parent / "libraries"),
        **image_environment(),
        "HOLDFAST_WORKSPACE_URL": address,
        "HOLDFAST_DATABASE_URL": f"sqlite:///{image.parent / 'ledger.db'}",
        "HOLDFAST_DOMAIN": "alder-creek.example",
    }


def started(image: Path, address: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The image's own entry point; without this environment's libraries (-S)."""
    entry = json.loads(instructions("ENTRYPOINT")[0])
    assert entry[0] == "python"
    return subprocess.run(
        [sys.executable, "-S", *entry[1:], *words],
        env=settings(image, address),
        cwd=image,
        capture_output=True,
        text=True,
        timeout=200,
    )


def test_the_folder_holds_only_what_is_copied(image: Path) -> None:
    assert {each.name for each in image.iterdir()} == {
        "requirements.txt", "service", "sheets_templates",
    }  # fmt: skip
    assert not list(image.rglob("__pycache__"))
    assert not (image / "sheets_templates" / "sample").exists()
    assert (image / "service" / "ledger" / "migrations").is_dir()


def test_a_library_that_is_not_listed_cannot_be_imported_there(image: Path) -> None:
    for module, works in (("flask", True), ("google.auth", True), ("pytest", False)):
        done = subprocess.run(
            [sys.executable, "-S", "-c", f"import {module}"],
            env=settings(image, ""),
            cwd=image,
            capture_output=True,
        )
        assert (done.returncode == 0) is works, module


@pytest.mark.timeout(600)
def test_the_job_and_the_service_run_from_there(image: Path, workspace_address: str) -> None:
    before = sorted(image.rglob("*"))

    def answer(*words: str) -> dict[str, object]:
        done = started(image, workspace_address, *words, "--json")
        assert done.stdout, done.stderr
        told: dict[str, object] = json.loads(done.stdout)
        return told | {"exit": done.returncode}

    found = answer("init")
    assert found["exit"] == 0
    school = enrol.School(
        workspace_address, found["workbooks"], found["forms"], str(found["admin"])
    )
    list(enrol.fill_workbooks(school, date.today()))
    list(enrol.share_workbooks(school, date.today()))
    told = answer("doctor")
    assert (told["findings"], told["exit"]) == ([], 0)
    assert answer("sync")["exit"] == 0
    assert answer("rebuild")["exit"] == 0
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    threads = json.loads(instructions("CMD")[0])
    assert threads[:2] == ["serve", "--threads"]
    # What `serve` becomes where Google answers.
    command = [sys.executable, "-S", *gunicorn(f"127.0.0.1:{port}", int(threads[2]))]
    log = image.parent / "log"
    with log.open("w") as told:
        service = subprocess.Popen(
            command, env=settings(image, workspace_address), cwd=image, stdout=told, stderr=told
        )
        try:
            for path in ("/health", "/ready"):
                assert json.loads(asked(f"http://127.0.0.1:{port}{path}")) == {"status": "ok"}
        finally:
            service.terminate()
            service.wait(30)
    assert not [line for line in log.read_text().splitlines() if "rror" in line or "HOME" in line]
    assert sorted(image.rglob("*")) == before, "it wrote into its own folder, which it may not"


def asked(address: str) -> bytes:
    """Once somebody listens there; a process takes a moment to start."""
    until = time.monotonic() + 60
    while True:
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address, timeout=60) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.timeout(1800)
@pytest.mark.skipif(not BUILDER, reason="neither docker nor podman is here to build the image")
def test_the_image_is_built_and_knows_its_commands() -> None:
    build = [BUILDER, "build", "--tag", "holdfast:test", "."]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    ask = [BUILDER, "run", "--rm", "holdfast:test", "--help"]
    helped = subprocess.run(ask, capture_output=True, text=True, timeout=120)
    assert "doctor" in helped.stdout, helped.stderr
