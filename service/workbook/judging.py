"""What a batch really did: judged from the journal, whether the answer brought it or the sheet.

A cell landed when, at the moment of the batch, the column was still the one we meant, the row
still said whose it is, and the cell still held what we had read. Everything else is astray:
what stood there before is known from the journal, and goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .cells import read_text
from .edits import digest
from .look import Raw
from .protocol import Batch, Follow
from .replacement import as_typed
from .slots import Layout, Slot, columns_of_answer, slots_of_answer
from .templates import WorkbookTemplate

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell that holds something of ours and must hold `want` again.

    The row is the one in which `anchor` stands, or (without one) `mark`, or in which people have
    typed `others`. The cell is in `column`, or in any of the staff's own (OWN), or is the one that
    holds the anchor itself (""). It is put right only while it still holds `expect` (a digest).
    """

    tab: str
    anchor: str
    column: str
    expect: str
    want: Raw
    others: Mapping[str, str] = field(default_factory=dict, hash=False)
    mark: str = ""  # text of ours that for the time being stands in this row only

    def hit_again(self, earlier: Fix) -> bool:
        """Whether this is about the same cell, and would only bring back our earlier value."""
        same = (self.tab, self.anchor, self.column) == (earlier.tab, earlier.anchor, earlier.column)
        told = bool(self.anchor) or self.others == earlier.others
        return same and told and digest(self.want) == earlier.expect


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
        slot.about["t"]: Layout(slot.about["t"], slot, columns)
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


def _judge_row(
    template: WorkbookTemplate,
    layout: Layout,
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
    mark = next((put["u"] for put in about["w"] if "u" in put), "")
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
            mends.append(Fix(layout.tab, anchor, column, put["d"], old, others, mark))
    return wrong, met


def _same_row(about: Json, before: Mapping[str, Raw], slot: Slot) -> bool:
    """Whether the row that was hit is the one we meant, and still about the same student."""
    if not about["a"]:
        return digest(*before.values()) == about["r"]
    if about["s"] and digest(before.get("student")) != about["s"]:
        return False
    return any(read_text(cell) == about["a"] for cell in slot.cells)


def _others(
    template: WorkbookTemplate, layout: Layout, before: Mapping[str, Raw], hit: set[int]
) -> dict[str, str]:
    """What people have typed into the rest of a row without id."""
    known = template.by_key[layout.tab].by_key
    return {
        column: digest(cell)
        for column, cell in before.items()
        if layout.index(column) not in hit and not known[column].service
    }


def _kind(template: WorkbookTemplate, tab: str, column: str) -> str:
    known = template.by_key[tab].by_key.get(column)
    return known.kind if known else "any"


def _changed(reply: Mapping[str, Any]) -> bool:
    return bool(reply.get("findReplace", {}).get("occurrencesChanged"))
