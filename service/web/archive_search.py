"""What somebody may find in the archives of earlier school years, by the same rights of today.

A row that stands in the working tabs still is found there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from service.casework.records import RowRef
from service.reconcile.new_year.closed_rows import year_name
from service.reconcile.new_year.reading import COMES_FROM, WorkingTabs, template_of, templates_of
from service.workbook.look import WorkbookSeen
from service.workbook.searching import RowFound, SearchIndex

from .answering import CASELOAD, COORDINATOR, OFFICE, CardRequest
from .search import HISTORY, MOST, Hit, Search


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of an archive. `found` is as on the tab that it comes from, `tab` its tab here; `code`
    is whose it is."""

    year: str
    index: SearchIndex
    tab: str
    book: str
    found: RowFound
    code: str


@dataclass(frozen=True)
class ArchiveSearch(Search):
    def in_archives(self) -> tuple[list[Hit], tuple[str, ...]]:
        """What is found, the newest first; and what the school calls the years whose archives
        could not be read."""
        say, templates = self.request.say, templates_of(self._books.values())
        wanted = {
            year: (template_of(year, say("new_year.archive", year=year), templates), file_id)
            for year, file_id in archives_of(self.request).items()
        }
        indexes, unread = self.request.cache.archives.indexes(wanted)
        found = (one for year, index in indexes.items() for one in self._of_year(year, index))
        ranked = sorted(found, key=lambda one: self._rank(one.found.day)[1], reverse=True)
        may = (one for one in ranked if self._may(one.found, one.code))
        hits = [self._hit_there(one) for one in islice(may, MOST)]
        return hits, tuple(self._called(year) for year in unread)

    def _of_year(self, year: str, index: SearchIndex) -> Iterator[_Found]:
        for found in index.rows(self.looked_for, index.seen.tabs):
            book, key = COMES_FROM[found.tab]
            if self._working.has((book, key), found.row):
                continue
            there = replace(found, template=self._books[book].template.by_key[key])
            code = self._whose(book, there)
            if self._may_be(there, code):
                yield _Found(year, index, found.tab, book, there, code)

    def _whose(self, book: str, found: RowFound) -> str:
        """What Holdfast did on Office is about no case; who is asked about it is the coordinator
        alone."""
        if found.tab != HISTORY:
            return found.code
        return self._code_of_history(found) if book == CASELOAD else ""

    @cached_property
    def _books(self) -> Mapping[str, WorkbookSeen]:
        return {key: self.request.cache.book(key) for key in (CASELOAD, OFFICE)}

    @cached_property
    def _working(self) -> WorkingTabs:
        return WorkingTabs(self._books)

    def _hit_there(self, one: _Found) -> Hit:
        seen, found, year = one.index.seen, one.found, self._called(one.year)
        ref = RowRef(seen.key, one.tab, found.row.text("row_id"), found.row.position)
        opens = self.request.person.role == COORDINATOR
        link = self.request.context.links.cell({seen.key: seen}, ref, found.column)
        return Hit(
            tab=f"{found.tab} of {year}",
            title=self.request.say("new_year.in_archive", tab=seen.tabs[one.tab].title, year=year),
            excerpt=found.excerpt,
            day=found.day,
            code=one.code,
            student=self._names.get(one.code, "") if one.code else "",
            link=link if opens else "",
        )

    def _called(self, year: str) -> str:
        return year_name(int(year), self.request.office.settings.school_year)


def archives_of(request: CardRequest) -> Mapping[str, str]:
    """The archives that there are, the newest first: file ids by the year in which a school year
    began."""
    known = request.school.ledger.agreed_of("archive")
    return {each.key: each.object_id for each in sorted(known, key=lambda a: a.key, reverse=True)}
