"""Where words stand in a workbook: every row of people's texts, folded once for each look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from service.casework.text_search import Wanted, excerpt, searchable

from .cells import Unreadable, read_date, read_moment
from .look import RowSeen, WorkbookSeen
from .templates import Tab

TEXTS = frozenset({"text", "long text", "name", "link", "choice", "choices"})
DATES = frozenset({"date", "datetime"})


@dataclass(frozen=True)
class RowFound:
    """A row in which the words stand. What of it is shown is worked out only where it is asked for:
    many rows are found, and few of them shown."""

    template: Tab
    row: RowSeen
    looked_for: Wanted

    @property
    def tab(self) -> str:
        return self.template.key

    @property
    def code(self) -> str:
        return self.row.text("case_code")

    @cached_property
    def column(self) -> str:
        """The cell that holds most of the words; of those alike, the longest text."""
        texts = {key: self.row.text(key) for key in _columns(self.template) if self.row.text(key)}

        def rank(key: str) -> tuple[int, int]:
            folded = searchable(texts[key])
            return sum(word in folded for word in self.looked_for.words), len(texts[key])

        return max(texts, key=rank, default="")

    @property
    def excerpt(self) -> str:
        return excerpt(self.row.text(self.column), self.looked_for) if self.column else ""

    @cached_property
    def day(self) -> date | None:
        """The first date in the row, as the columns stand; None where it has none."""
        for column in self.template.columns:
            raw = self.row.cells.get(column.key)
            if column.kind not in DATES or raw in (None, ""):
                continue
            try:
                moment = read_moment(raw)
                return moment.date() if moment else read_date(raw, date(2000, 1, 1))
            except Unreadable:
                continue
        return None


@dataclass(frozen=True)
class SearchIndex:
    """One look at a workbook, ready to be searched. Kept as long as the look is."""

    seen: WorkbookSeen

    @cached_property
    def _folded(self) -> dict[str, tuple[tuple[str, RowSeen], ...]]:
        found = {}
        for tab in self.seen.template.tabs:
            if tab.key in self.seen.tabs and not tab.hidden:
                keys = _columns(tab)
                found[tab.key] = tuple(
                    (searchable("\n".join(_texts(row, keys))), row)
                    for row in self.seen.tabs[tab.key].rows
                )
        return found

    def rows(self, looked_for: Wanted, tabs: Iterable[str]) -> Iterator[RowFound]:
        """The rows of these tabs in which all of the words stand."""
        for key in tabs:
            for folded, row in self._folded.get(key, ()):
                if looked_for.is_in(folded):
                    yield RowFound(self.seen.template.by_key[key], row, looked_for)


def _columns(tab: Tab) -> tuple[str, ...]:
    """All of people's words but the student's name, by which every row of theirs would be found."""
    return tuple(
        c.key for c in tab.columns if c.kind in TEXTS and not c.hidden and c.key != "student"
    )


def _texts(row: RowSeen, keys: Iterable[str]) -> Iterator[str]:
    cells = row.cells
    return (text for key in keys if isinstance(text := cells.get(key), str))
