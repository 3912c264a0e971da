"""What a form wrote where, so that saving it once more corrects that, and adds nothing twice.

People press Save again: the answer was slow, or they saw a slip. The ledger keeps for a day keyed
hashes of what the form wrote (kind "form_row"), by which its own words are told from what somebody
typed there since: those are never written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from service.ports import Agreed
from service.workbook.edits import digest
from service.workbook.look import Raw

from .answering import CardRequest

FORM_ROW = "form_row"
KEPT_FOR = timedelta(days=1)
_BEFORE = ".before"


class FormMemory:
    """Of one form of one person; a button that belongs to no form remembers nothing."""

    def __init__(self, request: CardRequest) -> None:
        self._request = request
        form = request.asked.given.get("form", "")
        keys, person = request.school.keys, request.person.email
        self._form = keys.fingerprint("form", person, form) if form else ""
        self._known = request.school.ledger.agreed_of(FORM_ROW) if form else ()

    def wrote(self, row_id: str, column: str, cell: Raw) -> bool:
        """Whether the cell says what this form wrote there."""
        return self._marks(row_id).get(column) == self._mark(row_id, column, cell)

    def columns(self, row_id: str) -> tuple[str, ...]:
        """The columns of the row that it has written to."""
        return tuple(name for name in self._marks(row_id) if not name.endswith(_BEFORE))

    def without_own(self, row_id: str, column: str, cell: str) -> str:
        """What stood in the cell before this form added its lines; `cell` itself where the lines
        below are not, or no longer, the form's."""
        if not self.wrote(row_id, column, cell):
            return cell
        before = self._marks(row_id).get(column + _BEFORE)
        lines = cell.split("\n")
        earlier = ("\n".join(lines[:count]) for count in range(len(lines)))
        found = (text for text in earlier if self._mark(row_id, column, text) == before)
        return next(found, cell)

    def keep(self, row_id: str, cells: Mapping[str, Raw], before: Mapping[str, str]) -> None:
        """Remember what was written, and of lines that were added what stood above them."""
        if not self._form or self._request.school.ledger.is_empty():
            return  # a ledger that was lost is not begun by a card
        marks = dict(self._marks(row_id))
        marks |= {name: self._mark(row_id, name, cell) for name, cell in cells.items()}
        for name, text in before.items():
            marks[name + _BEFORE] = self._mark(row_id, name, text)
        ledger, now = self._request.school.ledger, self._request.reading.now
        ledger.forget(
            (each.kind, each.key)
            for each in self._known
            if each.at is None or now - each.at > KEPT_FOR
        )
        ledger.agree([Agreed(FORM_ROW, self._key(row_id), self._form, marks, now)])

    def _key(self, row_id: str) -> str:
        return f"{row_id}/{self._form}"

    def _marks(self, row_id: str) -> Mapping[str, str]:
        return next((e.marks for e in self._known if e.key == self._key(row_id)), {})

    def _mark(self, row_id: str, column: str, cell: Raw) -> str:
        return self._request.school.keys.fingerprint("form row", row_id, column, digest(cell))


def forget_row(request: CardRequest, row_id: str) -> None:
    """What was undone is nobody's words any more."""
    ledger = request.school.ledger
    ledger.forget(
        (each.kind, each.key)
        for each in ledger.agreed_of(FORM_ROW)
        if each.key.startswith(f"{row_id}/")
    )
