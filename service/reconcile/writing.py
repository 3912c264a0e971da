"""One workbook being written, round by round; see sheet_writing for what it promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any, Final

from service.workbook.aiming import FROZEN, LetGo, aim, foreseen, tidy_requests
from service.workbook.edits import Edit, digest
from service.workbook.founding import journal_requests, journal_sheet
from service.workbook.journal import TOKEN, fence_id, read_grid, recovery_question
from service.workbook.judging import Judgement, judge, judge_answer
from service.workbook.look import WorkbookSeen, is_given, question, read_look
from service.workbook.mending import Fix, Mending, marks_of, plan_mends, restore, store
from service.workbook.protocol import Batch, Follow, build
from service.workbook.slots import slots_of_sheet
from service.workbook.templates import JOURNAL

from .gateways import Agreed, BadRequest, GatewayError, Ledger, Sheets, Unreachable
from .written import NotWritten, Written

ROUNDS: Final = 10
SOMETHING_KEPT: Final = "+"  # followed by this while the journal keeps something to put right
BATCH: Final = "batch"  # kind in the ledger; the object is the nonce of the last judged batch,


class Writing:
    """One workbook being written. Every round is look (if need be), compose, send, judge."""

    def __init__(
        self,
        sheets: Sheets,
        ledger: Ledger,
        seen: WorkbookSeen,
        nonce: str,
        zone: tzinfo | None,
        pending: dict[int, Edit],
        on_landed: Callable[[Sequence[Edit]], None] | None = None,
    ) -> None:
        self.sheets, self.ledger, self.seen, self.zone = sheets, ledger, seen, zone
        self.nonce = nonce
        self.pending = pending
        self.edits = dict(pending)
        self.on_landed = on_landed
        self.landed: set[int] = set()
        self.added: set[tuple[str, str]] = set()
        self.not_written: dict[int, NotWritten] = {}
        self.follows: list[Follow] = []
        self.lost: list[Follow] = []  # not there when looked for: a person's undo may bring it back
        self.mends: list[Fix] = []
        self.marks: frozenset[tuple[str, str]] = frozenset()  # what must stay in place as yet
        self.grids: dict[str, list[list[Any]]] = {}
        self.durable: tuple[str, ...] = seen.journal.kept if seen.journal else ()
        self._remember(self.durable)
        self.epoch = seen.journal.epoch if seen.journal else 0
        self.fenced = True
        self.fresh = True  # nothing of ours has landed since the look
        self.must_look = seen.journal is None
        self.look_last = False  # whether what is handed back must show what was put right
        self.unanswered: Batch | None = None
        self.answered = seen.journal.nonce if seen.journal else ""
        self.unjudged = ""  # nonce of a batch of an earlier run
        self.tokens = 0
        self.repairs = 0
        self.refused = 0
        self.calls = {"read": 0, "write": 0}

    def run(self) -> Written:
        try:
            for turn in range(ROUNDS):
                if self.must_look and not self._look():
                    break
                batch = self._compose(f"{self.nonce}.{turn}")
                if batch is None:
                    break
                self._send(batch)
            if self.look_last and not self.fresh:
                self._look()
        except GatewayError as error:
            self._give_up("google", error.sentence)
        self._give_up(FROZEN)
        return Written(
            landed=tuple(self.edits[number] for number in sorted(self.landed)),
            not_written=tuple(self.not_written[number] for number in sorted(self.not_written)),
            repairs=self.repairs,
            calls=self.calls,
            unsure=self._frozen(),
            seen=self.seen,
            added=frozenset(self.added),
        )

    # -- look

    def _look(self) -> bool:
        """Look again; judge what an unanswered batch did. False: this workbook cannot be
        written to at present."""
        grids = {mend.tab for mend in self.mends}
        unknown = self.unanswered is not None or bool(self.unjudged)
        grids |= set(self.seen.tabs) if unknown else set()
        body = recovery_question(self.seen, grids) if grids else question(self.seen.template)
        answer = self._read(body)
        template = self.seen.template
        self.seen = read_look(template, self.seen.file_id, answer)
        self.grids = {tab: read_grid(answer, template.sheet_id(tab)) for tab in grids}
        self.must_look = False
        self.fresh = True
        journal = self.seen.journal
        if journal is None:
            return self._new_journal()
        if unknown or journal.nonce != self.answered:
            self._remember(journal.kept)
        if unknown:
            grid = read_grid(answer, template.sheet_id(JOURNAL))
            self._judge_from_sheet(grid)
        if journal.epoch == self.epoch and self.refused:
            self._check_fence()
        self.epoch = journal.epoch
        return True

    def _judge_from_sheet(self, grid: list[list[Any]]) -> None:
        journal = self.seen.journal
        assert journal is not None
        nonce = self.unanswered.nonce if self.unanswered else self.unjudged
        if journal.nonce == nonce:
            judged = judge(self.seen.template, slots_of_sheet(grid), nonce, None)
            self._done(self.unanswered)
            # Edits of an earlier run are not ours to report.
            self._take_in(judged if self.unanswered else judged.without_edits())
        # Otherwise it has not arrived, and cannot any more once the next batch has.
        self.unanswered, self.unjudged = None, ""

    def _read(self, body: Mapping[str, Any]) -> dict[str, Any]:
        self.calls["read"] += 1
        return self.sheets.look(self.seen.file_id, body)

    def _check_fence(self) -> None:
        """Refused although nobody else has written: perhaps the fence itself was removed."""
        self.calls["read"] += 1
        found = self.sheets.get(self.seen.file_id, "namedRanges.namedRangeId")
        ids = {each.get("namedRangeId") for each in found.get("namedRanges", ())}
        self.fenced = fence_id(self.seen.template, self.epoch) in ids

    def _new_journal(self) -> bool:
        """People removed the hidden journal: make a new one. What it kept is gone with it."""
        template = self.seen.template
        self.epoch = self.epoch + 1
        if self.refused > 2:
            self._give_up("journal_gone")
            return False
        requests = [
            {"addSheet": {"properties": journal_sheet(template, len(template.tabs))}},
            *journal_requests(template, self.epoch),
        ]
        self.calls["write"] += 1
        try:
            self.sheets.batch_update(self.seen.file_id, {"requests": requests})
        except BadRequest:
            self.refused += 1
        self.must_look = True
        return self._look() if self.refused <= 2 else False

    # -- compose

    def _compose(self, nonce: str) -> Batch | None:
        mending = self._plan_mends()
        follows = self._ready(self.follows)
        seen = foreseen(self.seen, follows)
        aimed = aim(seen, self.pending, self._token, self.zone, self._frozen())
        for gone in aimed.let_go:
            # A row in which something is out of place waits for a later round.
            if gone.reason != FROZEN:
                self._let_go(gone)
        for number in aimed.there_already:
            self.landed.add(number)
            self.pending.pop(number, None)
        returned = [each for each in self._ready(self.lost) if self._stands(each.find)]
        self.lost = [follow for follow in self.lost if follow not in returned]
        self.follows.extend(returned)
        follows.extend(returned)
        targets = (*mending.targets, *self._apart(aimed.targets, mending.targets))
        kept = self._kept()
        if not targets and not aimed.adds and not follows and set(kept) <= set(self.durable):
            return None
        tidy, last = tidy_requests(self.seen) if self.fresh else ([], [])
        return build(
            self.seen,
            self.epoch,
            nonce,
            targets,
            aimed.adds,
            (*follows, *self._ready(self.lost), *tidy),
            (*kept, *(store(follow) for follow in follows if follow.lasting)),
            last,
            fenced=self.fenced,
        )

    def _plan_mends(self) -> Mending:
        """Only on a look that has just been taken: positions are stale after every write."""
        grids, self.grids = self.grids, {}
        if not grids:
            self.marks = marks_of(self.mends)
            return Mending((), tuple(self.mends))
        follows = (*self.follows, *self.lost)
        mending = plan_mends(self.seen, grids, self.mends, self._token, follows)
        self.mends, self.marks = list(mending.open), mending.marks
        return mending

    def _ready(self, follows: Iterable[Follow]) -> list[Follow]:
        """What may go by its content now: a text by which other cells of its row are still to be
        found stays where it is until they are right."""
        return [follow for follow in follows if (follow.tab, follow.find) not in self.marks]

    def _done(self, batch: Batch | None) -> set[Follow]:
        sent = set(batch.follows.values()) if batch else set()
        self.follows = [follow for follow in self.follows if follow not in sent]
        return sent

    def _apart(self, targets: Sequence[Any], mended: Sequence[Any]) -> list[Any]:
        """Rows that are being put right wait for a later round with what is new for them."""
        busy = {(target.tab, target.position) for target in mended}
        return [target for target in targets if (target.tab, target.position) not in busy]

    def _stands(self, text: str) -> bool:
        return any(
            text == value
            for tab in self.seen.tabs.values()
            for row in tab.rows
            for value in row.cells.values()
        )

    def _token(self) -> str:
        """Text that stands in a person's cell for the moment between two writes."""
        self.tokens += 1
        return f"{TOKEN}{self.nonce}.{self.tokens}"

    def _frozen(self) -> frozenset[tuple[str, str]]:
        """Rows by their id: those with something out of place, and those whose id is itself on
        its way back (till then a copy of the row would look like the only one)."""
        back = {(each.tab, each.replacement) for each in self._waiting()}
        back |= {(mend.tab, mend.want) for mend in self.mends if isinstance(mend.want, str)}
        wrong = {(mend.tab, mend.anchor) for mend in self.mends if mend.anchor}
        return frozenset(wrong | {(tab, text) for tab, text in back if is_given(text)})

    def _waiting(self) -> list[Follow]:
        ready = set(self._ready(self.follows))
        return [follow for follow in self.follows if follow not in ready]

    # -- send

    def _send(self, batch: Batch) -> None:
        self.ledger.intend(BATCH, self.seen.file_id, detail=batch.nonce)
        self.calls["write"] += 1
        try:
            answer = self.sheets.batch_update(self.seen.file_id, batch.body)
        except BadRequest as error:
            # The fence has moved on, or a row or tab we aim at is gone. Nothing was written.
            self.must_look = True
            self.refused += 1
            if self.refused > 3:
                raise error
            return
        except Unreachable as error:
            if not error.maybe_applied:
                raise
            self.unanswered = batch
            self.must_look = True
            return
        sent = self._done(batch)
        judgement = judge_answer(self.seen.template, batch, answer)
        self.epoch = batch.epoch
        self.fenced = True
        self.fresh = False
        self.refused = 0
        self.durable = batch.kept
        self.answered = batch.nonce
        # What it looked for once more, it found, or says below that it did not.
        self.lost = [each for each in self.lost if each not in sent]
        self._take_in(judgement)
        if not self.follows and not self._undurable():
            self._judged(batch.nonce)

    def _take_in(self, judgement: Judgement) -> None:
        self.repairs += judgement.misplaced
        self.added |= judgement.added
        for number in judgement.landed:
            self.landed.add(number)
            self.pending.pop(number, None)
        if self.on_landed and judgement.landed:
            self.on_landed([self.edits[number] for number in sorted(judgement.landed)])
        self.follows.extend(judgement.follows)
        for mend in judgement.mends:
            self._add_mend(mend)
        for follow in judgement.unfound:
            if follow.lasting and follow not in self.lost:
                self.lost.append(follow)
            if follow.edit in self.landed:
                # Somebody typed into that very cell in that second: theirs stays.
                self.landed.discard(follow.edit)
                self.not_written[follow.edit] = NotWritten(
                    self.edits[follow.edit], "typed_just_now"
                )
        if self.mends or judgement.astray:
            self.must_look = True

    def _add_mend(self, mend: Fix) -> None:
        """A cell that is hit once more: if it was out of place still, what it should hold is what
        stood there before the first time; else people have typed into it since."""
        for known in [known for known in self.mends if mend.same_cell(known)]:
            if digest(mend.want) == known.expect:
                mend = replace(mend, want=known.want)
            self.mends.remove(known)
        if digest(mend.want) != mend.expect:
            self.mends.append(mend)

    def _kept(self) -> tuple[str, ...]:
        follows = (*self.lost, *self._waiting())
        return (*(store(mend) for mend in self.mends), *(store(each) for each in follows))

    def _undurable(self) -> bool:
        return not set(self._kept()) <= set(self.durable)

    def _judged(self, nonce: str) -> None:
        kept = SOMETHING_KEPT if self.lost or self.mends else ""
        self.ledger.agree([Agreed(BATCH, self.seen.file_id, nonce + kept)])
        self.ledger.settle(BATCH, self.seen.file_id)

    def _remember(self, kept: Iterable[str]) -> None:
        for item in restore(kept):
            if isinstance(item, Fix):
                if item.tab in self.seen.tabs and item not in self.mends:
                    self.mends.append(item)
            elif item not in self.lost:
                self.lost.append(item)

    # -- letting go

    def _let_go(self, gone: LetGo) -> None:
        self.pending.pop(gone.edit, None)
        self.not_written[gone.edit] = NotWritten(self.edits[gone.edit], gone.reason, gone.column)

    def _give_up(self, reason: str, sentence: str = "") -> None:
        for number, edit in self.pending.items():
            self.not_written.setdefault(number, NotWritten(edit, reason, "", sentence))
        self.pending.clear()
