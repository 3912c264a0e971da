"""What somebody did on a card, as History tells it: by name, and what became of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.casework.records import RowRef
from service.reconcile.context import GOOGLE_DOCS, Links
from service.workbook.edits import AddRow, CellValue, Edit, SetCells, raw_of
from service.workbook.look import WorkbookSeen
from service.workbook.told import became

from .answering import CardRequest

HISTORY = "history"


def told(
    request: CardRequest, seen: WorkbookSeen, edits: Sequence[Edit], nonce: str, why: str
) -> list[Edit]:
    """The lines about these edits, to be written with them in one batch. A workbook without a
    History (Restricted, a progress sheet) tells of nothing elsewhere either."""
    tab = seen.tabs.get(HISTORY)
    if tab is None or tab.gone:
        return []
    lines: list[Edit] = []
    for number, edit in enumerate(edits):
        if isinstance(edit, SetCells | AddRow):
            cells = _line(request, seen, edit, why)
            row_id = request.school.keys.row_id(HISTORY, nonce, number)
            lines.append(AddRow(HISTORY, row_id, {**cells, "row_id": row_id}))
    return lines


def _line(
    request: CardRequest, seen: WorkbookSeen, edit: SetCells | AddRow, why: str
) -> dict[str, CellValue]:
    say, zone, tab = request.say, request.office.zone, seen.tabs[edit.tab]
    before = edit.row.cells if isinstance(edit, SetCells) else {}
    after = {name: raw_of(value, zone) for name, value in edit.cells.items()}
    columns = seen.template.by_key[edit.tab].columns
    which = became(tab, columns, before, after, say)
    what = say("history.of", what=tab.title, which=which) if which else tab.title
    if isinstance(edit, AddRow):
        what = say("history.of", what=say("history.add_row"), which=tab.title)
    return {
        "when": request.reading.now,
        "who": request.person.name or request.person.email,
        "student": str(_text(before, after, "student")),
        "what": what,
        "why": say(why),
        "link": _link(request, seen, edit),
    }


def _text(before: Mapping[str, object], after: Mapping[str, object], column: str) -> object:
    return after.get(column) or before.get(column) or ""


def _link(request: CardRequest, seen: WorkbookSeen, edit: SetCells | AddRow) -> str:
    """The very cell; the tab where the row is only being added."""
    tab = seen.tabs[edit.tab]
    position = edit.row.position if isinstance(edit, SetCells) else -1
    column = next((name for name in edit.cells if name in tab.columns), "")
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    return links.cell({seen.key: seen}, RowRef(seen.key, edit.tab, "", position), column)
