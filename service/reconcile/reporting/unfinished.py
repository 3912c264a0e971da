"""Rows that are still being typed: nobody is asked what is missing before they are finished.

When a row was first seen to lack something, and when it last grew, is remembered; it is asked
about once it has stood like that for a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from service.casework.records import CASELOAD, Problem
from service.ports import Agreed

from ..changes import Change, Forget, Remember
from ..observe import Observed

MISSING: Final = "missing"  # how the key of a question about what a row lacks ends
TYPING: Final = "typing"  # the ledger's kind for a row that lacks something
_WHILE: Final = timedelta(minutes=2)


def unfinished(
    problems: Iterable[Problem], observed: Observed
) -> tuple[list[Problem], list[Change]]:
    """`problems` without those about rows of Caseload that are being typed, and what is to be
    remembered of these."""
    now, seen = observed.now, _filled(observed)
    asked, remember, lacking = [], [], set()
    for problem in problems:
        row_id = problem.row.row_id
        about_typing = problem.row.workbook == CASELOAD and problem.key.endswith(f"/{MISSING}")
        if not about_typing or not row_id:
            asked.append(problem)
            continue
        lacking.add(row_id)
        filled = str(seen.get((problem.row.tab, problem.row.position), 0))
        before = observed.known.get((TYPING, row_id))
        if before is None or before.marks.get("filled") != filled:
            marks = {"filled": filled, "since": str(int(now.timestamp()))}
            before = Agreed(TYPING, row_id, problem.row.tab, marks)
            remember.append(before)
        since = int(before.marks.get("since", "0"))
        if now.timestamp() - since >= _WHILE.total_seconds():
            asked.append(problem)
    over = tuple(
        (kind, key) for kind, key in observed.known if kind == TYPING and key not in lacking
    )
    changes: list[Change] = [Remember(tuple(remember))] if remember else []
    return asked, [*changes, *([Forget(over)] if over else [])]


def is_waited_for(observed: Observed) -> bool:
    """Whether somebody is typing a row still, and will be asked about it if it stays so."""
    now = observed.now.timestamp()
    marks = [each.marks for (kind, _), each in observed.known.items() if kind == TYPING]
    return any(now - int(each.get("since", "0")) < _WHILE.total_seconds() for each in marks)


def _filled(observed: Observed) -> dict[tuple[str, int], int]:
    """How many cells of each row people have filled in."""
    seen = observed.workbooks.get(CASELOAD)
    if seen is None:
        return {}
    typed = {
        tab.key: [column.key for column in tab.columns if not column.service]
        for tab in seen.template.tabs
    }
    return {
        (key, row.position): sum(row.cells.get(name) not in (None, "") for name in typed[key])
        for key, tab in seen.tabs.items()
        for row in tab.rows
    }
