"""Ids first: every row that says something gets an id before anything is made for it.

Pure: what is given here becomes edits of the same batch as everything else, and whatever was
called for by a row waits until the row's id is known to stand in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from service.casework.names import Roster
from service.casework.records import RowRef
from service.ports import Agreed
from service.workbook import identity
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen
from service.workbook.records import student_tabs, tabs_with_ids

from ..changes import ChangeCells
from .row_matching import RowsApart, said

_CODE = re.compile(r"C-(\d{1,9})")
_REFERRAL = re.compile(r"R-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class RowsWithIds:
    """A workbook in which every row has its id, and the cells that make it so."""

    seen: WorkbookSeen
    given: tuple[ChangeCells, ...]


@dataclass(slots=True)
class Numbers:
    """Hands out the next number of a series: C-0143 after C-0142. Never one given before."""

    prefix: str
    last: int

    def next(self) -> str:
        self.last += 1
        return f"{self.prefix}-{self.last:04d}"


def case_numbers(caseload: WorkbookSeen | None, known: Iterable[str]) -> Numbers:
    """Case codes go on after the highest that stands in Caseload or was ever given."""
    return Numbers("C", _highest(_CODE, [*known, *_column(caseload, "caseload", "case_code")]))


def referral_numbers(
    office: WorkbookSeen | None, restricted: WorkbookSeen | None, known: Iterable[str]
) -> Numbers:
    """Referral ids go on after the highest that stands anywhere or was ever given."""
    standing = [
        *known,
        *_column(office, "referrals", "referral_id"),
        *_column(restricted, "safety_referrals", "referral_id"),
    ]
    return Numbers("R", _highest(_REFERRAL, standing))


def is_referral_id(text: str) -> bool:
    return bool(_REFERRAL.fullmatch(text))


def give_case_codes(
    seen: WorkbookSeen, apart: RowsApart, new_code: Callable[[RowSeen], str], because: str
) -> RowsWithIds:
    """A case code for every Caseload row that names a student and has none, or another's."""
    return _give(seen, "caseload", apart, new_code, because, "student")


def give_row_ids(
    seen: WorkbookSeen, apart: RowsApart, new_id: Callable[[], str], because: str
) -> RowsWithIds:
    """A Row ID for every row that says something and has none, or another's."""
    given: list[ChangeCells] = []
    for tab in tabs_with_ids(seen):
        if tab in seen.tabs:
            done = _give(seen, tab, apart, lambda row: new_id(), because)
            seen = done.seen
            given.extend(done.given)
    return RowsWithIds(seen, tuple(given))


def settle_codes(
    seen: WorkbookSeen, settled: Mapping[tuple[str, int], str], because: str
) -> RowsWithIds:
    """The case code of every row about a student, as `settled` says whose it is."""
    given: list[ChangeCells] = []
    tabs = dict(seen.tabs)
    for key in student_tabs(seen):
        tab = tabs.get(key)
        if tab is None or "case_code" in tab.gone:
            continue
        rows = []
        for row in tab.rows:
            code = settled.get((key, row.position), "")
            if code and code != row.text("case_code"):
                given.append(_set(seen, tab, row, {"case_code": code}, because))
                row = _with(row, "case_code", code)
            rows.append(row)
        tabs[key] = replace(tab, rows=tuple(rows))
    return RowsWithIds(replace(seen, tabs=MappingProxyType(tabs)), tuple(given))


def give_student_ids(seen: WorkbookSeen, roster: Roster, because: str) -> RowsWithIds:
    """A Caseload row without Student ID takes it from the roster, where it is certain who is
    meant."""

    def id_of(name: str, grade: str) -> str:
        match = roster.match(name, grade=grade)
        certain = match.student is not None and match.kind != "near"
        return match.student.student_id if match.student and certain else ""

    tab = seen.tabs.get("caseload")
    if tab is None or "student_id" in tab.gone:
        return RowsWithIds(seen, ())
    rows, given = [], []
    for row in tab.rows:
        name = row.text("student")
        found = id_of(name, row.text("grade")) if name and not row.text("student_id") else ""
        if found:
            given.append(_set(seen, tab, row, {"student_id": found}, because))
            row = _with(row, "student_id", found)
        rows.append(row)
    tabs = {**seen.tabs, "caseload": replace(tab, rows=tuple(rows))}
    return RowsWithIds(replace(seen, tabs=MappingProxyType(tabs)), tuple(given))


def _give(
    seen: WorkbookSeen,
    key: str,
    apart: RowsApart,
    new_id: Callable[[RowSeen], str],
    because: str,
    needs: str = "",
) -> RowsWithIds:
    """Ids as `apart` says: a new one for a new row or a copy, the old one for a row that lost
    it. Rows that have got theirs in an earlier round are passed over."""
    tab = seen.tabs.get(key)
    found = apart.by_tab.get(key, identity.Identified())
    if tab is None or tab.identity in tab.gone:
        return RowsWithIds(seen, ())
    carried = {row.position: tab.row_id(row) for row in found.fresh}
    known_again = {row.position: row_id for row, row_id in found.returned}
    rows, given = [], []
    for row in tab.rows:
        value = ""
        if row.position in known_again and not row.text(tab.identity):
            value = known_again[row.position]
        elif tab.row_id(row) == carried.get(row.position) and (not needs or row.text(needs)):
            value = new_id(row)
        if value:
            agree = (
                [said(key, value, found.said[row.position])] if row.position in found.said else []
            )
            given.append(_set(seen, tab, row, {tab.identity: value}, because, agree))
            row = _with(row, tab.identity, value)
        rows.append(row)
    tabs = {**seen.tabs, key: replace(tab, rows=tuple(rows))}
    return RowsWithIds(replace(seen, tabs=MappingProxyType(tabs)), tuple(given))


def _set(
    seen: WorkbookSeen,
    tab: TabSeen,
    row: RowSeen,
    cells: dict[str, str],
    because: str,
    agree: Iterable[Agreed] = (),
) -> ChangeCells:
    ref = RowRef(seen.key, tab.key, tab.row_id(row), row.position, seen.file_id)
    return ChangeCells(ref, dict(cells), because, "give_id", tuple(agree))


def _with(row: RowSeen, column: str, value: str) -> RowSeen:
    return RowSeen(row.position, {**row.cells, column: value})


def _column(seen: WorkbookSeen | None, tab: str, column: str) -> list[str]:
    if seen is None or tab not in seen.tabs:
        return []
    return [row.text(column) for row in seen.tabs[tab].rows]


def _highest(pattern: re.Pattern[str], texts: Iterable[str]) -> int:
    found = (pattern.fullmatch(text) for text in texts)
    return max((int(match[1]) for match in found if match), default=0)
