"""What a batch really did: judged from the journal, whether the answer brought it or the sheet.

A cell landed when, at the moment of the batch, the column was still the one we meant, the row
still said whose it is, and the cell still held what we had read. Everything else is astray:
what stood there before is known from the journal, and goes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Final

from .cells import DAY_ZERO, read_text, to_serial
from .edits import digest
from .look import Raw
from .protocol import COPY, SLOTS, Batch, Follow
from .templates import JOURNAL, METADATA_KEY, WorkbookTemplate

Json = dict[str, Any]
OWN: Final = "?"  # stands for a column of the staff's own
_RISKY: Final = "=+-@'"
_ERRORS: Final = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the journal: what it is about, whose batch it is, and the copied cells."""

    about: Json = field(hash=False)
    nonce: str
    cells: tuple[Raw, ...]

    def cell(self, index: int | None) -> Raw:
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell that holds something of ours and must hold `want` again.

    The row is the one in which `anchor` stands, or (without one) in which people have typed
    `others`. The cell is in `column`, or in any of the staff's own (OWN), or is the one that
    holds the anchor itself (""). It is put right only while it still holds `expect` (a digest).
    """

    tab: str
    anchor: str
    column: str
    expect: str
    want: Raw
    others: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Relay:
    """An added row whose cells stand in wrong columns: column -> digest of what belongs there."""

    tab: str
    anchor: str
    cells: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`landed`: the edits that are in the sheet just as meant (once `follows` have been carried
    out). `astray`: those that met something else. The rest is what must be put right."""

    landed: frozenset[int] = frozenset()
    astray: frozenset[int] = frozenset()
    follows: tuple[Follow, ...] = ()
    mends: tuple[Fix | Relay, ...] = ()
    unfound: tuple[Follow, ...] = ()  # of the batch's own follows: what was not there to replace
    misplaced: int = 0  # cells
    added: frozenset[tuple[str, str]] = frozenset()  # (tab, key) of the rows it added

    def without_edits(self) -> Judgement:
        """The same for who does not know the edits (they were those of an earlier run)."""
        follows = tuple(replace(follow, edit=-1) for follow in self.follows)
        return replace(self, landed=frozenset(), astray=frozenset(), follows=follows)


def slots_of_answer(template: WorkbookTemplate, answer: Mapping[str, Any]) -> list[Slot]:
    """The journal's slots as the answer to the batch brings them back."""
    found = []
    sheet_id = template.sheet_id(JOURNAL)
    for sheet in answer.get("updatedSpreadsheet", {}).get("sheets", ()):
        if sheet.get("properties", {}).get("sheetId") != sheet_id:
            continue
        for data in sheet.get("data", ()):
            for row in data.get("rowData", ()):
                cells = [_value(cell) for cell in row.get("values", ())]
                found.append([None] * int(data.get("startColumn", 0)) + cells)
    return _slots(found)


def slots_of_sheet(grid: Sequence[Sequence[Raw]]) -> list[Slot]:
    """The journal's slots as they stand in the sheet."""
    return _slots(grid[SLOTS:])


def columns_of_answer(
    template: WorkbookTemplate, batch: Batch, answer: Mapping[str, Any]
) -> dict[tuple[str, str], int] | None:
    """Where the bound columns were when the batch was carried out; None if it does not say."""
    replies = answer.get("replies", ())
    reply = replies[batch.columns_at] if batch.columns_at < len(replies) else {}
    found = reply.get("updateDeveloperMetadata", {}).get("developerMetadata")
    if not found:
        return None
    names = {template.metadata_value(t.key, c.key): (t.key, c.key) for t in template.tabs
             for c in t.columns}  # fmt: skip
    places = {}
    for each in found:
        where = each.get("location", {}).get("dimensionRange", {})
        name = names.get(each.get("metadataValue", ""))
        if each.get("metadataKey") == METADATA_KEY and name:
            places[name] = int(where.get("startIndex", 0))
    return places


def judge_answer(template: WorkbookTemplate, batch: Batch, answer: Mapping[str, Any]) -> Judgement:
    """What the batch did, from its own answer."""
    slots = slots_of_answer(template, answer)
    judged = judge(template, slots, batch.nonce, columns_of_answer(template, batch, answer))
    replies = answer.get("replies", ())
    unfound = [
        follow
        for place, follow in batch.follows.items()
        if not _changed(replies[place] if place < len(replies) else {})
    ]
    return replace(judged, unfound=tuple(unfound))


