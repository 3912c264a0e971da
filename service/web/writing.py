"""What a person does on a card, written into the workbook as they would have typed it.

The same protocol as a sync's: one atomic batch, aimed by row id, judged by what came back; what
somebody typed in that very second stays. Everything that was written can be undone by one click:
the button carries what the cells said before, sealed for the person who may press it, and takes
back only what still says what we wrote.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.sheetwrite.write import write_workbook
from service.workbook.edits import AddRow, CellValue, Edit, SetCells, raw_of, same
from service.workbook.look import Raw, RowSeen, WorkbookSeen

from .answering import CardRequest, Unclear


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of one row that get these values; with `new` a row that is added under `row_id`."""

    tab: str
    row_id: str
    cells: Mapping[str, CellValue] = field(hash=False)
    new: bool = False


def save(request: CardRequest, book: str, *changes: Change) -> str:
    """Write all of it in one batch and look again; answers what an undo button carries.

    `book` is caseload, office, restricted or "progress:<file id>". A row that is there already is
    not added again. Raises Unclear when somebody was quicker, GatewayError when Google was not
    reached.
    """
    seen = request.cache.book(book)
    zone = request.office.zone
    edits: list[Edit] = []
    before: list[dict[str, Any]] = []
    for change in changes:
        row = find_row(seen, change.tab, change.row_id)
        values = {name: raw_of(value, zone) for name, value in change.cells.items()}
        if change.new and row is None:
            edits.append(AddRow(change.tab, change.row_id, dict(change.cells)))
            old: dict[str, Raw] = dict.fromkeys(_typed(seen, change.tab, values))
        elif row is None:
            raise Unclear(request.say("cards.problem.row_gone"))
        elif change.new:
            continue
        else:
            edits.append(SetCells(change.tab, row, dict(change.cells)))
            old = {name: row.cells.get(name) for name in values}
        now = {name: values[name] for name in old}
        before.append({"tab": change.tab, "row": change.row_id, "was": old, "is": now})
    _write(request, book, seen, edits)
    return json.dumps({"book": book, "rows": before}, separators=(",", ":"))


def undo(request: CardRequest, carried: str) -> str:
    """Put the cells back; answers the workbook. What says something else by now is left alone,
    and then nothing is put back. Raises Unclear."""
    work = json.loads(carried)
    book = str(work["book"])
    seen = request.cache.book(book)
    edits: list[Edit] = []
    for each in work["rows"]:
        row = find_row(seen, each["tab"], each["row"])
        if row is None or not all(_same(row.cells.get(n), v) for n, v in each["is"].items()):
            raise Unclear(request.say("cards.problem.changed_since"))
        edits.append(SetCells(each["tab"], row, each["was"]))
    _write(request, book, seen, edits)
    return book


def seal(request: CardRequest, given: Mapping[str, str]) -> str:
    """What makes the parameters of an undo button good for this person alone, and only all of them
    together."""
    return request.school.keys.fingerprint("undo", request.person.email, given)


def is_sealed(request: CardRequest, given: Mapping[str, str], said: str) -> bool:
    return hmac.compare_digest(seal(request, given).encode(), said.encode())


def new_row_id(request: CardRequest) -> str:
    """The id of the row that a form will add, fixed when the form is drawn: pressing Save twice
    adds one row."""
    form = request.asked.given.get("form") or secrets.token_hex(8)
    return request.school.keys.row_id("card", request.person.email, form)


def new_form() -> str:
    return secrets.token_hex(8)


def find_row(seen: WorkbookSeen, tab: str, row_id: str) -> RowSeen | None:
    """The row with this id; None when there is none, or more than one."""
    of_tab = seen.tabs[tab]
    own = "setting" if tab == "settings" else of_tab.identity  # a setting's name is its identity
    found = [row for row in of_tab.rows if own and row.text(own) == row_id]
    return found[0] if len(found) == 1 and row_id else None


def _write(request: CardRequest, book: str, seen: WorkbookSeen, edits: list[Edit]) -> None:
    if edits:
        nonce = f"card-{request.reading.now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        school = request.school
        written = write_workbook(
            school.card_workspace.sheets, school.ledger, seen, edits, nonce, request.office.zone
        )
        request.cache.drop(book)
        if written.not_written:
            because = written.not_written[0]
            sentence = because.sentence or request.say("cards.problem.somebody_quicker")
            raise Unclear(sentence)
    request.syncing.look()


def _typed(seen: WorkbookSeen, tab: str, cells: Mapping[str, Any]) -> list[str]:
    """The columns among `cells` that belong to people: blanking these takes a row away."""
    return [c.key for c in seen.template.by_key[tab].columns if c.key in cells and not c.service]


def _same(cell: Raw, value: Any) -> bool:
    return same(cell, value if isinstance(value, str | int | float | bool) else None)
