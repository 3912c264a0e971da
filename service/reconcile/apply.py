"""Apply: the only place where a change becomes a call.

In this order, so that a crash anywhere leaves something the next run can go on from: what both
sides already agree on; mails (alerts first); files; one batch per workbook; events whose row is
known to stand; shares. What fails is remembered and told on Attention, and stops nothing else.

Mails, files and withdrawn shares are agreed on only when the rows that tell of them are written.
A run that is cut short in between decides on them once more, finds each done (an intent without
an end), and writes their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, OFFICE, RESTRICTED
from service.keys import Keys
from service.workbook import edits
from service.workbook.forms import load_form

from .changes import (
    AddRow,
    Change,
    Forget,
    MakeProgressSheet,
    PutDocument,
    PutEvent,
    PutShare,
    RefitProgressSheet,
    Remember,
    RetellForm,
    SendMail,
    SetCells,
    SettleRow,
)
from .decide import Decided
from .diary_plan import calendar_token
from .failures import failure_of, failures_of, twice, waiting
from .form_words import retell
from .gateways import Agreed, GatewayError, Ledger, Stale, Workspace
from .grey_cells import about_to_write
from .handing_out import hand_out, take_back
from .history import HISTORY
from .in_calendars import put_events
from .observe import Observed
from .outcome import Applied, Tell
from .paperwork import Paperwork
from .post import send_once
from .promises import Edited, edit_of
from .sheet_writing import Written, write_workbook
from .telling import Done

T = TypeVar("T")


@dataclass(slots=True)
class Applying:
    """One run's calls. `still_ours` raises when the run must stop."""

    workspace: Workspace
    ledger: Ledger
    keys: Keys
    observed: Observed
    decided: Decided
    paperwork: Paperwork
    nonce: str
    zone: ZoneInfo
    admin: str
    tell: Tell
    still_ours: Callable[[], None]
    applied: Applied = field(default_factory=Applied)
    sent: set[str] = field(default_factory=set)
    landed_rows: set[str] = field(default_factory=set)
    withhold: set[str] = field(default_factory=set)
    failed_cases: set[str] = field(default_factory=set)
    posted: Done = field(default_factory=Done)
    anew: set[str] = field(default_factory=set)  # names of tokens that are given up
    untold: set[str] = field(default_factory=set)  # workbooks whose History lacks a line

    def run(self) -> Applied:
        """Carry out every change, then note how far the sources have been dealt with."""
        self.withhold |= self.decided.withhold
        phases: tuple[Callable[[], None], ...] = (
            self._remember,
            self._send_mails,
            # Whoever may no longer see a file loses it before anything new is written into it.
            partial(self._share, "unshare"),
            self._make_files,
            self._retell_forms,
            self._write_workbooks,
            self._agree_on_what_is_told,
            self._put_events,
            partial(self._share, "share"),
            self._note_failures,
            self._finish,
        )
        for phase in phases:
            self.still_ours()
            phase()
        return self.applied

    # ------------------------------------------------ memory

    def _remember(self) -> None:
        self.ledger.agree([a for c in self._each(Remember) for a in c.agree])
        forgotten = [key for c in self._each(Forget) for key in c.keys]
        if forgotten:
            self.ledger.forget(forgotten)

    def _agree_on_what_is_told(self) -> None:
        """Mails are told in Office, the rest in Caseload. What could not be told there yet is
        decided on once more, and found done."""
        if OFFICE not in self.untold:
            self.posted.settle(self.ledger)
        if CASELOAD not in self.untold:
            self.paperwork.done.settle(self.ledger)

    def _finish(self) -> None:
        """Tokens move on only past what has been dealt with."""
        after = [
            agreed
            for code, items in self.decided.after.items()
            if code not in self.failed_cases
            for agreed in items
        ]
        self.ledger.agree(after)
        if self.failed_cases:
            self.withhold.add("drive")
        tokens = {
            name: token
            for name, token in self.observed.tokens.items()
            if name not in self.withhold and token != ""
        }
        tokens |= dict.fromkeys(self.anew, "")
        # Until all is told a line of History keeps its id, so that it is not written twice.
        if self.decided.changes and not self.untold:
            tokens["run"] = self.nonce
        if tokens:
            self.ledger.set_tokens(tokens)
        drive = self.observed.tokens.get("drive", "")
        sheets = (MakeProgressSheet, RefitProgressSheet)
        if drive and any(isinstance(change, sheets) for change in self.decided.changes):
            with suppress(GatewayError):  # then they are read once more, that is all
                self.paperwork.note_own_edits(drive, self.admin)

    # ------------------------------------------------ mail

    def _send_mails(self) -> None:
        mails = self._each(SendMail)
        unsettled = self.ledger.unsettled() if mails else {}
        for number, mail in enumerate(mails):
            self.tell("mail", number, len(mails))
            message_id = self.keys.message_id(mail.record_key)
            try:
                sent = send_once(self.workspace.mail, self.ledger, mail, message_id, unsettled)
            except GatewayError as error:
                self._failed(mail, error)
                continue
            self.posted.agreed.append(
                Agreed("message", mail.record_key, sent, at=self.observed.now)
            )
            self.posted.over.append(("message", mail.record_key))
            self.sent.add(mail.record_key)
            self.applied.counts[mail.kind] += 1

    # ------------------------------------------------ files

    def _make_files(self) -> None:
        kinds = MakeProgressSheet | RefitProgressSheet | PutDocument
        papers = [change for change in self.decided.changes if isinstance(change, kinds)]
        for number, change in enumerate(papers):
            self.tell("files", number, len(papers))
            try:
                twice(partial(self._make_file, change))
            except Stale:
                # Somebody is writing into it; the case is looked at again, now if there is time.
                self.failed_cases.add(change.want.code)
                self.applied.not_written += 1
                continue
            except GatewayError as error:
                self._failed(change, error, change.want.code)
                continue
            self.applied.counts[change.kind] += 1

    def _make_file(self, change: MakeProgressSheet | RefitProgressSheet | PutDocument) -> None:
        match change:
            case PutDocument():
                known = self.observed.known.get(("document", change.key))
                self.paperwork.put_document(change, known)
            case MakeProgressSheet():
                self.paperwork.make_progress_sheet(change)
            case RefitProgressSheet():
                standing = self.observed.known["progress_sheet", change.key]
                self.paperwork.refit_progress_sheet(change, standing)

    def _retell_forms(self) -> None:
        for change in self._each(RetellForm):
            try:
                agreed = retell(self.workspace.forms, load_form(change.form_key), change)
            except GatewayError as error:
                self._failed(change, error)
                continue
            self.ledger.agree([agreed])
            self.applied.counts[change.kind] += 1

    # ------------------------------------------------ workbooks

    def _write_workbooks(self) -> None:
        by_book: dict[str, list[Edited]] = {}
        for change in self.decided.changes:
            if isinstance(change, SetCells | SettleRow):
                by_book.setdefault(change.row.workbook, []).append(change)
            elif isinstance(change, AddRow):
                by_book.setdefault(change.workbook, []).append(change)
        for number, (book, changes) in enumerate(sorted(by_book.items())):
            self.tell("workbooks", number, len(by_book))
            self._write_workbook(book, changes)

    def _write_workbook(self, book: str, changes: Iterable[Edited]) -> None:
        seen = self.observed.workbooks[book]
        rows = {(tab.key, row.position): row for tab in seen.tabs.values() for row in tab.rows}
        links, sent = self.paperwork.links, self.sent
        pairs = [(edit_of(change, rows, links, sent), change) for change in changes]
        wanted = [(edit, change) for edit, change in pairs if edit is not None]
        nonce = f"{self.nonce}.{book}"
        known, zone = self.observed.known, self.zone
        self.ledger.agree(about_to_write(seen, [e for e, _ in wanted], known, zone, self.keys))
        written = write_workbook(
            self.workspace.sheets, self.ledger, seen, [e for e, _ in wanted], nonce, zone
        )
        self._take_in(written, wanted, [change for edit, change in pairs if edit is None])

    def _take_in(
        self,
        written: Written,
        wanted: Iterable[tuple[edits.Edit, Edited]],
        only_agreed: Iterable[Edited],
    ) -> None:
        landed = {id(edit) for edit in written.landed}
        agreed: list[Agreed] = []
        for change in only_agreed:
            agreed += change.agree if isinstance(change, SetCells | AddRow) else ()
        for edit, change in wanted:
            if id(edit) not in landed:
                self.applied.not_written += 1
                self._not_landed(change)
                continue
            self.applied.counts[change.kind] += 1
            if isinstance(change, AddRow):
                self.landed_rows.add(change.row_key)
                # Restricted's are told in Office; where that failed it is found, and told later.
                told = change.workbook != RESTRICTED or OFFICE not in self.untold
                agreed += change.agree if told else ()
            elif isinstance(change, SetCells):
                self.landed_rows.add(str(change.cells.get("row_id") or change.row.row_id))
                agreed += change.agree
        self.ledger.agree(agreed)
        self.applied.repairs += written.repairs
        for failure in failures_of(written):
            self.applied.failures[failure.key] = failure

    def _not_landed(self, change: Edited) -> None:
        """It is tried again at the next look, so what called for it must be seen again."""
        if isinstance(change, AddRow) and change.tab == HISTORY:
            self.untold.add(change.workbook)
        if isinstance(change, AddRow) and change.tab in ("referrals", "safety_referrals"):
            self.withhold |= {name for name in self.observed.tokens if name.startswith("form:")}
        if change.kind in ("move_row", "cancel_row"):
            self.withhold |= {n for n in self.observed.tokens if n.startswith("calendar:")}
        code = change.row.row_id if isinstance(change, SetCells) else ""
        if isinstance(change, SetCells) and change.row.tab in ("caseload", "goals"):
            self.failed_cases.add(code)

    # ------------------------------------------------ events

    def _put_events(self) -> None:
        standing = self._rows_standing()
        waiting = [c for c in self._each(PutEvent) if not c.needs_row or c.needs_row in standing]
        if not waiting:
            return
        self.tell("events", 0, len(waiting))
        done = put_events(self.workspace.calendars, waiting)
        self.still_ours()
        for change, error in done.failed:
            self._failed(change, error)
        # The next look takes in the whole calendar: it may have been told of this change before.
        self.anew |= {calendar_token(self.keys, change.write.owner) for change in done.stale}
        for change in done.put:
            self.applied.counts[change.kind] += 1
        self.ledger.agree(done.agreed)

    def _rows_standing(self) -> set[str]:
        """Ids first: an event is made only for an id that is known to stand in the sheet."""
        book = self.observed.workbooks.get(CASELOAD)
        rows = book.tabs["diary"].rows if book else ()
        return self.landed_rows | {row.text("row_id") for row in rows}

    # ------------------------------------------------ shares

    def _share(self, kind: str) -> None:
        shares = [change for change in self._each(PutShare) if change.kind == kind]
        for number, change in enumerate(shares):
            self.tell("shares", number, len(shares))
            file_id = change.file_id or self.paperwork.file_ids.get(change.file_key, "")
            try:
                done = self._put_share(change, file_id)
            except GatewayError as error:
                self._failed(change, error, change.file_key.split(":")[-2:][0])
                continue
            self.applied.counts[change.kind] += done

    def _put_share(self, change: PutShare, file_id: str) -> int:
        known = self.observed.known.get(("share", change.agreed_key))
        if change.kind == "unshare":
            take_back(self.workspace.files, known)
            self.paperwork.done.taken.append(("share", change.agreed_key))
            return 1
        if not file_id:
            # The file could not be made; that is told already.
            failure = waiting(change)
            self.applied.failures[failure.key] = failure
            return 0
        self.ledger.agree(hand_out(self.workspace.files, change, file_id, known))
        return 1

    # ------------------------------------------------ failures

    def _failed(self, change: Change, error: GatewayError | None, code: str = "") -> None:
        if code:
            self.failed_cases.add(code)
        failure = failure_of(change, error, code)
        self.applied.failures[failure.key] = failure

    def _note_failures(self) -> None:
        """What failed is remembered until it succeeds or is no longer wanted."""
        known = [key for kind, key in self.observed.known if kind == "failure"]
        over = [("failure", key) for key in known if key not in self.applied.failures]
        if over:
            self.ledger.forget(over)
        if self.applied.failures:
            self.ledger.agree(self.applied.failures.values())

    def _each(self, kind: type[T]) -> list[T]:
        return [change for change in self.decided.changes if isinstance(change, kind)]
