"""What a batch really did: judged from the journal, whether the answer brought it or the sheet.

A cell landed when, at the moment of the batch, the column was still the one we meant, the row
still said whose it is, and the cell still held what we had read. Everything else is astray:
what stood there before is known from the journal, and goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from service.workbook.cells import read_text
from service.workbook.edits import digest, row_digest
from service.workbook.look import Raw
from service.workbook.templates import WorkbookTemplate

from .journal import TOKEN
from .protocol import Batch, Follow
from .replacement import as_typed, holds, left_as_text
from .slots import OWN, Layout, Slot, columns_of_answer, slots_of_answer

Json = dict[str, Any]
BESIDE = 2  # so many cells of a row may have changed while another cell of it goes back


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell that holds something of ours and must hold `want` again.

    The row is the one in which `mark` stands, else `anchor` (of copies the one in which people
    have typed `others`), else (without one) that in which people have typed `others`. The cell is
    in `column`, or in any of the staff's own (OWN), or is the one that holds the anchor ("").
    It is put right only while it still holds `expect` (a digest).
    """

    tab: str
    anchor: str
    column: str
    expect: str
    want: Raw
    others: Mapping[str, str] = field(default_factory=dict, hash=False)
    mark: str = ""  # text of ours that stands in this row only, until everything else is right
    nameless: bool = True  # without an anchor: it was seen that the row had no id

    def same_cell(self, earlier: Fix) -> bool:
        """Whether it is the cell of `earlier` that was hit once more."""
        if (self.tab, self.column) != (earlier.tab, earlier.column):
            return False
        again = holds(self.want, earlier.expect)
        if self.column == OWN and not again:
            return False  # there may be several of their own
        if self.mark and self.mark == earlier.mark:
            return True
        if self.anchor and self.anchor == earlier.anchor:
            return again or self.alike(earlier.others) == len(self.others)
        told = self.mark or earlier.mark or self.anchor or earlier.anchor
        return again and not told and bool(self.others) and self.others == earlier.others

    def alike(self, others: Mapping[str, str]) -> int:
        """In how many columns people have typed the same."""
        return sum(others.get(column, said) == said for column, said in self.others.items())


@dataclass(frozen=True, slots=True)
class Judgement:
    """`landed`: the edits that are in the sheet just as meant (once `follows` have been carried
    out). `astray`: those that met something else. The rest is what must be put right."""

    landed: frozenset[int] = frozenset()
    astray: frozenset[int] = frozenset()
    follows: tuple[Follow, ...] = ()
    mends: tuple[Fix, ...] = ()
    unfound: tuple[Follow, ...] = ()  # of the batch's own follows: what was not there to replace
    misplaced: int = 0  # cells
    added: frozenset[tuple[str, str]] = frozenset()  # (tab, key) of the rows it added
    as_text: bool = False  # a day, time or number stands as text, or nobody has seen how it stands

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
    return replace(judged, unfound=tuple(unfound), as_text=_as_text(batch, slots))


def _as_text(batch: Batch, slots: Iterable[Slot]) -> bool:
    """Whether some day, time or number that this batch put in by content has to be looked at: it
    stands as text in the copy of its row, or its row was not copied."""
    rows = {(slot.about["t"], slot.about["p"]): slot for slot in slots if slot.about["k"] == "row"}
    for follow in batch.follows.values():
        if follow.kind:
            copied = rows.get((follow.tab, follow.position))
            if copied is None or follow.replacement in copied.cells:
                return True
    return False


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
    mends: list[Fix] = []
    misplaced = 0
    for slot in mine:
        about = slot.about
        layout = tabs.get(about["t"])
        if layout is None or about["k"] == "tab":
            continue
        if about["k"] == "add":
            if all(layout.column_is(column, at) for column, at in about["x"].items()):
                landed.add(about["e"])
                added.add((about["t"], about["a"]))
            else:
                _take_away(layout, about, nonce, follows, mends)
                astray.add(about["e"])
                misplaced += 1
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


def _take_away(
    layout: Layout, about: Json, nonce: str, follows: list[Follow], mends: list[Fix]
) -> None:
    """A row that was added while its columns were elsewhere goes again, its id last. What people
    have typed into it by then stays."""
    tab, key = layout.tab, about["a"]
    mark = _mark(key, nonce)
    follows += [Follow(tab, key, mark), Follow(tab, mark, "")]
    for column, at in about["x"].items():
        if about["w"][column] != digest(key):
            mends.append(Fix(tab, "", layout.at(at), about["w"][column], None, mark=mark))


