"""What a cell says that leads to a file: "Plan v2 · C-0142", never an address.

The words are unique in their column, so that a cell whose link was lost is told by them alone:
where it leads stands in the ledger, whatever the cell says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from service.casework.records import CASELOAD
from service.casework.wants import LinkTo, Say, WantedDocument
from service.ports import Agreed

Column = tuple[str, str, str]  # workbook, tab, column

PLAN: Final = (CASELOAD, "caseload", "action_plan")
PROGRESS: Final = (CASELOAD, "caseload", "progress_sheet")
TAIL: Final = 4  # characters of a row's id that tell two papers of one case apart


@dataclass(slots=True)
class LinkWords:
    """Collects what it hands out: `leads` is where words open, by column. `address(kind, file id)`
    is where a file opens; one without an id may still have to be made."""

    say: Say
    address: Callable[[str, str], str]
    leads: dict[Column, dict[str, LinkTo]] = field(default_factory=dict)

    def progress_sheet(self, code: str, file_id: str = "") -> LinkTo:
        words = self.say("plan.link_to_progress", code=code)
        return self._lead(PROGRESS, LinkTo("progress_sheet", code, words), file_id)

    def plan(
        self,
        key: str,
        version: int,
        file_id: str = "",
        *,
        earlier: bool = False,
        replaced: bool = False,
    ) -> LinkTo:
        """One copy of a case's action plan, by its key in the ledger. `earlier`: it is linked
        below another; `replaced`: that one is of the same version."""
        _, code, household = key.split(":", 2)
        words = self.say("plan.link", code=code, version=version)
        words = " · ".join(filter(None, (words, household, self._before(replaced))))
        return self._lead(PLAN, LinkTo("document", key, words, turns=not earlier), file_id)

    def _before(self, replaced: bool) -> str:
        return self.say("plan.link_before") if replaced else ""

    def paper(
        self,
        want: WantedDocument,
        version: int,
        file_id: str = "",
        *,
        earlier: bool = False,
        replaced: bool = False,
    ) -> LinkTo:
        """A document of a row, by its title; from its second version on, with the number."""
        row = want.row
        assert row is not None, "Only a document of a row is linked."
        number = f"v{version}" if version > 1 else ""
        words = (want.title, row.row_id[-TAIL:], number, self._before(replaced))
        column = (row.workbook, row.tab, want.column)
        said = " · ".join(filter(None, words))
        return self._lead(column, LinkTo("document", want.key, said, turns=not earlier), file_id)

    def _lead(self, column: Column, link: LinkTo, file_id: str) -> LinkTo:
        if file_id:
            link = replace(link, address=self.address(link.kind, file_id))
        self.leads.setdefault(column, {})[link.words] = link
        return link


def version_before(known: Agreed) -> int:
    """Of the file that is linked below it: the version before, unless it took the place of that."""
    said = known.marks.get("previous_version")
    return int(said) if said else version_of(known) - 1


def version_of(known: Agreed) -> int:
    """Of the document that stands; those of the first release did not say."""
    return int(known.marks.get("version") or "1")
