"""Apply: the only place where a change becomes a call.

In this order, so that a crash anywhere leaves something the next run can go on from: what both
sides already agree on; mails (alerts first); files; one batch per workbook; events whose row is
known to stand; shares. What fails is remembered and told on Attention, and stops nothing else.

Mails, files and withdrawn shares are agreed on only when the rows that tell of them are written.
A run that is cut short in between decides on them once more, finds each done (an intent without
an end), and writes their rows.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import InitVar, dataclass, field
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, OFFICE
from service.keys import Keys
from service.ports import Agreed, GatewayError, Ledger, Workspace
from service.workbook.forms import load_form

from .apply_files import make_files, put_shares
from .apply_growth import add_filter_views, grow_workbooks
from .apply_links import expect_links, link_words
from .calendar.calendar_plan import calendar_token
from .calendar.event_writer import put_events
from .changes import (
    Change,
    Forget,
    MakeProgressSheet,
    PutEvent,
    PutShare,
    RefitProgressSheet,
    Remember,
    RetellForm,
    SendMail,
    act_of,
)
from .decide import Decided
from .documents.earlier_versions import put_away
from .documents.file_maker import FileMaker
from .documents.form_notices import retell
from .documents.twins import bin_twins
from .importing.tab_import import import_tabs
from .observe import Observed
from .reporting.failures import failure_of
from .reporting.history import owe, told_beforehand
from .reporting.mail_sender import send_once
from .reporting.old_questions import note_old_questions
from .reporting.outcome import Applied, Tell
from .reporting.pending import PendingAgreements
from .rows.workbook_writer import WorkbookWriter

T = TypeVar("T")


@dataclass(slots=True)
class Applying:
    """One run's calls. `still_ours` raises when it must stop; `last`: this is its last pass."""

    workspace: Workspace
    ledger: Ledger
    keys: Keys
    observed: Observed
    decided: Decided
    paperwork: FileMaker
    nonce: InitVar[str]
    zone: InitVar[ZoneInfo]
    admin: str
    last: bool
    tell: Tell
    still_ours: Callable[[], None]
    at_once: int = 1  # files and shares side by side
    applied: Applied = field(default_factory=Applied)
    sent: set[str] = field(default_factory=set)
    posted: PendingAgreements = field(default_factory=PendingAgreements)
    anew: set[str] = field(default_factory=set)  # names of tokens that are given up
    books: WorkbookWriter = field(init=False)

    def __post_init__(self, nonce: str, zone: ZoneInfo) -> None:
        sheets, keys = self.workspace.sheets, self.keys
        run = self.observed, nonce, zone, self.applied
        self.books = WorkbookWriter(sheets, self.ledger, keys, *run)

    def run(self) -> Applied:
        """Carry out every change, then note how far the sources have been dealt with."""
        self.books.withhold |= self.decided.withhold
        phases: tuple[Callable[[], None], ...] = (
            self._remember,
            partial(grow_workbooks, self),
            partial(import_tabs, self),
            self._send_mails,
            # Whoever may no longer see a file loses it before anything new is written into it.
            partial(self._share, "unshare"),
            partial(bin_twins, self),
            partial(make_files, self),
            self._retell_forms,
            self._write_rows,
            partial(add_filter_views, self),
            self._agree_on_what_is_told,
            self._put_events,
            partial(self._share, "share"),
            partial(link_words, self),
            partial(put_away, self),
            self._note_failures,
            self._finish,
        )
        for phase in phases:
            self.still_ours()
            phase()
        return self.applied

    # ------------------------------------------------ memory

    def _remember(self) -> None:
        self.ledger.agree([a for c in self.each(Remember) for a in c.agree])
        forgotten = [key for c in self.each(Forget) for key in c.keys]
        if forgotten:
            self.ledger.forget(forgotten)

    def _agree_on_what_is_told(self) -> None:
        """Mails are told in Office, the rest in Caseload. What could not be told there yet is
        decided on once more, and found done."""
        if OFFICE not in self.books.untold:
            self.posted.settle(self.ledger)
        if CASELOAD not in self.books.untold:
            self.paperwork.done.settle(self.ledger)
        self.applied.told = not self.books.untold

    def _finish(self) -> None:
        """Tokens move on only past what has been dealt with."""
        after = [
            agreed
            for code, items in self.decided.after.items()
            if code not in self.books.cases
            for agreed in items
        ]
        self.ledger.agree(after)
        note_old_questions(self.ledger, self.decided)
        if self.books.cases:
            self.books.withhold.add("drive")
        tokens = {
            name: token
            for name, token in self.observed.tokens.items()
            if name not in self.books.withhold and token != ""
        }
        tokens |= dict.fromkeys(self.anew, "")
        if tokens:
            self.ledger.set_tokens(tokens, news=False)
        drive = self.observed.tokens.get("drive", "")
        sheets = (MakeProgressSheet, RefitProgressSheet)
        if drive and any(isinstance(change, sheets) for change in self.decided.changes):
            with suppress(GatewayError):  # then they are read once more, that is all
                self.paperwork.note_own_edits(drive, self.admin)

    # ------------------------------------------------ mail

    def _send_mails(self) -> None:
        mails = self.each(SendMail)
        unsettled = self.ledger.unsettled() if mails else {}
        for number, mail in enumerate(mails):
            self.tell("mail", number, len(mails))
            try:
                read = self.workspace.files.export
                sent = send_once(self.workspace.mail, self.ledger, mail, unsettled, read)
            except GatewayError as error:
                self.failed(mail, error)
                continue
            self.posted.agreed.append(
                Agreed("message", mail.record_key, sent, at=self.observed.now)
            )
            self.posted.over.append(("message", mail.record_key))
            self.sent.add(mail.record_key)
            self.applied.counts[mail.kind] += 1
            if mail.file_id:
                self.record(mail.to, mail.file_key, "document mailed", "enclosed")
                self.applied.handed_on = True

    # ------------------------------------------------ files

    def _retell_forms(self) -> None:
        for change in self.each(RetellForm):
            try:
                agreed = retell(self.workspace.forms, load_form(change.form_key), change)
            except GatewayError as error:
                self.failed(change, error)
                continue
            self.ledger.agree([agreed])
            self.applied.counts[change.kind] += 1

    # ------------------------------------------------ workbooks

    def _write_rows(self) -> None:
        expect_links(self)
        self.books.write(self.decided.changes, self.paperwork.links, self.sent, self.tell)

    def _wait_to_be_told(self) -> bool:
        """What History could not tell of yet waits for the second pass of this run. Where that
        fails too, a calendar is more urgent than its line: it is owed."""
        return CASELOAD in self.books.untold and not self.last

    def _owe(self, done: list[PutEvent] | list[PutShare]) -> None:
        if CASELOAD in self.books.untold:
            self.ledger.agree(owe(self.decided.changes, done))

    # ------------------------------------------------ events

    def _put_events(self) -> None:
        if self._wait_to_be_told():
            self.books.withhold |= {n for n in self.observed.tokens if n.startswith("calendar:")}
            return
        standing = self._rows_standing()
        waiting = [c for c in self.each(PutEvent) if not c.needs_row or c.needs_row in standing]
        if not waiting:
            return
        self.tell("events", 0, len(waiting))
        done = put_events(self.workspace.calendars, waiting)
        self.still_ours()
        for change, error in done.failed:
            self.failed(change, error)
        # The next look, now if there is time, takes in the whole calendar: it may have been told of
        # this change before.
        self.applied.not_written += len(done.stale)
        self.anew |= {calendar_token(self.keys, change.write.owner) for change in done.stale}
        self.applied.counts.update(change.kind for change in done.put)
        self.ledger.agree(done.agreed)
        self._owe(done.put)

    def _rows_standing(self) -> set[str]:
        """Ids first: an event is made only for an id that is known to stand in the sheet."""
        book = self.observed.workbooks.get(CASELOAD)
        rows = book.tabs["diary"].rows if book else ()
        return self.books.rows | {row.text("row_id") for row in rows}

    # ------------------------------------------------ shares

    def _share(self, kind: str) -> None:
        if kind == "share" and self._wait_to_be_told():
            return
        self._owe(put_shares(self, kind))

    def record(self, email: str, file_key: str, what: str, how: str) -> None:
        """To whom of whose record was given what (34 CFR 99.32). What is not written down is not
        agreed on either, and so given, and written down, by the next run."""
        code = file_key.split(":")[1] if ":" in file_key else file_key
        self.ledger.record_access(self.observed.now, email, code, what, how)

    # ------------------------------------------------ failures

    def failed(self, change: Change, error: GatewayError | None, code: str = "") -> None:
        if code:
            self.books.cases.add(code)
        self.books.undone.add(act_of(change))
        failure = failure_of(change, error, code)
        self.applied.failures[failure.key] = failure

    def _note_failures(self) -> None:
        """What failed is remembered until it succeeds or is no longer wanted. On half a school,
        and while it waits to be told, it may only seem so."""
        known = {key for kind, key in self.observed.known if kind == "failure"}
        if self.observed.gaps or self.decided.guards:
            known &= {f"{change.kind}|{change.key}" for change in self.decided.changes}
        if self._wait_to_be_told():
            held = [each for each in self.decided.changes if told_beforehand(each)]
            known -= {f"{change.kind}|{change.key}" for change in held}
        if over := [("failure", key) for key in known if key not in self.applied.failures]:
            self.ledger.forget(over)
            self.applied.made_good = True
        if self.applied.failures:
            self.ledger.agree(self.applied.failures.values())

    def each(self, kind: type[T]) -> list[T]:
        return [change for change in self.decided.changes if isinstance(change, kind)]
