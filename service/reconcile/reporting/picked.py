"""What people chose under Pick, and who it was: where only the coordinator may answer, a Pick
counts in Office alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.keys import Keys
from service.workbook.look import WorkbookSeen

from ..card_words import Known, said_by
from .attention import coordinators_own, pick_of, picks, question_id


class Picked:
    """`everywhere`: Row ID of the question -> the text under Pick, of all workbooks."""

    def __init__(
        self, keys: Keys, known: Known, everywhere: Mapping[str, str], office: WorkbookSeen | None
    ) -> None:
        self._keys, self._known, self._everywhere = keys, known, everywhere
        self._office = picks(office)

    def of(self, problem_key: str) -> str:
        """What was chosen about a problem, or ""."""
        own = coordinators_own(problem_key)
        return pick_of(self._keys, self._office if own else self._everywhere, problem_key)

    def who(self, problem_key: str, people: Iterable[str]) -> str:
        """Which of these people chose it in Office on a card; "" = it was typed there."""
        row_id = question_id(self._keys, problem_key, self._office)
        chosen = self._office.get(row_id, "")
        return said_by(self._known, self._keys, row_id, "pick", chosen, people)
