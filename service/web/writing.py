"""What a person does on a card, written into the workbook as they would have typed it.

The same protocol as a sync's: one atomic batch, aimed by row id, judged by what came back; what
somebody typed in that very second stays. Everything that was written can be undone by one click:
the button carries what the cells said before, sealed for the person who may press it, and takes
back only what still says what we wrote. A form that is saved once more corrects what it wrote.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.reconcile.lost_ledger import is_older
from service.sheetwrite.write import write_workbook
from service.workbook.edits import AddRow, CellValue, Edit, SetCells, raw_of, same
from service.workbook.look import Raw, RowSeen, WorkbookSeen

from .answering import CardRequest, Unclear
from .card_history import told
from .form_memory import FormMemory


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of one row that get these values; with `new` a row that is added under `row_id`.
    `below`: lines that are added below what stands in a column."""

    tab: str
    row_id: str
    cells: Mapping[str, CellValue] = field(hash=False)
    new: bool = False
    below: Mapping[str, str] = field(default_factory=dict, hash=False)


def save(request: CardRequest, book: str, *changes: Change) -> str:
    """Write all of it in one batch and look again; answers what an undo button carries.

    `book` is caseload, office, restricted or "<template>:<file id>" (progress, my_time). A row that
    this form has added already is not added again: it gets what the form says now. Raises Unclear
    when somebody was quicker, GatewayError when Google was not reached.
    """
    seen, memory = request.cache.book(book), FormMemory(request)
    zone = request.office.zone
    edits: list[Edit] = []
    before: list[dict[str, Any]] = []
    stood: dict[str, dict[str, str]] = {}
    for change in changes:
        row = find_row(seen, change.tab, change.row_id)
        cells = dict(change.cells)
        if row is None and not change.new:
            raise Unclear(request.say("cards.problem.row_gone"))
        if change.new:
            cells = {name: cells[name] for name in _typed(seen, change.tab, cells)}
            if row is None:
                edits.append(AddRow(change.tab, change.row_id, dict(change.cells)))
            else:
                edits += _corrected(request, memory, row, change, cells)
            old: dict[str, Raw] = dict.fromkeys(cells)
        elif row is not None:
            above = stood.setdefault(change.row_id, {})
            old = {name: row.cells.get(name) for name in cells}
            for name, lines in change.below.items():
                above[name] = memory.without_own(change.row_id, name, row.text(name))
                whole = "\n".join(filter(None, (above[name], lines)))
                if whole != row.text(name):
                    cells[name], old[name] = whole or None, above[name] or None
            if cells:
                edits.append(SetCells(change.tab, row, cells))
        now = {name: raw_of(cells[name], zone) for name in old}
        before.append({"tab": change.tab, "row": change.row_id, "was": old, "is": now})
    _write(request, book, seen, edits, "history.on_card")
    for each in before:
        memory.keep(each["row"], each["is"], stood.get(each["row"], {}))
    return json.dumps({"book": book, "rows": before}, separators=(",", ":"))


def _corrected(
    request: CardRequest,
    memory: FormMemory,
    row: RowSeen,
    change: Change,
    cells: dict[str, CellValue],
) -> list[Edit]:
    """What a row that this form has added says no more, or not yet; `cells` gets a blank for what
    the form says no more. Raises Unclear where somebody else has changed such a cell since."""
    cells |= {name: None for name in memory.columns(change.row_id) if name not in cells}
    zone = request.office.zone
    differ = {n: v for n, v in cells.items() if not same(row.cells.get(n), raw_of(v, zone))}
    for name in differ:
        stands = row.cells.get(name)
        if stands not in (None, "") and not memory.wrote(change.row_id, name, stands):
            raise Unclear(request.say("cards.problem.changed_since"))
    return [SetCells(change.tab, row, differ)] if differ else []


def together(carried: Iterable[str]) -> str:
    """What the undo button carries of several workbooks that were written for one press."""
    parts = [json.loads(each) for each in carried]
    return json.dumps({"book": "", "rows": [], "parts": parts}, separators=(",", ":"))


def parts_of(work: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Workbook by workbook, what a button takes back."""
    return list(work.get("parts") or [work])


def undo(request: CardRequest, work: Mapping[str, Any]) -> str:
    """Put the cells of one workbook back; answers the workbook. What says something else by now is
    left alone, and then nothing is put back. Raises Unclear."""
    book = str(work["book"])
    seen = request.cache.book(book)
    edits: list[Edit] = []
    for each in work["rows"]:
        row = find_row(seen, each["tab"], each["row"])
        if row is None or not all(_same(row.cells.get(n), v) for n, v in each["is"].items()):
            raise Unclear(request.say("cards.problem.changed_since"))
        edits.append(SetCells(each["tab"], row, each["was"]))
    _write(request, book, seen, edits, "history.undone_on_card")
    return book


def seal(request: CardRequest, given: Mapping[str, str]) -> str:
    """What makes the parameters of an undo button good for this person alone, and only all of them
    together."""
    return request.school.keys.fingerprint("undo", request.person.email, given)


def is_sealed(request: CardRequest, given: Mapping[str, str], said: str) -> bool:
    return hmac.compare_digest(seal(request, given).encode(), said.encode())


def new_row_id(request: CardRequest, part: str = "") -> str:
    """The id of the row that a form will add, fixed when the form is drawn: pressing Save twice
    adds one row. `part` tells the rows of one form apart."""
    form = request.asked.given.get("form") or secrets.token_hex(8)
    of_one = (part,) if part else ()
    return request.school.keys.row_id("card", request.person.email, form, *of_one)


def new_form() -> str:
    return secrets.token_hex(8)


def find_row(seen: WorkbookSeen, tab: str, row_id: str) -> RowSeen | None:
    """The row with this id; None when there is none, or more than one."""
    of_tab = seen.tabs[tab]
    own = "setting" if tab == "settings" else of_tab.identity  # a setting's name is its identity
    found = [row for row in of_tab.rows if own and row.text(own) == row_id]
    return found[0] if len(found) == 1 and row_id else None


def _write(
    request: CardRequest, book: str, seen: WorkbookSeen, edits: list[Edit], why: str
) -> None:
    """`why`: the sentence with which History tells of it, in the same batch."""
    if edits:
        nonce = f"card-{request.reading.now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        school = request.school
        if is_older(school.ledger, seen):
            raise Unclear(request.say("cards.problem.old_ledger"))
        wanted = [*edits, *told(request, seen, edits, nonce, why)]
        written = write_workbook(
            school.card_workspace.sheets, school.ledger, seen, wanted, nonce, request.office.zone
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
