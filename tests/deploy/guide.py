"""docs/deploy.md as something to be played: its steps, their commands, the words in capitals."""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "deploy.md"
# What somebody would put in the place of each word in capitals.
VALUES = {
    "PROJECT": "alder-creek-holdfast",
    "REGION": "us-east4",
    "SCHOOL_DOMAIN": "alder-creek.example",
    "VERSION": "1",
    "SCRIPT_CLIENT_ID": "1234-abc.apps.googleusercontent.com",
    "SERVICE_URL": "https://holdfast-1234.us-east4.run.app",
    "DEPLOYMENT": "AKfycbx-1",
}
WORD = re.compile(rf"(?<![A-Z0-9_])({'|'.join(VALUES)})(?![A-Z0-9_])")
TOOLS = ("gcloud", "clasp", "python")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number, its title, its text, and its blocks of commands in order."""

    number: int
    title: str
    text: str

    @property
    def blocks(self) -> list[str]:
        found = re.findall(r"^( *)```sh\n(.*?)^ *```", self.text, re.DOTALL | re.MULTILINE)
        return [textwrap.dedent(block) for _, block in found]


def filled(text: str) -> str:
    """`text` with every word in capitals replaced."""
    return WORD.sub(lambda found: VALUES[found[1]], text)


def steps() -> list[Step]:
    """Every numbered step of the guide."""
    parts = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    numbered = [(re.match(r"(\d+)\. (.*)", part), part) for part in parts]
    return [Step(int(head[1]), head[2], part) for head, part in numbered if head]


def command_lines() -> list[list[str]]:
    """Every gcloud, clasp and python line of the guide, in words; those in running text too."""
    text = GUIDE.read_text(encoding="utf-8")
    told = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    code = [block for step in steps() for block in step.blocks]
    code += [" ".join(piece.split()) for piece in told if piece.startswith(TOOLS)]
    return [words for piece in code for words in _lines(piece)]


def _lines(code: str) -> list[list[str]]:
    found = []
    for line in re.sub(r"\\\n\s*", " ", code).splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        command: list[str] = []
        for word in [*words, ";"]:
            if set(word) <= set("();<>|&") or word in ("do", "then"):
                if len(command) > 1 and command[0] in TOOLS:
                    found.append(command)
                command = []
            else:
                command.append(word)
    return found
