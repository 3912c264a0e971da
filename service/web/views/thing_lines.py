"""Random things to do: lines in one cell, ticked off and never taken away."""

from __future__ import annotations

from datetime import date

from service.casework.wants import Say

TICK = "✓"


def open_things(cell: str) -> tuple[str, ...]:
    """The lines that are not ticked off yet."""
    lines = (line.strip() for line in cell.splitlines())
    return tuple(line for line in lines if line and not line.startswith(TICK))


def with_thing(cell: str, thing: str) -> str:
    """The cell with one more line."""
    return "\n".join([*cell.splitlines(), " ".join(thing.split())]) if cell.strip() else thing


def ticked(cell: str, thing: str, day: date, say: Say) -> str | None:
    """The cell with the first such line ticked off; None when it is not there (any more)."""
    lines = cell.splitlines()
    for place, line in enumerate(lines):
        if line.strip() == thing:
            lines[place] = say("cards.things.ticked", tick=TICK, thing=thing, day=day)
            return "\n".join(lines)
    return None
