"""Which kind a file is, by its headings, and which column says what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .heading_words import (
    ATTENDANCE,
    CLASSES,
    INCIDENTS,
    NEEDED,
    RESULTS,
    STUDENTS,
    TELLING,
    UNKNOWN,
    OurWords,
    parts_of,
    plain,
)
from .text_table import SEPARATORS, Record, head_records, said_separator

_LOOKED_AT: Final = 12  # records among which the headings are looked for
_IN_ORDER: Final = (ATTENDANCE, INCIDENTS, RESULTS, CLASSES, STUDENTS)
# Grades as Aspen hands them out, without headings: section, student, school, course, term, mark.
_ASPEN_MARK: Final = re.compile(r"\d{1,3}(\.\d+)?( [A-F][+-]?)?")
_ASPEN_GRADES: Final[Mapping[str, tuple[int, ...]]] = {
    "student": (1,), "course": (3,), "term": (4,), "mark": (5,), "section": (0,),
}  # fmt: skip
# Tables of OneRoster (1EdTech, 1.1 and 1.2) and of School Data Sync, by headings that only they
# have: (name, all of these, none of these).
_ROSTER_TABLES: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = (
    ("enrollments", frozenset({"classsourcedid", "usersourcedid", "role"}), frozenset()),
    ("results", frozenset({"lineitemsourcedid", "studentsourcedid"}), frozenset()),
    ("users", frozenset({"sourcedid", "givenname", "familyname"}), frozenset()),
    ("roles", frozenset({"usersourcedid", "orgsourcedid"}), frozenset({"classsourcedid"})),
    ("lineItems", frozenset({"sourcedid", "title", "classsourcedid"}), frozenset()),
    ("courses", frozenset({"sourcedid", "title", "coursecode"}), frozenset({"coursesourcedid"})),
    ("classes", frozenset({"sourcedid", "title", "coursesourcedid"}), frozenset()),
    ("academicSessions", frozenset({"sourcedid", "title", "startdate", "enddate"}), frozenset()),
    ("", frozenset({"sourcedid", "title"}), frozenset()),  # categories, resources
    ("", frozenset({"sourcedid", "name", "type"}), frozenset()),  # orgs
    ("", frozenset({"usersourcedid"}), frozenset()),  # demographics, flags, relationships
    ("", frozenset({"sourcedid", "birthdate"}), frozenset()),
    ("", frozenset({"propertyname", "value"}), frozenset()),  # manifest
)
_KIND_OF_TABLE: Final = {
    "enrollments": CLASSES, "classes": CLASSES, "courses": CLASSES, "results": RESULTS,
    "lineItems": RESULTS, "users": STUDENTS, "roles": STUDENTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is. `table`: its name in a roster of several tables, "" for one that stands
    alone. `places`: by part of a line, the columns (0-based) that say it. `begins`: from which
    record line on (0-based) the lines stand. `apart`: headings that say nothing to us."""

    kind: str = UNKNOWN
    table: str = ""
    separator: str = ","
    headings: tuple[str, ...] = ()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    begins: int = 0
    roster: bool = False

    @property
    def apart(self) -> tuple[str, ...]:
        used = {place for places in self.places.values() for place in places}
        return tuple(h for at, h in enumerate(self.headings) if h and at not in used)


def recognise(lines: Sequence[str], words: OurWords, title: str = "") -> Recognised:
    """What these lines are; `title` is that of the file or tab, which decides where two kinds fit.
    A file that is of no known kind is "unknown"."""
    said = said_separator(lines)
    fallback = Recognised()
    for separator in (said,) if said else SEPARATORS:
        head = head_records(lines[1:] if said else lines, separator, _LOOKED_AT)
        for record in head:
            cells = record.cells or ()
            found = _by_headings(cells, words, title) if len(cells) > 1 else None
            if found is not None:
                kind, table, places, roster = found
                begins = record.line + bool(said)
                return Recognised(kind, table, separator, cells, places, begins, roster)
        if _is_aspen_grades(head):
            return Recognised(RESULTS, "", separator, (), _ASPEN_GRADES, int(bool(said)))
        first = next((record for record in head if record.cells), None)
        if first is not None and len(first.cells or ()) > max(1, len(fallback.headings)):
            begins = first.line + bool(said)
            fallback = Recognised(separator=separator, headings=first.cells or (), begins=begins)
    return fallback if fallback.headings else Recognised(begins=min(1, len(lines)))


def _by_headings(
    cells: Sequence[str], words: OurWords, title: str
) -> tuple[str, str, Mapping[str, tuple[int, ...]], bool] | None:
    named: dict[str, int] = {}
    for place, cell in enumerate(cells):
        named.setdefault(plain(cell), place)
    for table, needs, without in _ROSTER_TABLES:
        if needs <= named.keys() and not without & named.keys():
            places = {name: (place,) for name, place in named.items()}
            return _KIND_OF_TABLE.get(table, UNKNOWN), table, places, True
    fitting = [kind for kind in _IN_ORDER if _fits(kind, named, words)]
    if not fitting:
        return None
    kind = next((k for k in fitting if named.keys() & TELLING.get(k, frozenset())), "")
    if not kind:
        told = plain(title)
        kind = next((k for k in fitting if _says(told, k, words)), fitting[0])
        if (
            kind == ATTENDANCE
            and INCIDENTS in fitting
            and "days" in _places(INCIDENTS, named, words)
        ):
            kind = INCIDENTS
    return kind, "", _places(kind, named, words), False


def _says(title: str, kind: str, words: OurWords) -> bool:
    """Whether a title names a kind: "attendance_2026.csv", "Incidentes"."""
    named = {kind, *words.headings.get(kind, {}).get("tab", ())}
    return any(each and each in title for each in named)


def _places(kind: str, named: Mapping[str, int], words: OurWords) -> dict[str, tuple[int, ...]]:
    found = {}
    for part, names in parts_of(kind, words).items():
        columns = tuple(named[name] for name in names if name in named)
        if columns:
            found[part] = columns if part in ("student", "kind") else columns[:1]
    return found


def _fits(kind: str, named: Mapping[str, int], words: OurWords) -> bool:
    places = _places(kind, named, words)
    is_told = {"student", "name"} & places.keys() or {"first", "last"} <= places.keys()
    return bool(is_told) and all(any(part in places for part in group) for group in NEEDED[kind])


def _is_aspen_grades(head: Sequence[Record]) -> bool:
    rows = [record.cells for record in head if record.cells]
    return bool(rows) and all(
        len(row) == 6 and (not row[5] or _ASPEN_MARK.fullmatch(row[5])) for row in rows
    )
