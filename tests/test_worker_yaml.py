"""The worker pool's manifest: what Cloud Run takes, and the same image and settings as app.yaml."""

from __future__ import annotations

from typing import Any

import yaml
from click.testing import CliRunner

from emulator.answer_schemas import answer_faults
from service.__main__ import main

from .test_app_yaml import FILLED, ROOT, RUN, manifest_with


def pool() -> dict[str, Any]:
    text = (ROOT / "worker.yaml").read_text(encoding="utf-8")
    for word, value in FILLED.items():
        text = text.replace(word, value)
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def test_cloud_run_knows_every_field() -> None:
    manifest = pool()
    assert [
        str(fault) for fault in answer_faults(RUN["schemas"], {"$ref": "WorkerPool"}, manifest)
    ] == []
    assert (manifest["apiVersion"], manifest["kind"]) == ("run.googleapis.com/v1", "WorkerPool")
    manifest["spec"]["template"]["spec"]["containers"][0]["arg"] = ["worker"]
    assert list(answer_faults(RUN["schemas"], {"$ref": "WorkerPool"}, manifest))


def test_it_runs_the_same_image_as_the_same_account_with_the_same_settings() -> None:
    ours, service = (m["spec"]["template"]["spec"] for m in (pool(), manifest_with(FILLED)))
    assert ours["serviceAccountName"] == service["serviceAccountName"]
    (worker,), (web,) = ours["containers"], service["containers"]
    assert worker["image"] == web["image"]
    assert worker["env"] == web["env"]


def test_what_it_starts_is_a_command_with_these_options() -> None:
    (worker,) = pool()["spec"]["template"]["spec"]["containers"]
    name, *options = worker["args"]
    command = main.commands[name]
    known = {option for each in command.params for option in each.opts}
    assert set(options[::2]) <= known
    assert CliRunner().invoke(command, [*options, "--help"]).exit_code == 0
