"""One import: files are read, compared with what stands in Data, and what is new is written.

Whatever is cut short is gone on with by importing the same files again: what stands already is not
brought a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.casework.records import RosterStudent
from service.casework.signals.files.merging import Merged
from service.casework.signals.files.reading import FileRead, SourceFile, read_files
from service.casework.signals.files.who import Students
from service.ports import Ledger, Sheets, Unreachable
from service.sheetwrite.write import settle_unjudged
from service.workbook.data_words import our_words
from service.workbook.look import WorkbookSeen
from service.workbook.shown import look_at
from service.workbook.templates import WorkbookTemplate

from .standing import TabWork, merge
from .writing import DataWriter, Overtaken, standing_protections

ROUNDS = 5  # how often an import begins anew where somebody else was writing


class NoData(RuntimeError):
    """There is no Data workbook here (yet), or the tab that a file belongs to is not in it."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought, or would bring: for each file what was read and what was new."""

    files: tuple[tuple[FileRead, Merged], ...]
    written: bool


@dataclass(slots=True)
class DataImport:
    """`template` and `file_id` of Data, None and "" where the school has none. `roster` are its
    students; `nonce` must never have been used before."""

    sheets: Sheets
    ledger: Ledger
    template: WorkbookTemplate | None
    file_id: str
    roster: Sequence[RosterStudent]
    country: str
    nonce: str
    tell: Callable[[str, int, int], None] = lambda what, done, of: None
    _freed: int = 0

    def run(self, sources: Sequence[SourceFile], dry: bool) -> ImportReport:
        """Read the files and, unless `dry`, write what is new. Raises NoData, Overtaken where it
        could not be written for somebody else was writing all the time, GatewayError."""
        students = Students(self.roster)
        read = read_files(sources, students, our_words(), self.country)
        if self.template is None or not self.file_id:
            if not dry:
                raise NoData
            merged, _ = merge(None, read, students)
            return ImportReport(tuple(zip(read, merged, strict=True)), False)
        seen = self._look() if dry else self._settled(0)
        merged, work = merge(seen, read, students)
        if work and not dry:
            self._write(work, seen, read, students)
        return ImportReport(tuple(zip(read, merged, strict=True)), not dry)

    def _look(self) -> WorkbookSeen:
        if self.template is None:
            raise NoData
        return look_at(self.template, self.file_id, self.sheets.look)

    def _settled(self, turn: int) -> WorkbookSeen:
        """The workbook as it stands, once a batch that was left unanswered has been judged."""
        seen = self._look()
        agreed = self.ledger.agreed_of("batch")
        judged = next((each.object_id for each in agreed if each.key == seen.file_id), "")
        nonce = f"{self.nonce}.{turn}.settle"
        written = settle_unjudged(self.sheets, self.ledger, seen, judged, nonce)
        return written.seen or seen

    def _write(
        self,
        work: Sequence[TabWork],
        seen: WorkbookSeen,
        read: Sequence[FileRead],
        students: Students,
    ) -> None:
        """Begin anew where somebody else was writing, or an answer was lost."""
        for turn in range(1, ROUNDS + 1):
            try:
                self._once(f"{self.nonce}.{turn}", work, seen, read, students)
                return
            except (Overtaken, Unreachable):
                if turn == ROUNDS:
                    raise
            self.free()
            seen = self._settled(turn)
            _, work = merge(seen, read, students)

    def _once(
        self,
        nonce: str,
        work: Sequence[TabWork],
        seen: WorkbookSeen,
        read: Sequence[FileRead],
        students: Students,
    ) -> None:
        writer = DataWriter(self.sheets, self.ledger, seen, nonce, self.tell)
        if any(seen.tabs[each.tab].gone for each in work):
            raise NoData
        for each in work:
            writer.put_in(each)
        tabs = [each.tab for each in work if each.gone]
        if not tabs:
            return
        writer.protect(tabs)
        again = self._look()
        if again.journal is None or again.journal.nonce != writer.last:
            raise Overtaken
        _, work = merge(again, read, students)
        taking = DataWriter(self.sheets, self.ledger, again, f"{nonce}.out", self.tell)
        for each in work:
            if each.gone:
                taking.take_out(each)
                tabs.remove(each.tab)
        if tabs:
            taking.free(tabs)

    def free(self) -> None:
        """Lift what an import that was cut short has left protected. Raises Overtaken."""
        if self.template is None or not self.file_id:
            return
        self._freed += 1
        held = standing_protections(self.sheets, self.template, self.file_id)
        if held:
            nonce = f"{self.nonce}.free{self._freed}"
            DataWriter(self.sheets, self.ledger, self._look(), nonce).free(held)
