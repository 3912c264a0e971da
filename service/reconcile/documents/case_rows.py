"""What people wrote about each case, as raw cells: what its documents are made from.

Cells are known by their column, so that a column which came later changes nothing while it is
blank, and in whatever order the rows stand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from service.casework.records import CASELOAD
from service.workbook.first_release import typed_columns
from service.workbook.look import Raw, RowSeen, WorkbookSeen

# The tabs that a plan and a progress sheet are made from.
READ = ("caseload", "diary", "goals", "actions", "accommodations", "team")
HAND_ON = "hand_on"  # who may have a document changes nothing in it

Rows = dict[str, list[tuple[str, str, tuple[object, ...]]]]


class CaseRows:
    """The rows of one look at Caseload, sorted by case."""

    def __init__(self, book: WorkbookSeen) -> None:
        self._book = book

    def of(self, code: str) -> object:
        return self._now.get(code)

    def then(self, code: str) -> object:
        """The same as the first release read them: all of its columns, blank or not, in its
        order."""
        return self._then.get(code)

    @cached_property
    def _now(self) -> Rows:
        template = self._book.template.by_key
        typed = {
            key: [c.key for c in template[key].columns if not c.service and c.key != HAND_ON]
            for key in READ
        }

        def cells(key: str, row: RowSeen) -> tuple[object, ...]:
            return tuple(
                (name, _plain(raw))
                for name in sorted(typed[key])
                if (raw := row.cells.get(name)) is not None
            )

        return self._sorted(cells)

    @cached_property
    def _then(self) -> Rows:
        return self._sorted(
            lambda key, row: tuple(
                _plain(row.cells.get(name)) for name in typed_columns(CASELOAD, key)
            )
        )

    def _sorted(self, cells: Callable[[str, RowSeen], tuple[object, ...]]) -> Rows:
        found: Rows = {}
        for key in READ:
            tab = self._book.tabs[key]
            for row in tab.rows:
                code = row.cells.get("case_code")
                if isinstance(code, str) and code:
                    found.setdefault(code, []).append((key, tab.row_id(row), cells(key, row)))
        return {code: sorted(rows, key=lambda r: (r[0], r[1])) for code, rows in found.items()}


def _plain(cell: Raw) -> Raw:
    """20 and 20.0 are the same cell."""
    return round(float(cell), 5) if isinstance(cell, int | float) else cell
