"""What became of a cell, in words: "Target: 100 → 110"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date

from .cells import Unreadable, read_date, read_moment, read_time
from .look import Raw, TabSeen
from .templates import Column

NOTHING = "–"
LONGEST = 60  # characters of a value; History points at the cell, it does not copy it


def became(
    tab: TabSeen,
    columns: Iterable[Column],
    before: Mapping[str, Raw],
    after: Mapping[str, Raw],
    say: Callable[..., str],
) -> str:
    """What became of what in one row, column by column; long texts are only named. Columns that
    Holdfast fills itself, and those that say the same as before, are left out."""
    told = []
    for column in columns:
        old, new = before.get(column.key), after.get(column.key)
        if column.key not in after or column.service or column.hidden or (old or "") == (new or ""):
            continue
        heading = tab.headings.get(column.key, column.heading)
        if column.kind == "long text":
            told.append(say("history.rewritten", column=heading))
            continue
        words = [told_value(raw, column.kind, say) or NOTHING for raw in (old, new)]
        told.append(say("history.became", column=heading, before=words[0], after=words[1]))
    return "; ".join(told)


def told_value(raw: Raw, kind: str, say: Callable[..., str]) -> str:
    """A cell as one reads it: a date as a date, a time as a time of day."""
    if raw is None or raw == "":
        return ""
    value: object = raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        value = float(raw)
        with suppress(Unreadable):  # then it reads as the number that it is
            if kind == "date":
                value = read_date(raw, date.min) or value
            elif kind == "time":
                value = read_time(raw) or value
            elif kind == "datetime":
                value = read_moment(raw) or value
    said = say("history.value", value=value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
