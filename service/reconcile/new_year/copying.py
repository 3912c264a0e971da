"""New school year: closed rows of earlier years are copied into archives and compared there.

Nothing is taken out of the working tabs by that, so that nothing can be lost; whatever is cut short
is gone on with by beginning anew, because every look compares what stands in both places. Each
batch goes through the archive's own fence: one that was built on an older look, or arrives twice,
is refused as a whole. Rows leave the working tabs only where somebody asks for it (`leaving`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, OFFICE
from service.casework.register import Register
from service.casework.registry import active
from service.casework.settings import SchoolSettings
from service.ports import Agreed, Unreachable
from service.workbook.look import WorkbookSeen
from service.workbook.shown import look_at
from service.workbook.templates import WorkbookTemplate

from ..importing.writing import DataWriter, Overtaken
from ..lease import Lease, take_lease
from ..on_demand import furnish
from ..school_records import read_settings
from ..sync import Run
from .archive import Compared, archive_template, compared, to_copy
from .closed_rows import ClosedRow, PastKeep, closed_rows, past_keep, year_name
from .grades import Grades, GradesTold
from .leaving import Leaving, may_leave
from .protections import settled_look
from .school_in_books import school_of_books

ROUNDS = 5  # how often it begins anew where somebody else was writing


@dataclass(frozen=True, slots=True)
class TabTold:
    """One tab of one year: how many closed rows it has here, how many of them were copied now,
    stand in the archive as here (verified), or say something else there."""

    tab: str
    title: str
    rows: int
    copied: int = 0
    verified: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class YearTold:
    year: str
    tabs: tuple[TabTold, ...]
    link: str = ""

    @property
    def is_verified(self) -> bool:
        return all(tab.verified == tab.rows for tab in self.tabs)


@dataclass(frozen=True, slots=True)
class NewYearReport:
    """`now` is this school year; `past_keep` what is older than Settings say it is kept."""

    now: str
    years: tuple[YearTold, ...]
    past_keep: tuple[PastKeep, ...]
    written: bool
    grades: GradesTold
    stepped: int = 0  # rows that say the next grade since this run
    # Rows that left the working tabs in this run, or would: (tab, how many). `leaves`: whether
    # that was asked for.
    left: tuple[tuple[str, int], ...] = ()
    leaves: bool = False


@dataclass
class NewYear:
    """`run` has everything at hand; its nonce must never have been used before."""

    run: Run
    now: datetime

    # ------------------------------------------------ what is there

    @cached_property
    def books(self) -> Mapping[str, WorkbookSeen]:
        found, templates = self.run.found(), self.run.templates()
        look = self.run.workspace.sheets.look
        return {
            key: look_at(templates[key], found.workbooks[key], look) for key in (CASELOAD, OFFICE)
        }

    @cached_property
    def settings(self) -> SchoolSettings:
        return read_settings(self.books[OFFICE], self.run.context.say, self.now.date())[0]

    @cached_property
    def registers(self) -> tuple[Register, ...]:
        return active(self.settings.modules)

    @property
    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.settings.time_zone)).date()

    @cached_property
    def closed(self) -> tuple[ClosedRow, ...]:
        rows = closed_rows(self.books, self.registers, self.settings.school_year, self._today)
        return tuple(sorted(rows, key=lambda each: (each.year, each.tab, each.row.position)))

    # ------------------------------------------------ the two ways

    def listed(self, leave: bool = False) -> NewYearReport:
        """What would be copied and, with `leave`, at most leave. Reads only."""
        told = [self._told(year, rows) for year, rows in self._by_year()]
        may = Counter(each.tab for each in self._may_leave(self.books) if leave)
        return replace(self._report(told, False), left=self._titled(may), leaves=leave)

    def copy(self, leave: bool = False) -> NewYearReport:
        """Copy and compare; with `leave`, rows of tabs whose register lets them leave the working
        tabs then. Raises SchoolBusy, Overtaken where somebody else was writing all the time,
        GatewayError."""
        lease, left = take_lease(self.run.ledger, self.run.holder), Counter[str]()
        try:
            told = [self._copied(year, rows, lease) for year, rows in self._by_year()]
            if leave:
                left = self._leave(lease)
        finally:
            lease.release()
        return replace(self._report(told, True), left=self._titled(left), leaves=leave)

    @property
    def grades(self) -> Grades:
        year, keys = self.settings.school_year, self.run.context.keys
        return Grades(self.books, self.run.ledger, keys, year, self._today)

    def step_up(self) -> NewYearReport:
        """Let grades step up, and copy nothing. Raises SchoolBusy; GatewayError."""
        lease, before = take_lease(self.run.ledger, self.run.holder), self.grades.told()
        try:
            stepped = self.grades.step_up(self.run.workspace.sheets, self.run.nonce)
        finally:
            lease.release()
        return replace(self.listed(), grades=before, stepped=stepped)

    def _by_year(self) -> list[tuple[int, list[ClosedRow]]]:
        return [(year, list(rows)) for year, rows in groupby(self.closed, lambda row: row.year)]

    def _report(self, years: Sequence[YearTold], written: bool) -> NewYearReport:
        year = self.settings.school_year
        return NewYearReport(
            now=year_name(year.year_of(self._today), year),
            years=tuple(years),
            past_keep=past_keep(self.closed, self.settings, self._today),
            written=written,
            grades=self.grades.told(),
        )

    def _told(self, year: int, rows: Sequence[ClosedRow]) -> YearTold:
        template = self._template(year)
        tabs = tuple(
            TabTold(tab, template.by_key[tab].heading, len(of_tab))
            for tab, of_tab in _by_tab(rows).items()
        )
        return YearTold(year_name(year, self.settings.school_year), tabs)

    def _template(self, year: int) -> WorkbookTemplate:
        name = year_name(year, self.settings.school_year)
        title = self.run.context.say("new_year.archive", year=name)
        templates = {key: seen.template for key, seen in self.books.items()}
        return archive_template(year, title, templates, self.registers)

    # ------------------------------------------------ rows that leave

    def _may_leave(self, books: Mapping[str, WorkbookSeen]) -> tuple[ClosedRow, ...]:
        year, staying = self.settings.school_year, self._staying(books.get(CASELOAD))
        return may_leave(books, self.registers, year, self._today, staying)

    def _staying(self, caseload: WorkbookSeen | None) -> frozenset[str]:
        """The Row IDs of what topics look at still, by Caseload as it stands at this moment."""
        if caseload is None:
            return frozenset()
        school = school_of_books(
            self.now, self.settings, caseload, self.books[OFFICE], self.registers, self.run.context
        )
        return frozenset(row for r in self.registers if r.stays for row in r.stays(school))

    def _leave(self, lease: Lease) -> Counter[str]:
        run, files = self.run, {a.key: a.object_id for a in self.run.ledger.agreed_of("archive")}

        def archive(year: int) -> WorkbookSeen | None:
            file_id, look = files.get(str(year)), run.workspace.sheets.look
            return look_at(self._template(year), file_id, look) if file_id else None

        says = run.context.say("new_year.protected")
        leaving = Leaving(run, lease, self._may_leave, archive, says)
        for book in (CASELOAD, OFFICE):
            leaving.leave(book)
        return leaving.left

    def _titled(self, rows: Counter[str]) -> tuple[tuple[str, int], ...]:
        """By what each tab is called in an archive."""
        titles = self._template(self.settings.school_year.year_of(self._today)).by_key
        return tuple((titles[tab].heading, count) for tab, count in sorted(rows.items()))

    # ------------------------------------------------ one year

    def _copied(self, year: int, rows: Sequence[ClosedRow], lease: Lease) -> YearTold:
        template, name = self._template(year), year_name(year, self.settings.school_year)
        maker = self.run.paperwork(self.run.found())
        lease.keep()
        file = maker.make_archive(str(year), template.title)
        furnish(self.run.workspace.sheets, file.file_id, template, self.settings.time_zone)
        by_tab = _by_tab(rows)
        archive = self._settled(template, file.file_id, f"{year}.0")
        before = {tab: len(self._compared(archive, by_tab, tab).missing) for tab in by_tab}
        for turn in range(1, ROUNDS + 1):
            lease.keep()
            try:
                self._put_in(archive, by_tab, f"{self.run.nonce}.{year}.{turn}")
            except (Overtaken, Unreachable):
                if turn == ROUNDS:
                    raise
            archive = self._settled(template, file.file_id, f"{year}.{turn}")
            if not any(self._compared(archive, by_tab, tab).missing for tab in by_tab):
                break
        found = {tab: self._compared(archive, by_tab, tab) for tab in by_tab}
        self.run.ledger.agree([Agreed("archive", str(year), file.file_id)])
        tabs = tuple(
            TabTold(
                tab,
                template.by_key[tab].heading,
                len(by_tab[tab]),
                before[tab] - len(one.missing),
                len(one.alike),
                one.changed,
            )
            for tab, one in found.items()
        )
        return YearTold(name, tabs, self.run.context.links.file("progress_sheet", file.file_id))

    def _put_in(
        self,
        archive: WorkbookSeen,
        by_tab: Mapping[str, Sequence[ClosedRow]],
        nonce: str,
    ) -> None:
        sheets, ledger = self.run.workspace.sheets, self.run.ledger
        writer = DataWriter(sheets, ledger, archive, nonce, self.run.tell)
        for tab in by_tab:
            missing = self._compared(archive, by_tab, tab).missing
            if missing:
                writer.put_in(to_copy(archive, tab, missing))

    def _compared(
        self, archive: WorkbookSeen, by_tab: Mapping[str, Sequence[ClosedRow]], tab: str
    ) -> Compared:
        """Raises Overtaken where somebody has taken a column out of the archive."""
        if archive.tabs[tab].gone:
            raise Overtaken
        return compared(archive, tab, by_tab[tab])

    def _settled(self, template: WorkbookTemplate, file_id: str, turn: str) -> WorkbookSeen:
        """The archive as it stands, once a batch that was left unanswered has been judged."""
        sheets, ledger = self.run.workspace.sheets, self.run.ledger
        return settled_look(sheets, ledger, template, file_id, f"{self.run.nonce}.{turn}.settle")


def _by_tab(rows: Sequence[ClosedRow]) -> dict[str, list[ClosedRow]]:
    found: dict[str, list[ClosedRow]] = {}
    for each in rows:
        found.setdefault(each.tab, []).append(each)
    return found
