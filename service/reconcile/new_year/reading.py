"""Archives as they are read again: by Find, and for the whole record of a student.

Whatever of an archive stands in the working tabs as well is read there, where people mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from service.casework.registry import REGISTERS
from service.workbook.look import RowSeen, WorkbookSeen
from service.workbook.templates import WorkbookTemplate

from .archive import archive_template, row_name
from .closed_rows import archive_tab

Place = tuple[str, str]  # (workbook, tab)
# Where the rows of each tab of an archive come from.
COMES_FROM: Mapping[str, Place] = MappingProxyType(
    {archive_tab(book, key): (book, key) for r in REGISTERS for book, key in r.tabs}
)


def template_of(
    year: str, title: str, templates: Mapping[str, WorkbookTemplate]
) -> WorkbookTemplate:
    """The archive of a year as it can be read: whatever may stand there of the tabs that the
    school has now. A tab that is not in it has no rows."""
    return archive_template(int(year), title, templates, REGISTERS)


@dataclass(frozen=True)
class WorkingTabs:
    """What stands in the working tabs. `books` are Caseload and Office as just looked at."""

    books: Mapping[str, WorkbookSeen]
    _names: dict[Place, frozenset[str]] = field(default_factory=dict)

    def has(self, place: Place, row: RowSeen) -> bool:
        """Whether this row of an archive stands there still, known by its Row ID or, where it has
        none, by all that it says."""
        if place not in self._names:
            self._names[place] = frozenset(self._read(*place))
        book, key = place
        columns = self.books[book].template.by_key[key].by_key
        return row_name(row, tuple(columns)) in self._names[place]

    def _read(self, book: str, key: str) -> Iterator[str]:
        columns = tuple(self.books[book].template.by_key[key].by_key)
        return (row_name(row, columns) for row in self.books[book].tabs[key].rows)

    def without(self, archive: WorkbookSeen) -> WorkbookSeen:
        """The archive with the rows alone that left the working tabs."""
        tabs = dict(archive.tabs)
        for key, tab in archive.tabs.items():
            place = COMES_FROM[key]
            left = tuple(row for row in tab.rows if not self.has(place, row))
            tabs[key] = replace(tab, rows=left)
        return replace(archive, tabs=MappingProxyType(tabs))


def templates_of(books: Iterable[WorkbookSeen]) -> dict[str, WorkbookTemplate]:
    return {seen.key: seen.template for seen in books}