def _mark(unique: str, nonce: str) -> str:
    """What an id becomes that stands where it should not, so that it is free for its own row."""
    return unique if unique.startswith(TOKEN) else f"{TOKEN}{nonce}.{unique}"


def _judge_row(
    template: WorkbookTemplate,
    layout: Layout,
    slot: Slot,
    follows: list[Follow],
    mends: list[Fix],
) -> tuple[int, bool]:
    """Notes what must follow from one row. Answers how many cells of it hold something that is
    not theirs, and whether every cell we meant was met."""
    about, tab = slot.about, layout.tab
    before = layout.cells(slot)
    row_right = _same_row(about, before, slot, layout)
    hit = {put["i"] for put in about["w"]}
    identity = template.by_key[tab].identity
    # By which id the row can be found again: the one it had, or the one that just landed in it.
    anchor = read_text(before.get(identity)) if layout.index(identity) not in hit else ""
    if row_right and identity in layout.pushed_out() and not about["a"].startswith(TOKEN):
        anchor = about["a"]
    # A row that is still being put right has its mark already.
    held = (c for i, c in enumerate(slot.cells) if i not in hit and isinstance(c, str))
    mark = next((text for text in held if text.startswith(TOKEN)), "")
    if row_right and about["a"].startswith(TOKEN):
        mark = about["a"]
    met = True
    astray: list[Json] = []
    for put in about["w"]:
        old = slot.cell(put["i"])
        right = row_right and layout.column_is(put["c"], put["i"], put.get("h", ""))
        # A token of ours tells its cell by itself, wherever that has gone.
        right = right or (isinstance(old, str) and old.startswith(TOKEN))
        if right and digest(old) == put["o"]:
            if "f" in put:
                kind = _typed_kind(template, tab, put["c"], put["f"])
                follows.append(Follow(tab, put["u"], put["f"], about["e"], kind, about["p"]))
                mark = mark or put["u"]
            elif put["c"] == identity and "u" in put:
                anchor = put["u"]
        elif digest(old) == put["d"]:
            # It held the very same already: nothing to put back.
            met = met and right
        else:
            astray.append(put)
    for put in astray:
        if "u" not in put:
            continue
        unique, old = _mark(put["u"], slot.nonce), slot.cell(put["i"])
        if unique != put["u"]:
            follows.append(Follow(tab, put["u"], unique))
        column = layout.at(put["i"])
        back = as_typed(old, _kind(template, tab, column))
        if back is not None:
            kind = _typed_kind(template, tab, column, back)
            follows.append(Follow(tab, unique, back, kind=kind))
        else:
            mends.append(Fix(tab, unique, "", digest(unique), old))
        mark = mark or unique
    # An id is shared by copies of its row, and may be deleted: what stands beside tells them apart.
    others = {} if anchor and mark else _others(template, layout, before, hit)
    nameless = identity not in layout.pushed_out()
    for put in astray:
        if "u" not in put:
            column, old = layout.at(put["i"]), slot.cell(put["i"])
            mends.append(Fix(tab, anchor, column, put["d"], old, others, mark, nameless))
    return len(astray), met and not astray


def _same_row(about: Json, before: Mapping[str, Raw], slot: Slot, layout: Layout) -> bool:
    """Whether the row that was hit is the one we meant, and still about the same student. What
    tells it may have been moved out of what was copied: then all the rest must be as it was."""
    out = layout.pushed_out()
    if about["a"]:
        if about["s"] and "student" not in out and digest(before.get("student")) != about["s"]:
            return False
        if any(read_text(cell) == about["a"] for cell in slot.cells):
            return True
        if not out and (about["e"] >= 0 or about["a"].startswith(TOKEN)):
            return False
    told = dict(zip(layout.looked, about["r"].split("."), strict=False))
    same = [
        column in before and row_digest([before[column]]) == said
        for column, said in told.items()
        if column not in out
    ]
    # Of what goes back it is known that it stands there: people may type beside it meanwhile.
    return all(same) or (about["e"] < 0 and not out and same.count(False) <= BESIDE)


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


def _typed_kind(template: WorkbookTemplate, tab: str, column: str, text: str) -> str:
    """The column's kind where `text` stands for a day, time or number, else ""."""
    kind = _kind(template, tab, column)
    return "" if left_as_text(text, kind) is None else kind


def _changed(reply: Mapping[str, Any]) -> bool:
    return bool(reply.get("findReplace", {}).get("occurrencesChanged"))
