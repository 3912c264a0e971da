"""Everything that is known of one student, for one reader: rows of every tab, files, looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.wants import Say
from service.casework.whole_record.content import RecordRow
from service.casework.whole_record.readers import Reader
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen
from service.workbook.templates import Column, Tab

from ..new_year.reading import COMES_FROM
from .rows_of import About, as_texts, cells_of, rows_about

# What these hold is about the school, not about a student.
NOT_THEIRS = frozenset({"settings", "staff", "school_days"})
TELLS_ALL_HOMES = frozenset({"history", "attention"})
FREE_TEXT = ("text", "long text", "name", "staff")
SHORT = 60  # letters of a cell that stands in one line with others
LOOKS_TOGETHER = 50
LONGEST_FILE = 60_000


@dataclass(frozen=True)
class Gathering:
    """`today` and `zone` are the school's."""

    about: About
    reader: Reader
    say: Say
    today: date
    zone: ZoneInfo

    # ------------------------------------------------ tabs

    def of_books(self, books: Sequence[WorkbookSeen]) -> Iterator[RecordRow]:
        """The rows of every tab, in the order in which tabs stand."""
        for seen in books:
            for tab in seen.template.tabs:
                if tab.key in NOT_THEIRS or tab.hidden or tab.key not in seen.tabs:
                    continue
                if self._may_tell(tab.key):
                    rows = rows_about(seen.tabs[tab.key], self.about)
                    yield from self._part(tab, seen.tabs[tab.key], rows)

    def of_archive(self, seen: WorkbookSeen) -> Iterator[RecordRow]:
        """What left the working tabs with its school year, as the same tabs of its archive."""
        for tab in seen.template.tabs:
            there = seen.tabs[tab.key]
            if self._may_tell(COMES_FROM[tab.key][1]):
                part = f"{there.title or tab.heading} · {seen.template.title}"
                named = replace(there, title=part)
                yield from self._part(tab, named, rows_about(there, self.about))

    def of_sheet(self, seen: WorkbookSeen) -> Iterator[RecordRow]:
        """All of a progress sheet: it is one student's own."""
        for tab in seen.template.tabs:
            if tab.key in seen.tabs:
                yield from self._part(tab, seen.tabs[tab.key], seen.tabs[tab.key].rows)

    def _may_tell(self, tab: str) -> bool:
        return tab not in TELLS_ALL_HOMES or self.reader.has_history

    def _part(self, tab: Tab, seen: TabSeen, rows: Iterable[RowSeen]) -> Iterator[RecordRow]:
        part = seen.title or tab.heading
        for row in rows:
            if not self.reader.has(as_texts(row)):
                continue
            said = [
                (column, heading, self._masked(column, words))
                for column, heading, words in cells_of(row, seen, tab, self.say, self.today)
            ]
            if said:
                yield RecordRow(part, *_laid_out(said))
                part = ""

    def _masked(self, column: Column, words: str) -> str:
        if column.key == "referred_by":
            return self.reader.says_who(words)
        return self.reader.mask(words) if column.kind in FREE_TEXT else words

    # ------------------------------------------------ files and looks

    def of_files(self, files: Iterable[tuple[str, str]]) -> Iterator[RecordRow]:
        """What stands in each document, by (what it is called, its text)."""
        part = self.say("whole_record.files")
        for name, read in files:
            words = read.strip()[:LONGEST_FILE]
            yield RecordRow(part, name, (self.reader.mask(words),) if words else ())
            part = ""

    def of_looks(
        self, looks: Sequence[Mapping[str, Any]], names: Mapping[str, str]
    ) -> Iterator[RecordRow]:
        """The access record, many lines together."""
        part = self.say("whole_record.looks")
        for first in range(0, len(looks), LOOKS_TOGETHER):
            lines = [self._look(each, names) for each in looks[first : first + LOOKS_TOGETHER]]
            yield RecordRow(part, "", ("\n".join(lines),))
            part = ""

    def _look(self, each: Mapping[str, Any], names: Mapping[str, str]) -> str:
        at = each["at"].astimezone(self.zone)
        who = self.reader.mask(names.get(each["who"], "")) or self.say("cards.access.somebody")
        when = self.say("whole_record.moment", day=at.date(), at=at.time())
        return f"{when} · {who} · {each['what']} · {each['why']}"


def _laid_out(said: Sequence[tuple[Column, str, str]]) -> tuple[str, tuple[str, ...]]:
    """A title of the first two short cells, the other short ones in one line, and a line for each
    long one."""
    short = [(c, h, w) for c, h, w in said if len(w) <= SHORT and "\n" not in w]
    titled = short[:2]
    rest = [f"{heading}: {words}" for _, heading, words in short[2:]]
    long = tuple(f"{h}: {w}" for c, h, w in said if (c, h, w) not in short)
    lines = (" · ".join(rest),) if rest else ()
    return " · ".join(words for _, _, words in titled), (*lines, *long)
