"""One workbook being written, round by round; see sheet_writing for what it promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from service.ports import Agreed, BadRequest, GatewayError, Ledger, Sheets, Unreachable
from service.workbook.edits import Edit
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.templates import JOURNAL

from .aiming import FROZEN, LetGo, aim, foreseen, tidy_requests
from .fence import EVERY, FIELDS, outdated, standing
from .journal import TOKEN, Target, read_grid, recovery_question
from .judging import Judgement, judge, judge_answer
from .keeping import store
from .mending import can_be_aimed, homes_of
from .new_workbook import journal_requests, journal_sheet
from .protocol import Batch, Follow, build
from .repairs import Repairs
from .retyping import days_as_text, nothing_moved, to_be_seen
from .slots import slots_of_sheet
from .written import NotWritten, Written

ROUNDS: Final = 10
RETYPED_MOST: Final = 2
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
        self.repairs = Repairs(seen)
        self.grids: dict[str, list[list[Any]]] = {}
        self.epoch = seen.journal.epoch if seen.journal else 0
        self.fresh = True  # nothing of ours has landed since the look
        self.must_look = seen.journal is None or bool(self.repairs.mends)
        self.look_last = False  # whether what is handed back must show what was put right
        self.unanswered: Batch | None = None
        self.answered = seen.journal.nonce if seen.journal else ""
        self.unjudged = ""  # nonce of a batch of an earlier run
        self.open = ""  # nonce of the batch that is judged, and left something to agree on
        self.calm = False  # whether the latest two looks show the rows in the same places
        self.retyped = 0  # so often days that stood as text were written by their type
        self.tokens = 0
        self.put_right = 0
        self.refused = 0
        self.given_up = False  # because of Google
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
            self._agree_in_the_end()
        except GatewayError as error:
            self.given_up = True
            self._give_up("google", error.sentence)
        self._give_up(FROZEN)
        return Written(
            landed=tuple(self.edits[number] for number in sorted(self.landed)),
            not_written=tuple(self.not_written[number] for number in sorted(self.not_written)),
            repairs=self.put_right,
            calls=self.calls,
            unsure=self.repairs.unsure(self.seen, self.fresh),
            seen=self.seen,
            refused=self.given_up,
            added=frozenset(self.added),
        )

    # -- look

    def _look(self) -> bool:
        """Look again; judge what an unanswered batch did. False: this workbook cannot be
        written to at present."""
        grids = {mend.tab for mend in self.repairs.mends}
        unknown = self.unanswered is not None or bool(self.unjudged)
        grids |= set(self.seen.tabs) if unknown else set()
        body = recovery_question(self.seen, grids) if grids else question(self.seen.template)
        answer = self._read(body)
        template = self.seen.template
        before, self.seen = self.seen, read_look(template, self.seen.file_id, answer)
        self.calm = nothing_moved(before, self.seen)
        self.grids = {tab: read_grid(answer, template.sheet_id(tab)) for tab in grids}
        self.must_look = False
        self.fresh = True
        journal = self.seen.journal
        if journal is None:
            return self._new_journal()
        if unknown or journal.nonce != self.answered:
            self.repairs.remember(self.seen, journal.kept)
        woken = self.repairs.wake(self.seen)
        if unknown:
            grid = read_grid(answer, template.sheet_id(JOURNAL))
            self._judge_from_sheet(grid)
        self.epoch = journal.epoch
        if not woken <= grids:
            return self._look()
        self.repairs.adopt(self.seen)
        return True

    def _judge_from_sheet(self, grid: list[list[Any]]) -> None:
        journal = self.seen.journal
        assert journal is not None
        nonce = self.unanswered.nonce if self.unanswered else self.unjudged
        if journal.nonce == nonce:
            judged = judge(self.seen.template, slots_of_sheet(grid), nonce, None)
            self.repairs.done(self.unanswered)
            # Edits of an earlier run are not ours to report.
            self._take_in(judged if self.unanswered else judged.without_edits())
            self.open = self.answered = nonce
        # Otherwise it has not arrived, and cannot any more once the next batch has.
        self.unanswered, self.unjudged = None, ""

    def _read(self, body: Mapping[str, Any]) -> dict[str, Any]:
        self.calls["read"] += 1
        return self.sheets.look(self.seen.file_id, body)

    def _fences(self) -> dict[str, Any]:
        self.calls["read"] += 1
        return self.sheets.get(self.seen.file_id, FIELDS)

    def _new_journal(self) -> bool:
        """People removed the hidden journal: make a new one. What it kept is gone with it."""
        template = self.seen.template
        if self.refused > 2:
            self._give_up("journal_gone")
            return False
        self.epoch = 1 + max((self.epoch, *standing(template, self._fences())))
        requests = [
            {"addSheet": {"properties": journal_sheet(template, len(template.tabs))}},
            *journal_requests(template, self.epoch, ranged=not self.refused),
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
        repairs = self.repairs
        grids, self.grids = self.grids, {}
        mended = repairs.plan(self.seen, grids, self._token)
        for follow in repairs.laid_aside():
            self._missed(follow)
        follows = repairs.ready(repairs.follows)
        seen = foreseen(self.seen, follows)
        homes = homes_of(self.seen, grids, self.pending, follows)
        pending = can_be_aimed(self.pending, repairs.waiting())
        aimed = aim(seen, pending, self._token, self.zone, repairs.frozen(), homes)
        for gone in aimed.let_go:
            # A row in which something is out of place waits for a later round.
            if gone.reason != FROZEN:
                self._let_go(gone)
        for number in aimed.there_already:
            self.landed.add(number)
            self.pending.pop(number, None)
        follows.extend(repairs.returned(self.seen))
        repairs.forget(self.seen)
        targets = [*mended, *self._apart(aimed.targets, mended)]
        targets += self._apart(self._by_type(follows), targets)
        if not targets and not aimed.adds and not follows and not repairs.outdated():
            return None
        tidy, last = tidy_requests(self.seen) if self.fresh else ([], [])
        if (self.epoch + 1) % EVERY == 0 and not self.refused:
            last = [*last, *outdated(self.seen.template, self._fences(), self.epoch)]
        return build(
            self.seen,
            self.epoch,
            nonce,
            targets,
            aimed.adds,
            (*follows, *repairs.ready(repairs.lost), *tidy),
            (*repairs.kept(), *(store(follow) for follow in follows if follow.lasting)),
            last,
        )

    def _by_type(self, follows: Sequence[Follow]) -> list[Target]:
        """Days that stand as text; and, so that it is known of those that this batch puts in by
        content, the rows in which they will stand."""
        if not self.fresh:
            return to_be_seen(follows)
        calm = self.calm and self.retyped < RETYPED_MOST and not self.repairs.mends
        found = days_as_text(self.seen) if calm else []
        frozen = self.repairs.frozen()
        found = [each for each in found if (each.tab, each.anchor) not in frozen]
        self.retyped += bool(found)
        return found

    def _apart(self, targets: Sequence[Any], mended: Sequence[Any]) -> list[Any]:
        """Rows that are being put right wait for a later round with what is new for them."""
        busy = {(target.tab, target.position) for target in mended}
        return [target for target in targets if (target.tab, target.position) not in busy]

    def _token(self) -> str:
        """Text that stands in a person's cell for the moment between two writes."""
        self.tokens += 1
        return f"{TOKEN}{self.nonce}.{self.tokens}"

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
        sent = self.repairs.done(batch)
        judgement = judge_answer(self.seen.template, batch, answer)
        self.epoch = batch.epoch
        self.fresh = False
        self.refused = 0
        self.repairs.durable = batch.kept
        self.answered = batch.nonce
        # What it looked for once more, it found, or says below that it did not.
        self.repairs.lost = [each for each in self.repairs.lost if each not in sent]
        self._take_in(judgement)
        self.must_look = self.must_look or judgement.as_text
        if self._all_durable():
            self._judged(batch.nonce)

    def _take_in(self, judgement: Judgement) -> None:
        self.put_right += judgement.misplaced
        self.added |= judgement.added
        for number in judgement.landed:
            self.landed.add(number)
            self.pending.pop(number, None)
        if self.on_landed and judgement.landed:
            self.on_landed([self.edits[number] for number in sorted(judgement.landed)])
        self.repairs.follows.extend(judgement.follows)
        self.repairs.add(judgement.mends)
        for follow in judgement.unfound:
            self._missed(follow)
        if self.repairs.mends or judgement.astray:
            self.must_look = True

    def _missed(self, follow: Follow) -> None:
        """It was not there to be replaced."""
        self.repairs.lose(follow)
        if follow.edit in self.landed:
            # Somebody typed into that very cell in that second: theirs stays.
            self.landed.discard(follow.edit)
            self.not_written[follow.edit] = NotWritten(self.edits[follow.edit], "typed_just_now")

    def _judged(self, nonce: str) -> None:
        something = self.repairs.lost or self.repairs.mends or self.repairs.resting
        self.open = nonce if something else ""
        kept = SOMETHING_KEPT if something else ""
        self.ledger.agree([Agreed(BATCH, self.seen.file_id, nonce + kept)])
        self.ledger.settle(BATCH, self.seen.file_id)

    def _agree_in_the_end(self) -> None:
        """A batch that was judged from the sheet, or what was kept and is right by now: nobody
        need look for it again."""
        if self.open and self.fresh and self.open == self.answered and self._all_durable():
            self._judged(self.open)

    def _all_durable(self) -> bool:
        return not self.repairs.follows and not self.repairs.undurable()

    # -- letting go

    def _let_go(self, gone: LetGo) -> None:
        self.pending.pop(gone.edit, None)
        self.not_written[gone.edit] = NotWritten(self.edits[gone.edit], gone.reason, gone.column)

    def _give_up(self, reason: str, sentence: str = "") -> None:
        for number, edit in self.pending.items():
            self.not_written.setdefault(number, NotWritten(edit, reason, "", sentence))
        self.pending.clear()