def judge(
    template: WorkbookTemplate,
    slots: Iterable[Slot],
    nonce: str,
    columns: Mapping[tuple[str, str], int] | None,
) -> Judgement:
    """What the batch `nonce` did. `columns` is where the bound columns were at that moment; when
    it is not known (the answer was lost), the copied headings have to tell."""
    mine = [slot for slot in slots if slot.nonce == nonce]
    tabs = {
        slot.about["t"]: _Layout(slot.about["t"], slot, columns)
        for slot in mine
        if slot.about.get("k") == "tab"
    }
    landed: set[int] = set()
    astray: set[int] = set()
    added: set[tuple[str, str]] = set()
    follows: list[Follow] = []
    mends: list[Fix | Relay] = []
    misplaced = 0
    for slot in mine:
        about = slot.about
        layout = tabs.get(about["t"])
        if layout is None or about["k"] == "tab":
            continue
        if about["k"] == "add":
            right = all(layout.column_is(column, at) for column, at in about["x"].items())
            if not right:
                mends.append(Relay(about["t"], about["a"], about["w"]))
                misplaced += 1
            # An added row can always be found by its id, so it counts as written.
            landed.add(about["e"])
            added.add((about["t"], about["a"]))
            continue
        wrong, met = _judge_row(template, layout, slot, follows, mends)
        misplaced += wrong
        (landed if met else astray).add(about["e"])
    return Judgement(
        frozenset(landed - astray - {-1}),
        frozenset(astray - {-1}),
        tuple(follows),
        tuple(mends),
        (),
        misplaced,
        frozenset(added),
    )


class _Layout:
    """Where the columns of one tab were when the batch was carried out."""

    def __init__(self, tab: str, slot: Slot, columns: Mapping[tuple[str, str], int] | None) -> None:
        self.tab = tab
        self.looked: dict[str, int] = slot.about["x"]
        self._copied = slot
        self._now = (
            _by_headings(self.looked, slot.about["h"], slot)
            if columns is None
            else {column: at for (key, column), at in columns.items() if key == tab}
        )

    def column_is(self, column: str, index: int, heading: str = "") -> bool:
        """Whether `column` (or the staff's own under `heading`) stood at `index`."""
        if column:
            return self._now.get(column) == index
        return self.at(index) == OWN and read_text(self._copied.cell(index)) == heading

    def index(self, column: str) -> int | None:
        return self._now.get(column)

    def at(self, index: int) -> str:
        """Which bound column stood at `index`, or OWN."""
        return next((column for column, at in self._now.items() if at == index), OWN)

    def cells(self, slot: Slot) -> dict[str, Raw]:
        """What the row said, column by column; those of which nothing is known are left out."""
        return {c: slot.cell(self._now[c]) for c in self.looked if c in self._now}


def _by_headings(
    looked: Mapping[str, int], headings: Mapping[str, str], copied: Slot
) -> dict[str, int]:
    """Where the columns were, told by the copied headings alone. A heading that is no longer
    there was renamed; its column is where it was if every other one is, else it is not known."""
    found: dict[str, int] = {}
    for column, index in looked.items():
        said = headings.get(column, "")
        if read_text(copied.cell(index)) == said:
            found[column] = index
            continue
        places = [i for i, cell in enumerate(copied.cells) if said and read_text(cell) == said]
        if len(places) == 1:
            found[column] = places[0]
    nothing_moved = all(looked[column] == index for column, index in found.items())
    if nothing_moved:
        found |= {column: index for column, index in looked.items() if column not in found}
    return found


