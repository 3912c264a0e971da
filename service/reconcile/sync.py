"""One run: observe, decide, and either say what would change or change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from service.casework.records import OFFICE
from service.casework.settings import SchoolSettings
from service.ports import Agreed, GatewayError, Ledger, Workspace
from service.workbook.forms import FormTemplate
from service.workbook.look import WorkbookSeen
from service.workbook.templates import WorkbookTemplate
from service.workbook.wording import Wording

from .apply import Applying
from .calendar.calendar_plan import calendar_owners
from .changes import SILENT, Change, act_of
from .context import SchoolContext
from .decide import Decided, Needs, decide
from .documents.document_templates import DocumentTemplates
from .documents.file_maker import FileMaker, GoalRequests, ProgressRequests, Render
from .documents.school_files import SchoolFiles
from .growth import modules_on
from .lease import Lease, take_lease
from .lease import SchoolBusy as SchoolBusy
from .lost_ledger import KeyChanged as KeyChanged
from .lost_ledger import LedgerLost as LedgerLost
from .lost_ledger import refuse_lost_ledger
from .new_year.protections import lift_protections
from .observe import FREE_BUSY, Found, Gap, Observed, Observer
from .quiet import Quiet
from .reporting.history import told_of_run
from .reporting.outcome import Applied, Tell
from .reporting.report import Report as Report
from .school_records import read_settings
from .settling import settle_journals
from .setup.founding import find_school, founded

NOT_FOUNDED = "There is no school here yet. Run `python -m service init` first."
# Looking again: once for free/busy times, once for progress sheets, once more to be sure.
MOST_LOOKS = 4
# The second tries once more what failed, and tells what changed; what fails only then has a third.
MOST_PASSES = 2


class NotFounded(RuntimeError):
    """`init` has not been run here."""


@dataclass(slots=True)
class Run:
    """Everything a run needs. `nonce` must be new for each run; `tell` hears of long work."""

    workspace: Workspace
    ledger: Ledger
    context: SchoolContext
    templates: Callable[[], Mapping[str, WorkbookTemplate]]
    forms: Mapping[str, FormTemplate]
    render: Render
    document_templates: DocumentTemplates
    progress_requests: ProgressRequests
    goal_requests: GoalRequests
    admin: str
    nonce: str
    holder: str
    learn: Callable[[SchoolSettings], Wording]
    quiet: Quiet
    tell: Tell = lambda what, done, of: None
    clock: Callable[[], float] = perf_counter
    cpu: dict[str, float] = field(default_factory=dict)
    at_once: int = 1  # what is read or made side by side
    thorough: bool = False  # read the workbooks even where Drive names none of them
    repairs: int = 0
    unsettled: dict[str, Agreed] = field(default_factory=dict)  # what of ours is out of place still
    ahead: Observer | None = None  # has asked already, for the first look
    begun: tuple[Observer, int] | None = None  # the last look's; the ledger's revision before it

    # ------------------------------------------------ the two ways to run

    def plan(self, now: datetime) -> Report:
        """What a sync would do at `now`. Reads only."""
        started, before = self.clock(), dict(self.workspace.calls)
        _, decided = self._look(now, may_write=False)
        return self._report(decided, None, started, before)

    def sync(self, now: datetime) -> Report:
        """Do it. Raises Busy when another sync holds the lease."""
        started, before = self.clock(), dict(self.workspace.calls)
        lease = take_lease(self.ledger, self.holder)
        try:
            lift_protections(self)
            times = now, started, before
            report = self._nothing_new(*times) or self._passes(*times, lease)
        finally:
            lease.release()
        told = {"changes": dict(report.changes), "problems": report.problems}
        told["calls"] = dict(report.calls)
        self.ledger.record_run(self.nonce, now, datetime.now(UTC), told)
        return report

    def observe(self, now: datetime) -> Observed:
        """Everything as it is, before any rule has looked at it. Reads only."""
        return self._observe(self._observer(), now, may_write=False)

    def look(self, now: datetime) -> tuple[Observed, Decided]:
        """What is, and what should change. Reads only."""
        return self._look(now, may_write=False)

    def _nothing_new(
        self, now: datetime, started: float, before: Mapping[str, int]
    ) -> Report | None:
        """Of a run that need not decide anything, because nothing has changed since the last."""
        if self.context.confirmed:
            return None
        with self._timed("observe"):
            observer = self._observer()
            inner = observer, self.ledger, self.context.keys, now
            standing = self.quiet.holds(*inner, thorough=self.thorough)
        if standing is None:
            self.ahead = observer
            return None
        self.ledger.set_tokens(observer.tokens, news=False)
        return self._report(None, None, started, before, standing)

    def _passes(
        self, now: datetime, started: float, before: Mapping[str, int], lease: Lease
    ) -> Report:
        counts: Counter[str] = Counter()
        planned, not_done = dict[str, Change](), 0
        for turn in range(MOST_PASSES + 1):
            observed, decided = self._look(now, may_write=True)
            planned = {act_of(each): each for each in decided.changes} | planned
            known = {key for kind, key in observed.known if kind == "failure"}
            with self._timed("apply"):
                applied = self._apply(observed, decided, turn, lease)
            counts += applied.counts
            not_done = applied.not_written
            self.repairs += applied.repairs
            over = turn >= MOST_PASSES - 1 or not (not_done or applied.looks_again)
            if over and set(applied.failures) <= known:
                break
        if self.begun and not (counts or not_done):
            self.quiet.keep(*self.begun, observed, decided, self.context.keys)
        if counts and applied.told:
            # Until all is told a line of History keeps its id, so that it is not written twice.
            self.ledger.set_tokens({"run": self.nonce})
            if noted := told_of_run(planned.values(), observed.known):
                self.ledger.forget(noted)
        return replace(
            self._report(decided, applied, started, before),
            changes={kind: n for kind, n in counts.items() if kind not in SILENT},
            planned=tuple(each for each in planned.values() if each.kind not in SILENT),
            not_done=not_done,
        )

    # ------------------------------------------------ observe and decide

    def _look(self, now: datetime, may_write: bool) -> tuple[Observed, Decided]:
        observer, self.ahead = self.ahead or self._observer(), None
        self.begun = observer, self.ledger.revision()
        with self._timed("observe"):
            observed = self._observe(observer, now, may_write)
        for _ in range(MOST_LOOKS):
            with self._timed("decide"):
                decided = decide(observed, self.context)
            if not decided.needs:
                break
            with self._timed("observe"):
                observed = self._look_closer(observer, observed, decided.needs, may_write)
        return observed, decided

    def _observer(self) -> Observer:
        asked = self.templates(), self.forms, self.document_templates
        return Observer(self.workspace, self.ledger, self.found(), *asked, self.at_once)

    def _observe(self, observer: Observer, now: datetime, may_write: bool) -> Observed:
        known = self.ledger.agreed()
        # Drive first: what is written while the workbooks are read is then named to the next run.
        observer.files()
        observer.answers()
        books = observer.workbooks()
        refuse_lost_ledger(books, known, self.ledger)
        self.unsettled.clear()
        if may_write:
            books = self._settle(observer, books, known)
        settings, _ = read_settings(books.get(OFFICE), self.context.say, now.date())
        self.context = replace(self.context, wording=self.learn(settings))
        keys = self.context.keys
        sources = observer.sources(lambda: calendar_owners(books.get(OFFICE), keys))
        return Observed(
            now=now,
            found=observer.found,
            workbooks=books,
            responses=sources.responses,
            forms=dict(observer.questions),
            calendars=sources.calendars,
            files=sources.files,
            known=known,
            gaps=tuple(observer.gaps),
            tokens=dict(observer.tokens),
            last_run=self.ledger.token("run"),
            modules=modules_on(self.ledger),
        )

    def _settle(
        self,
        observer: Observer,
        books: Mapping[str, WorkbookSeen],
        known: Mapping[tuple[str, str], Agreed],
    ) -> dict[str, WorkbookSeen]:
        settled = settle_journals(observer, books, known, self.nonce)
        self.repairs += settled.repairs
        self.unsettled |= settled.unsettled
        return settled.books

    def _look_closer(
        self, observer: Observer, observed: Observed, needs: Needs, may_write: bool
    ) -> Observed:
        busy = dict(observed.busy)
        read = observer.workbooks(needs.books)
        books = self._settle(observer, read, observed.known) if may_write else read
        foreign = observer.foreign(books) or observed.foreign
        books = {**observed.workbooks, **books}
        if needs.slots:
            owners = {slot.owner for slot in needs.slots}
            first = min(slot.first_day for slot in needs.slots)
            last = max(slot.last_day for slot in needs.slots)
            begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
            end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
            try:
                found = self.workspace.calendars.busy(owners, begin, end)
                # Whose calendar cannot be seen counts as free outside what the Diary says.
                busy |= {owner: found.get(owner, ()) for owner in owners}
            except GatewayError as error:
                observer.gaps.append(Gap(FREE_BUSY, error.sentence, error.status))
        progress = {**observed.progress, **observer.progress_sheets(needs.progress)}
        layouts = {**observed.layouts, **observer.layouts(needs.layouts, needs.modules)}
        return replace(
            observed,
            workbooks=books,
            busy=busy,
            progress=progress,
            own={**observed.own, **observer.own_books(needs.own)},
            layouts=layouts,
            foreign=foreign,
            gaps=tuple(observer.gaps),
        )

    def found(self) -> Found:
        """Where the school's files are, as founding or rebuilding left them in the ledger."""
        school = founded(self.ledger)
        if not school["workbooks"]["caseload"]:
            school = find_school(self.ledger, self.school_files)
        if not school["workbooks"]["caseload"]:
            raise NotFounded(NOT_FOUNDED)
        return Found(school["folder_id"], school["workbooks"], school["forms"], school["templates"])

    @property
    def school_files(self) -> SchoolFiles:
        context = self.context
        return SchoolFiles(self.workspace, self.ledger, context.keys, context.folder_id)

    # ------------------------------------------------ apply

    def _apply(self, observed: Observed, decided: Decided, turn: int, lease: Lease) -> Applied:
        def before_each_act(what: str, done: int, of: int) -> None:
            lease.keep()
            self.tell(what, done, of)

        office, say = observed.workbooks.get(OFFICE), self.context.say
        settings, _ = read_settings(office, say, observed.now.date())
        applying = Applying(
            workspace=self.workspace,
            ledger=self.ledger,
            keys=self.context.keys,
            observed=observed,
            decided=decided,
            paperwork=self.paperwork(observed.found),
            nonce=f"{self.nonce}.{turn}",
            zone=ZoneInfo(settings.time_zone),
            admin=self.admin,
            last=turn >= MOST_PASSES - 1,
            tell=before_each_act,
            still_ours=lease.keep,
            at_once=self.at_once,
            applied=Applied(failures=dict(self.unsettled)),
        )
        return applying.run()

    def paperwork(self, found: Found) -> FileMaker:
        """What makes files here."""
        return FileMaker(
            workspace=self.workspace,
            ledger=self.ledger,
            keys=self.context.keys,
            school_files=self.school_files,
            folder_id=found.folder_id,
            templates=found.templates,
            document_templates=self.document_templates,
            render=self.render,
            progress_requests=self.progress_requests,
            goal_requests=self.goal_requests,
            unsettled=self.ledger.unsettled(),
            link=self.context.links.file,
            admin=self.admin,
            earlier_name=self.context.say("changes.earlier_folder"),
        )

    # ------------------------------------------------ report

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        begun = process_time()
        try:
            yield
        finally:
            self.cpu[what] = self.cpu.get(what, 0.0) + process_time() - begun

    def _report(
        self,
        decided: Decided | None,
        applied: Applied | None,
        started: float,
        before: Mapping[str, int],
        standing: int = 0,
    ) -> Report:
        """Of a run that had nothing to decide: `standing` questions, which it has not seen."""
        planned = tuple(c for c in decided.changes if c.kind not in SILENT) if decided else ()
        counts = Counter(change.kind for change in planned) if applied is None else applied.counts
        made = {api: n - before.get(api, 0) for api, n in self.workspace.calls.items()}
        calls = {api: n for api, n in made.items() if n}
        return Report(
            changes=dict(counts),
            problems=len(decided.problems) + len(decided.unseen) if decided else standing,
            calls=calls,
            repairs=self.repairs,
            seconds=round(self.clock() - started, 3),
            planned=planned,
            questions=decided.problems if decided else (),
            cpu=dict(self.cpu),
        )
