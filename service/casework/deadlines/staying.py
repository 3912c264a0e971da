"""Deadlines of earlier school years that are looked at still, and so stay on the tab."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..school import School
from .records import Deadline


def staying(school: School) -> Iterator[str]:
    """Row IDs: the newest of each case and kind, from which the next one is worked out and by which
    it is known that there was one."""
    newest: dict[tuple[str, str], Deadline] = {}
    for each in sorted(school.of(Deadline), key=lambda d: (d.done_on or date.max, d.row.position)):
        if each.done_on is not None:
            newest[each.code, each.kind] = each
    yield from (each.row.row_id for each in newest.values())
