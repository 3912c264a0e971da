"""What `gcloud` knows: for each command of the guide its flags, as the Google Cloud SDK has them.

    python -m tests.deploy.gcloud_reference     writes gcloud_flags.json anew, where an SDK is there

gcloud_flags.json is the SDK's own table for completing a command line (data/cli/
gcloud_completions.py): "bool" for a flag without a value, a list for one with a few, and anything
else for one with any. It stands here so that the check needs no SDK.
"""

from __future__ import annotations

import json
import re
import runpy
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = Path(__file__).with_name("gcloud_flags.json")
# Commands of the guide, and how many words stand behind each that are no flags.
POSITIONALS = {
    "artifacts repositories create": 1,
    "builds submit": 1,
    "config set": 2,
    "iam service-accounts add-iam-policy-binding": 1,
    "iam service-accounts create": 1,
    "iam service-accounts describe": 1,
    "projects add-iam-policy-binding": 1,
    "projects create": 1,
    "projects describe": 1,
    "run jobs add-iam-policy-binding": 1,
    "run jobs create": 1,
    "run jobs execute": 1,
    "run jobs update": 1,
    "run services add-iam-policy-binding": 1,
    "run services describe": 1,
    "run services replace": 1,
    "run services update": 1,
    "scheduler jobs create http": 1,
    "secrets add-iam-policy-binding": 1,
    "secrets create": 1,
    "services enable": None,  # as many as one likes
    "sql databases create": 1,
    "sql instances create": 1,
    "sql users create": 1,
}


class BadCommand(Exception):
    """A command line that gcloud would not take; the text says why."""


@dataclass(frozen=True, slots=True)
class Given:
    """A command line taken apart: the command's name, its words, and its flags."""

    command: str
    words: tuple[str, ...]
    flags: dict[str, str] = field(hash=False)


def read_command(line: Sequence[str]) -> Given:
    """`line` without the first word, gcloud. Raises BadCommand."""
    known = json.loads(FLAGS.read_text("utf-8"))
    for length in range(min(4, len(line)), 0, -1):
        command = " ".join(line[:length])
        if command in known["commands"]:
            break
    else:
        raise BadCommand(f"no such command: {' '.join(line[:4])}")
    table = known["everywhere"] | known["commands"][command]
    words, flags, rest = [], {}, list(line[length:])
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            words.append(word)
            continue
        name, has_value, value = word.partition("=")
        kind = table.get(name) or (name.startswith("--no-") and table.get("--" + name[5:]))
        if not kind:
            raise BadCommand(f"{command} has no {name}")
        if kind == "bool":
            if has_value:
                raise BadCommand(f"{name} takes no value")
        elif not has_value:
            if not rest:
                raise BadCommand(f"{name} needs a value")
            value = rest.pop(0)
        if isinstance(kind, list) and value not in kind:
            raise BadCommand(f"{name}={value}: one of {kind}")
        flags[name] = value
    wanted = POSITIONALS[command]
    if wanted is not None and len(words) != wanted:
        raise BadCommand(f"{command} takes {wanted} words, not {words}")
    return Given(command, tuple(words), flags)


def sdk_table() -> dict[str, Any]:
    """The table of the SDK on this machine."""
    program = shutil.which("gcloud")
    if program is None:
        raise SystemExit("There is no gcloud on this machine.")
    root = Path(program).resolve().parents[1]
    version = (root / "VERSION").read_text("utf-8").strip()
    found = runpy.run_path(str(root / "data" / "cli" / "gcloud_completions.py"))
    tree = found["STATIC_COMPLETION_CLI_TREE"]
    commands = {}
    for command in POSITIONALS:
        node = tree
        for word in command.split():
            node = node["commands"][word]
        commands[command] = dict(sorted(node["flags"].items()))
    return {"sdk": version, "everywhere": tree["flags"], "commands": commands}


def written(table: dict[str, Any]) -> str:
    """One flag a line would be long: one command a paragraph."""
    text = json.dumps(table, indent=1, sort_keys=True)
    return re.sub(r"\[\s+([^\]]*?)\s+\]", lambda m: "[" + " ".join(m[1].split()) + "]", text) + "\n"


if __name__ == "__main__":
    FLAGS.write_text(written(sdk_table()), "utf-8")
