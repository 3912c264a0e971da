"""A small school that has Signals on, and imports files as its IT person does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from service.cli import Tools, main
from tests.school_fixture import COORDINATOR, DANA, ROOT, LiveSchool

SWITCH = "Module: Signals"
STUDENTS = (("0142", "Ana Silva"), ("0555", "Thandi Dlamini"), ("0777", "Ben Okoro"))


def signals_school(folder: Path) -> LiveSchool:
    """Founded, with people and students, Signals on and Data made."""
    live = LiveSchool(folder).init()
    for email, name, role in (
        (COORDINATOR, "Maren Okafor", "Coordinator"),
        (DANA, "Dana Whitfield", "Case manager"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for student_id, name in STUDENTS:
        row = {"Student ID": student_id, "Student": name, "Grade": "9"}
        live.type_row("office", "Students", row)
    live.sync()
    live.change("office", "Settings", {"Setting": SWITCH}, {"Value": "yes"})
    live.sync()
    live.found = live.school.init()
    return live


def run(live: LiveSchool, *words: str) -> Any:
    """`python -m service <words>`."""
    tools = Tools(lambda *_, **__: live.school, {"HOLDFAST_WORKSPACE_URL": ROOT})
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, words, obj=tools)


def bring_in(live: LiveSchool, folder: Path, *words: str, **files: str | bytes) -> list[Any]:
    """Import files by name (with _ for the dot before csv), and what is said of each."""
    live.later(minutes=1)
    names = []
    for name, content in files.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        names.append(str(path))
    done = run(live, "import", *names, *words, "--json")
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout)["files"])
