"""A stand-in for clasp 3.3, as far as the guide uses it: HOME, then clasp's own command line.

It behaves as clasp's own source does where that can hurt (google/clasp, src/commands/
create-script.ts, src/core/files.ts, src/core/clasp.ts): `create-script` refuses where this folder
or one above it has a project, then *pulls* the new project, writing over a manifest that is there;
`push` sends every script, page and manifest under the project's folder, child folders included,
and asks before it replaces a manifest unless `--force` is given.

HOME is a folder of its own that stands for Google: who is signed in, and what each project holds.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

# What Google puts into a new project.
BLANK = {
    "timeZone": "America/New_York",
    "dependencies": {},
    "exceptionLogging": "STACKDRIVER",
    "runtimeVersion": "V8",
}
PUSHED = {".js": "SERVER_JS", ".gs": "SERVER_JS", ".html": "HTML"}
NEVER = ("node_modules", ".git")


class Refusal(Exception):
    """What clasp would print before it ends with 1."""


def project_above(folder: Path) -> Path | None:
    """The nearest .clasp.json, here or above."""
    for each in (folder, *folder.parents):
        if (each / ".clasp.json").is_file():
            return each / ".clasp.json"
    return None


class Clasp:
    """One run in the folder `here`."""

    def __init__(self, home: Path, here: Path) -> None:
        self.home, self.here = home, here

    def login(self, _given: argparse.Namespace) -> str:
        (self.home / "signed-in").touch()
        return "You are logged in."

    def create_script(self, given: argparse.Namespace) -> str:
        self._signed_in()
        if project_above(self.here):
            raise Refusal("A .clasp.json project file already exists.")
        number = len(list(self.home.glob("script-*.json"))) + 1
        script = f"script-{number}"
        root = self.here / given.rootDir
        self._store(script, {"appsscript": json.dumps(BLANK)})
        root.mkdir(parents=True, exist_ok=True)
        (root / "appsscript.json").write_text(json.dumps(BLANK, indent=2), "utf-8")
        settings = {"scriptId": script, "rootDir": "" if given.rootDir == "." else given.rootDir}
        (self.here / ".clasp.json").write_text(json.dumps(settings), "utf-8")
        return "Cloned one file."

    def push(self, given: argparse.Namespace) -> str:
        self._signed_in()
        config = project_above(self.here)
        if config is None:
            raise Refusal("Project settings not found.")
        settings = json.loads(config.read_text("utf-8"))
        files = self._collected(config.parent / (settings.get("rootDir") or "."))
        before = self.content(settings["scriptId"])
        if files.get("appsscript") != before.get("appsscript") and not given.force:
            # Nobody answers the question here; clasp then skips the push.
            return "Skipping push."
        self._store(settings["scriptId"], files)
        return f"Pushed {len(files)} files."

    def create_deployment(self, given: argparse.Namespace) -> str:
        self._signed_in()
        if project_above(self.here) is None:
            raise Refusal("Project settings not found.")
        return f"Deployed {given.deploymentId or 'AKfycbx-1'} @1"

    def content(self, script: str) -> dict[str, str]:
        """What the project holds: name -> source."""
        found: dict[str, str] = json.loads((self.home / f"{script}.json").read_text("utf-8"))
        return found

    def _collected(self, root: Path) -> dict[str, str]:
        files = {}
        for path in sorted(root.rglob("*")):
            relative = path.relative_to(root)
            if not path.is_file() or set(relative.parts) & set(NEVER):
                continue
            if relative.name == "appsscript.json":
                files["appsscript"] = path.read_text("utf-8")
            elif path.suffix in PUSHED:
                files[str(relative.with_suffix(""))] = path.read_text("utf-8")
        return files

    def _signed_in(self) -> None:
        if not (self.home / "signed-in").exists():
            raise Refusal("No credentials found.")

    def _store(self, script: str, files: dict[str, str]) -> None:
        (self.home / f"{script}.json").write_text(json.dumps(files), "utf-8")


def parser() -> argparse.ArgumentParser:
    """The commands and flags that clasp 3.3.0 prints under `--help`."""
    made = argparse.ArgumentParser(prog="clasp", allow_abbrev=False)
    made.add_argument("home", type=Path)
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("login", allow_abbrev=False)
    create = commands.add_parser("create-script", allow_abbrev=False)
    create.add_argument("--type", default="standalone")
    create.add_argument("--title")
    create.add_argument("--parentId")
    create.add_argument("--rootDir", default=".")
    push = commands.add_parser("push", allow_abbrev=False)
    push.add_argument("-f", "--force", action="store_true")
    push.add_argument("-w", "--watch", action="store_true")
    deploy = commands.add_parser("create-deployment", allow_abbrev=False)
    deploy.add_argument("-V", "--versionNumber")
    deploy.add_argument("-d", "--description")
    deploy.add_argument("-i", "--deploymentId")
    return made


def main() -> int:
    given = parser().parse_args()
    clasp = Clasp(given.home, Path.cwd())
    try:
        sys.stdout.write(getattr(clasp, given.command.replace("-", "_"))(given) + "\n")
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