def _judge_row(
    template: WorkbookTemplate,
    layout: _Layout,
    slot: Slot,
    follows: list[Follow],
    mends: list[Fix | Relay],
) -> tuple[int, bool]:
    """Notes what must follow from one row. Answers how many cells of it hold something that is
    not theirs, and whether every cell we meant was met."""
    about = slot.about
    before = layout.cells(slot)
    row_right = _same_row(about, before, slot)
    hit = {put["i"] for put in about["w"]}
    wrong, met = 0, True
    identity = template.by_key[layout.tab].identity
    # By which id the row can be found again: the one it had, or the one that just landed in it.
    anchor = read_text(before.get(identity)) if identity else ""
    for put in sorted(about["w"], key=lambda put: put["c"] != identity):
        old = slot.cell(put["i"])
        place_right = row_right and layout.column_is(put["c"], put["i"], put.get("h", ""))
        unique = put.get("u")
        if place_right and digest(old) == put["o"]:
            if "f" in put:
                follows.append(Follow(layout.tab, put["u"], put["f"], edit=about["e"]))
            elif put["c"] == identity and unique:
                anchor = unique
            continue
        if digest(old) == put["d"]:
            # It held the very same already: nothing to put back.
            met = met and place_right
            continue
        wrong, met = wrong + 1, False
        column = layout.at(put["i"])
        back = as_typed(old, _kind(template, layout.tab, column))
        if unique is not None and back is not None:
            follows.append(Follow(layout.tab, unique, back))
        elif unique is not None:
            mends.append(Fix(layout.tab, unique, "", digest(unique), old))
        else:
            others = {} if anchor else _others(template, layout, before, hit)
            mends.append(Fix(layout.tab, anchor, column, put["d"], old, others))
    return wrong, met


def _same_row(about: Json, before: Mapping[str, Raw], slot: Slot) -> bool:
    """Whether the row that was hit is the one we meant, and still about the same student."""
    if not about["a"]:
        return digest(*before.values()) == about["r"]
    if about["s"] and digest(before.get("student")) != about["s"]:
        return False
    return any(read_text(cell) == about["a"] for cell in slot.cells)


def _others(
    template: WorkbookTemplate, layout: _Layout, before: Mapping[str, Raw], hit: set[int]
) -> dict[str, str]:
    """What people have typed into the rest of a row without id."""
    known = template.by_key[layout.tab].by_key
    return {
        column: digest(cell)
        for column, cell in before.items()
        if layout.index(column) not in hit and not known[column].service
    }


def as_typed(raw: Raw, kind: str) -> str | None:
    """`raw` as text that `findReplace` may safely put into a cell of this kind, however it types
    its replacement; None when only a typed write will do."""
    if raw is None:
        return ""
    if isinstance(raw, bool) or kind == "any":
        return None
    if isinstance(raw, str):
        textual = kind not in ("date", "time", "datetime", "number", "link")
        plain = textual and raw[:1] not in _RISKY and raw == raw.strip() and raw.isprintable()
        return raw if plain and raw.upper() not in ("TRUE", "FALSE") else None
    if kind == "date" and raw == int(raw) and raw > 0:
        return (DAY_ZERO + timedelta(days=int(raw))).isoformat()
    if kind == "time" and 0 <= raw < 1:
        minutes = round(raw * 24 * 60)
        exact = abs(minutes / (24 * 60) - raw) < 1e-9 and minutes < 24 * 60
        return f"{minutes // 60:02}:{minutes % 60:02}" if exact else None
    if kind == "number" and raw == int(raw):
        return str(int(raw))
    return None


def as_read(text: str, kind: str) -> Raw:
    """What a look will read after findReplace has put in what `as_typed` gave."""
    try:
        if kind == "date":
            return to_serial(date.fromisoformat(text))
        if kind == "time":
            return to_serial(time.fromisoformat(text))
        if kind == "number":
            return float(text)
    except ValueError:
        return text or None
    return text or None


def _kind(template: WorkbookTemplate, tab: str, column: str) -> str:
    known = template.by_key[tab].by_key.get(column)
    return known.kind if known else "any"


def _slots(rows: Iterable[Sequence[Raw]]) -> list[Slot]:
    slots = []
    for row in rows:
        text, nonce = (row[1] if len(row) > 1 else None), (row[2] if len(row) > 2 else None)
        if not isinstance(text, str) or not nonce:
            continue
        try:
            about = json.loads(text)
        except ValueError:
            continue  # somebody typed into the journal
        if isinstance(about, dict) and "k" in about:
            slots.append(Slot(about, str(nonce), tuple(row[COPY:])))
    return slots


def _value(cell: Mapping[str, Any]) -> Raw:
    for kind, each in (cell.get("userEnteredValue") or {}).items():
        if kind == "errorValue":
            return _ERRORS.get(each.get("type", ""), "#ERROR!")
        return None if each == "" else each
    return None


def _changed(reply: Mapping[str, Any]) -> bool:
    return bool(reply.get("findReplace", {}).get("occurrencesChanged"))
