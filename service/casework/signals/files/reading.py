"""Files read together: the rows that each has for Data, and what is to be said of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from . import attendance_lines, other_lines
from .attendance_lines import Cells, Line, Unreadable
from .day_order import month_comes_first
from .heading_words import ATTENDANCE, CLASSES, INCIDENTS, RESULTS, STUDENTS, UNKNOWN, OurWords
from .one_roster import CONTEXT, RosterTables, Taken, row_of
from .recognised import Recognised, recognise
from .text_table import Record, decoded, records
from .who import Students

_READERS: Final[Mapping[str, Callable[[Line], Cells | None]]] = {
    ATTENDANCE: attendance_lines.attendance,
    INCIDENTS: attendance_lines.incident,
    RESULTS: other_lines.result,
    CLASSES: other_lines.attended_class,
    STUDENTS: other_lines.enrollment,
}
_DATES: Final = ("date", "from", "until", "begindate", "enddate", "rolestartdate", "roleenddate")
_SHOW_THE_ORDER: Final = 5_000  # lines whose days are looked at


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file or a tab. `name` is how it is told; `group` is the archive that it came in, for
    tables that belong together. `lines`: its lines of text, or records already (a tab)."""

    name: str
    data: bytes = b""
    group: str = ""
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was found in one file. `rows`: the cells of a row of Data, with the lines that make it;
    `only_count` lines say that somebody was there, or belong to another table; `unreadable` are
    (line, why: a key of the wording). `apart` are headings that say nothing to us; `unknown` the
    ids and names that nobody on the roster has."""

    name: str
    kind: str
    lines: int
    rows: tuple[Taken, ...] = ()
    only_count: int = 0
    unreadable: tuple[tuple[int, str], ...] = ()
    understood: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    without_zeros: frozenset[str] = frozenset()
    there: frozenset[tuple[str, float]] = frozenset()  # (student, day) of who was there
    is_context: bool = False


@dataclass(slots=True)
class _Table:
    """One file, on its way."""

    source: SourceFile
    known: Recognised
    records: list[Record]
    month_first: bool = True
    unreadable: list[tuple[int, str]] = field(default_factory=list)


def read_files(
    sources: Sequence[SourceFile], students: Students, words: OurWords, country: str
) -> list[FileRead]:
    """All of `sources`, in their order. Never raises for what stands in a file."""
    tables = [_table(source, words, country) for source in sources]
    rosters: dict[str, RosterTables] = {}
    for table in tables:
        if table.known.roster:
            group = table.source.group
            order = any(t.month_first for t in tables if t.known.roster and t.source.group == group)
            roster = rosters.setdefault(group, RosterTables(students, order))
            roster.learn(table.known, table.records)
    return [_read(table, students, words, rosters.get(table.source.group)) for table in tables]


def _table(source: SourceFile, words: OurWords, country: str) -> _Table:
    if source.cells:
        known, found = _of_tab(source, words)
    else:
        lines = decoded(source.data)
        known = recognise(lines, words, source.name)
        found = list(records(lines, known.separator, len(known.headings), known.begins))
    places = [at for part in _DATES for at in known.places.get(part, ())]
    days = (
        record.cells[at]
        for record in islice(found, _SHOW_THE_ORDER)
        if record.cells
        for at in places
        if at < len(record.cells)
    )
    return _Table(source, known, found, month_comes_first(days, country))


def _of_tab(source: SourceFile, words: OurWords) -> tuple[Recognised, list[Record]]:
    """A tab's cells, which need no separator."""
    head = ["\t".join(" ".join(cell.split()) for cell in row) for row in source.cells[:12]]
    known = recognise(head, words, source.name)
    if known.separator != "\t":
        known = Recognised()
    rows = enumerate(source.cells[known.begins :], known.begins + 1)
    return known, [Record(number, row) for number, row in rows if any(row)]


def _read(
    table: _Table, students: Students, words: OurWords, roster: RosterTables | None
) -> FileRead:
    students.begin()
    known, rows, only_count = table.known, list[Taken](), 0
    there: set[tuple[str, float]] = set()
    if known.kind == UNKNOWN or (known.roster and known.table in CONTEXT):
        only_count = len(table.records)
    elif known.roster and roster is not None:
        rows, only_count = _read_roster(table, roster)
    else:
        reader = _READERS[known.kind]
        for record in table.records:
            cells = _fitting(record, table)
            if cells is None:
                continue
            line = Line(cells, known, words, students, table.month_first)
            try:
                row = reader(line)
            except Unreadable as problem:
                table.unreadable.append((record.line, str(problem)))
                continue
            if row is None:
                only_count += 1
                there.add((line.student(), line.day("date") or 0.0))
            else:
                rows.append(Taken(row, (record.line,)))
    return FileRead(
        name=table.source.name,
        kind=known.kind,
        lines=len(table.records),
        rows=tuple(rows),
        only_count=only_count,
        unreadable=tuple(sorted(table.unreadable)),
        understood=_understood(known),
        apart=known.apart if not known.roster else (),
        unknown=frozenset(students.unknown),
        without_zeros=frozenset(students.without_zeros),
        there=frozenset(there),
        is_context=known.roster and known.table in CONTEXT,
    )


def _read_roster(table: _Table, roster: RosterTables) -> tuple[list[Taken], int]:
    found: list[tuple[int, Mapping[str, str]]] = []
    for record in table.records:
        cells = _fitting(record, table)
        if cells is not None:
            row = row_of(table.known, Record(record.line, tuple(cells)))
            found.append((record.line, row or {}))
    rows: list[Taken] = []
    if table.known.table == "results":
        for each in roster.results(found):
            if isinstance(each, Taken):
                rows.append(each)
            else:
                table.unreadable.append(each)
        return rows, 0
    reader = roster.users if table.known.table == "users" else roster.enrollments
    only_count = 0
    for number, row in found:
        try:
            taken = reader(row)
        except Unreadable as problem:
            table.unreadable.append((number, str(problem)))
            continue
        if taken is None:
            only_count += 1
        else:
            rows.append(Taken(taken, (number,)))
    return rows, only_count


def _fitting(record: Record, table: _Table) -> Sequence[str] | None:
    """The cells of a record that has as many as there are headings, or fewer. One more is a name
    written "Last, First" without quotation marks; else it is told."""
    if record.cells is None:
        table.unreadable.append((record.line, record.why))
        return None
    width = len(table.known.headings)
    cells = list(record.cells)
    while width and len(cells) > width and not cells[-1]:
        cells.pop()
    if not width or len(cells) <= width:
        return cells
    places = table.known.places.get("name", ())
    if len(cells) == width + 1 and places and table.known.separator == ",":
        at = places[0]
        return [*cells[:at], f"{cells[at]}, {cells[at + 1]}", *cells[at + 2 :]]
    table.unreadable.append((record.line, "too_many_cells"))
    return None


def _understood(known: Recognised) -> tuple[str, ...]:
    if known.kind == UNKNOWN or not known.headings:
        return ()
    apart = set(known.apart)
    return tuple(heading for heading in known.headings if heading and heading not in apart)
