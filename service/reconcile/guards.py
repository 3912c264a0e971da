"""When to stop and ask: something looks less like work and more like an accident.

A guard names the part that is left alone until a person says "yes, that was meant" (`--confirm`,
or the button on the card). Everything else goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from service.ports import Agreed, CalendarLook

# Below this many rows a vanished share says nothing: people do tidy up.
FEW = 4


@dataclass(frozen=True, slots=True)
class Guard:
    """One part that is left alone. `part` is "caseload/diary" or "calendar/<owner>"."""

    part: str
    what: str  # empty, shrunk, gone, sorted, headings, calendar_empty
    before: int
    now: int
    columns: tuple[str, ...] = field(default=())


def guard_tabs(
    counts: Mapping[str, int], known: Mapping[tuple[str, str], Agreed], gone_share: float
) -> list[Guard]:
    """Tabs in which most rows are gone since the last run. `counts` is rows per "book/tab"."""
    guards = []
    for part, now in sorted(counts.items()):
        agreed = known.get(("tab", part))
        before = int(agreed.marks.get("rows", "0")) if agreed else 0
        if before < FEW or now >= before:
            continue
        if now == 0:
            # Everything at once: a tab was emptied, or a paste went wrong.
            guards.append(Guard(part, "empty", before, now))
        elif (before - now) / before > gone_share:
            guards.append(Guard(part, "shrunk", before, now))
    return guards


def guard_columns(gone: Mapping[str, tuple[str, ...]]) -> list[Guard]:
    """Tabs in which a bound column, or the tab itself, is no longer there."""
    return [Guard(part, "gone", 0, 0, columns) for part, columns in sorted(gone.items()) if columns]


def guard_headings(heads: Mapping[str, int]) -> list[Guard]:
    """Tabs whose headings are no longer in the first row: there is a title above them."""
    return [Guard(part, "headings", 1, head + 1) for part, head in sorted(heads.items()) if head]


def guard_calendar(look: CalendarLook, live: Collection[str], gone_share: float) -> Guard | None:
    """A calendar that lists nothing of ours, or from which most of it was deleted at once.

    `live` are the ids of the events that stood on it when it was last agreed; a deletion no
    longer says whose event it was.
    """
    if len(live) < FEW:
        return None
    cancelled = {entry.event_id for entry in look.entries if entry.cancelled} & set(live)
    if look.full:
        standing = {entry.event_id for entry in look.entries if not entry.cancelled}
        cancelled = set(live) - standing
    if len(cancelled) <= len(live) * gone_share:
        return None
    part = f"calendar/{look.owner}"
    return Guard(part, "calendar_empty", len(live), len(live) - len(cancelled))


def row_counts(parts: Iterable[tuple[str, int]]) -> list[Agreed]:
    """What is remembered about the size of each tab for the next run."""
    return [Agreed("tab", part, "", {"rows": str(rows)}) for part, rows in parts]
