"""What is out of place in one workbook while it is being written: what is in work, and what rests.

A repair whose row or column a person has deleted is kept, for their Undo may bring it back. Till
then it rests: it is neither written nor looked for nor asked about. The look that every sync takes
shows whether it stands again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from service.workbook.look import Raw, WorkbookSeen, is_given

from .journal import Target, unpacked
from .keeping import orphans, restore, standing, store
from .mending import Fix, marks_of, plan_mends
from .protocol import Batch, Follow
from .replacement import holds

RESTING_MOST: Final = 60  # of each kind; the oldest are let go


class Repairs:
    """Repairs of one workbook. `durable` is what its journal keeps of them."""

    def __init__(self, seen: WorkbookSeen) -> None:
        self.follows: list[Follow] = []
        self.lost: list[Follow] = []  # not there when looked for: a person's undo may bring it back
        self.mends: list[Fix] = []
        self.resting: list[Fix] = []
        self.marks: frozenset[tuple[str, str]] = frozenset()  # what must stay in place as yet
        self.durable = unpacked(seen.journal.kept if seen.journal else ())
        self.remember(seen, self.durable)
        self.wake(seen)

    def remember(self, seen: WorkbookSeen, kept: Iterable[str]) -> None:
        for item in restore(kept):
            if isinstance(item, Follow):
                self.lose(item)
            elif item.tab in seen.tabs and item not in (*self.mends, *self.resting):
                self.resting.append(item)

    def wake(self, seen: WorkbookSeen) -> set[str]:
        """What the look shows again is in work again; answers in which tabs."""
        woken = [item for item in standing(seen, self.resting) if isinstance(item, Fix)]
        self.resting = [mend for mend in self.resting if mend not in woken]
        self.mends.extend(woken)
        return {mend.tab for mend in woken}

    def lose(self, follow: Follow) -> None:
        if follow.lasting and follow not in self.lost:
            self.lost.append(follow)

    def add(self, mends: Iterable[Fix]) -> None:
        """What one batch has hit: no two of these are one cell, even in rows that share an id."""
        before = (*self.mends, *self.resting)
        for mend in mends:
            self._add(mend, [e for e in before if e in self.mends or e in self.resting])

    def _add(self, mend: Fix, before: Sequence[Fix]) -> None:
        """A cell that is hit once more: if it was out of place still, what it should hold is what
        stood there before the first time; else people have typed into it since."""
        mend = replace(mend, want=self._covered(mend))
        twin = replace(mend, mark=self._beneath(mend))
        same = [e for e in before if mend.same_cell(e) or twin.same_cell(e)]
        most = max((mend.alike(e.others) for e in same), default=0)
        for known in (e for e in same if mend.alike(e.others) == most):
            if holds(mend.want, known.expect):
                mend = replace(mend, want=known.want)
            (self.mends if known in self.mends else self.resting).remove(known)
        if not holds(mend.want, mend.expect):
            cell = (mend.tab, mend.anchor, mend.column)
            claimed = [(e.tab, e.anchor, e.column) == cell for e in self.mends]
            # Of two that claim one cell the latest comes first, and counts.
            at = claimed.index(True) if mend.anchor and any(claimed) else len(claimed)
            self.mends.insert(at, mend)

    def _covered(self, mend: Fix) -> Raw:
        """What its cell should hold. A token of ours that stood there was itself to go: what it
        stands for comes instead, else the two would take turns for ever."""
        covers = {(m.tab, m.anchor): m.want for m in (*self.resting, *self.mends) if not m.column}
        marks = marks_of((*self.resting, *self.mends, mend))
        want = mend.want
        passed: set[tuple[str, str]] = set()
        while isinstance(want, str) and (mend.tab, want) in covers.keys() - marks - passed:
            passed.add((mend.tab, want))
            want = covers[mend.tab, want]
        return want

    def _beneath(self, mend: Fix) -> str:
        """The mark that its row had before, where the mark's own cell was hit once more."""
        place = (mend.tab, mend.mark)
        follows = [each for each in self.follows if (each.tab, each.find) == place]
        return follows[0].replacement if follows and follows[0].replacement else mend.mark

    def plan(
        self, seen: WorkbookSeen, grids: Mapping[str, Any], token: Callable[[], str]
    ) -> tuple[Target, ...]:
        """Rows to write now. Only on a look that has just been taken (with every cell of the tabs
        `grids`): positions are stale after every write."""
        if not grids:
            self.marks = marks_of((*self.mends, *self.resting))
            return ()
        here = [mend for mend in (*self.mends, *self.resting) if mend.tab in grids]
        away = [mend for mend in self.mends if mend.tab not in grids]
        follows = (*self.follows, *self.lost)
        mending = plan_mends(seen, grids, here, token, follows)
        self.mends = [*away, *mending.open]
        newly = [mend for mend in mending.resting if mend not in self.resting]
        elsewhere = [mend for mend in self.resting if mend.tab not in grids]
        self.resting = [*elsewhere, *(m for m in mending.resting if m not in newly), *newly]
        self.marks = mending.marks | marks_of((*away, *self.resting))
        return mending.targets

    def laid_aside(self) -> list[Follow]:
        """Take out what would follow upon repairs that rest; it waits with them."""
        resting = marks_of(self.resting) - marks_of(self.mends)
        found = [each for each in self.follows if (each.tab, each.find) in resting]
        self.follows = [each for each in self.follows if each not in found]
        return found

    def ready(self, follows: Iterable[Follow]) -> list[Follow]:
        """What may go by its content now: a text by which other cells of its row are still to be
        found stays where it is until they are right."""
        return [follow for follow in follows if (follow.tab, follow.find) not in self.marks]

    def returned(self, seen: WorkbookSeen) -> list[Follow]:
        """What was lost and stands again."""
        found = [item for item in standing(seen, self.ready(self.lost)) if isinstance(item, Follow)]
        self.lost = [follow for follow in self.lost if follow not in found]
        self.follows.extend(found)
        return found

    def forget(self, seen: WorkbookSeen) -> None:
        """Let go of the oldest of what rests."""
        gone = set(self.lost) - set(standing(seen, self.lost))
        old = [follow for follow in self.lost if follow in gone][:-RESTING_MOST]
        self.lost = [follow for follow in self.lost if follow not in old]
        # Cells known by a token of ours are mostly right by now: they never push out the others.
        tokens = [mend for mend in self.resting if not mend.column][:-RESTING_MOST]
        others = [mend for mend in self.resting if mend.column][:-RESTING_MOST]
        self.resting = [mend for mend in self.resting if mend not in (*tokens, *others)]

    def done(self, batch: Batch | None) -> set[Follow]:
        """`batch` has landed: what it carried out, or did not find, need not be done again."""
        sent = set(batch.follows.values()) if batch else set()
        self.follows = [follow for follow in self.follows if follow not in sent]
        return sent

    def waiting(self) -> list[Follow]:
        ready = set(self.ready(self.follows))
        return [follow for follow in self.follows if follow not in ready]

    def frozen(self) -> frozenset[tuple[str, str]]:
        """Rows by their id: those with something out of place, and those whose id is itself on
        its way back (till then a copy of the row would look like the only one)."""
        return _named((*self.mends, *self.waiting()))

    def unsure(self, seen: WorkbookSeen, fresh: bool) -> frozenset[tuple[str, str]]:
        """Those of them that stand; all of them where nothing has been looked at since."""
        left: list[Fix | Follow] = [*self.mends, *self.waiting()]
        return _named(standing(seen, left)) | self.asked(seen) if fresh else _named(left)

    def adopt(self, seen: WorkbookSeen) -> None:
        """What stands on the look, is ours and is not known of goes, where it covers nothing."""
        self.follows.extend(self._orphans(seen)[0])

    def asked(self, seen: WorkbookSeen) -> frozenset[tuple[str, str]]:
        """Rows in which such a thing stands where people type."""
        return self._orphans(seen)[1]

    def _orphans(self, seen: WorkbookSeen) -> tuple[list[Follow], frozenset[tuple[str, str]]]:
        return orphans(seen, (*self.follows, *self.lost, *self.mends, *self.resting))

    def kept(self) -> tuple[str, ...]:
        fixes = (*self.mends, *self.resting)
        follows = (*self.waiting(), *self.lost)
        return (*(store(fix) for fix in fixes), *(store(each) for each in follows))

    def undurable(self) -> bool:
        return not set(self.kept()) <= set(self.durable)

    def outdated(self) -> bool:
        """Whether the journal has to be written for its own sake: something is not in it, or, as
        long as it is read at all, it holds what is done by now (which would in time take the place
        of what is not)."""
        kept = set(self.kept())
        return self.undurable() or bool(kept and set(self.durable) - kept)


def _named(items: Sequence[Fix | Follow]) -> frozenset[tuple[str, str]]:
    wants = {
        (each.tab, each.replacement if isinstance(each, Follow) else each.want) for each in items
    }
    wrong = {(each.tab, each.anchor) for each in items if isinstance(each, Fix) and each.anchor}
    back = {(tab, text) for tab, text in wants if isinstance(text, str) and is_given(text)}
    return frozenset(wrong | back)
