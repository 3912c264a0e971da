"""Which rows are closed, by the school year in which that was. What is open stays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from service.casework.records import CASELOAD
from service.casework.register import Register
from service.casework.school_year import SchoolYear
from service.casework.settings import SchoolSettings
from service.workbook.look import RowSeen, WorkbookSeen

from ..digests import in_our_words


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A row as it stands, with the year in which its school year began. `tab` is its key in the
    archive: that of its own tab (`key`), behind its workbook where that is not Caseload."""

    year: int
    tab: str
    row: RowSeen
    day: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class PastKeep:
    """Rows that are older than the school keeps them: people destroy them."""

    tab: str
    rows: int
    before: date
    years: int


def archive_tab(book: str, tab: str) -> str:
    return tab if book == CASELOAD else f"{book}_{tab}"


def closed_rows(
    books: Mapping[str, WorkbookSeen],
    registers: Iterable[Register],
    school_year: SchoolYear,
    today: date,
) -> Iterator[ClosedRow]:
    """The rows that were closed in a school year before this one, tab by tab, as they stand."""
    this_year = school_year.year_of(today)
    for register in registers:
        for book, key in register.tabs:
            closing, seen = register.closes.get(key), books.get(book)
            if closing is None or seen is None or key not in seen.tabs:
                continue
            template = seen.template.by_key[key]
            standing = {row.position for row in seen.standing(key)}
            read = in_our_words(seen.tabs[key], template)
            for row, meant in zip(seen.tabs[key].rows, read, strict=True):
                day = closing(meant) if row.position in standing else None
                if day is not None and (year := school_year.year_of(day)) < this_year:
                    yield ClosedRow(year, archive_tab(book, key), row, day, key)


def past_keep(
    rows: Iterable[ClosedRow], settings: SchoolSettings, today: date
) -> tuple[PastKeep, ...]:
    """What is older than `Keep (years): <tab>` says; a tab without such a setting is kept."""
    counts: Counter[tuple[str, int]] = Counter()
    for each in rows:
        years = getattr(settings, f"keep_years_{each.tab}", None)
        if isinstance(years, int) and years > 0 and each.day < _years_ago(today, years):
            counts[each.tab, years] += 1
    return tuple(
        PastKeep(tab, count, _years_ago(today, years), years)
        for (tab, years), count in sorted(counts.items())
    )


def _years_ago(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def year_name(year: int, school_year: SchoolYear) -> str:
    """ "2025-26" where the year goes over New Year, else "2026"."""
    last = school_year.ends_of(year)[-1].year
    return str(year) if last == year else f"{year}-{last % 100:02}"
