"""The lines of Random things to do: open ones, the card's tick, and which may be printed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from .wants import Say

TICK: Final = "✓"
# Only a line that begins so is ever printed.
_PRINTED = re.compile(r"\s*to-do:\s*(.*)", re.IGNORECASE)
_TICKED = re.compile(rf"{TICK}\s*\d{{1,2}} [^\W\d]+\.?\s*$")


def open_things(cell: str) -> tuple[str, ...]:
    """The lines that are not ticked off yet."""
    lines = (line.strip() for line in cell.splitlines())
    return tuple(line for line in lines if line and not is_ticked(line))


def is_ticked(line: str) -> bool:
    """Whether the card's tick stands behind a line, or somebody's own before it."""
    return line.lstrip().startswith(TICK) or _TICKED.search(line) is not None


def printed(line: str) -> str:
    """What of a line may be printed: what follows "To-Do:"; "" of any other."""
    found = _PRINTED.fullmatch(line)
    return found[1].strip() if found else ""


def with_thing(cell: str, thing: str) -> str:
    """The cell with one more line."""
    return "\n".join([*cell.splitlines(), " ".join(thing.split())]) if cell.strip() else thing


def ticked(cell: str, thing: str, day: date, say: Say) -> str | None:
    """The cell with the tick behind the first such line; None when it is not there (any more)."""
    lines = cell.splitlines()
    for place, line in enumerate(lines):
        if line.strip() == thing and not is_ticked(line):
            lines[place] = say("cards.things.ticked", thing=line.rstrip(), tick=TICK, day=day)
            return "\n".join(lines)
    return None
