"""Grades step up once a school year, on the roster and in the rows of open cases.

What each row said is agreed on before anything is written, as a keyed hash. So a run that is cut
short is gone on with by beginning anew: a row that says the old grade still is written, and one
that says another is done, by Holdfast or by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from service.casework.grades import next_grade
from service.casework.records import CASELOAD, OFFICE
from service.casework.school_year import SchoolYear
from service.keys import Keys
from service.ports import Agreed, Ledger, Sheets
from service.sheetwrite.write import write_workbook
from service.workbook.edits import SetCells
from service.workbook.look import RowSeen, WorkbookSeen

from ..digests import in_our_words

GRADE = "grade"  # the ledger's kind
TABS = ((OFFICE, "students"), (CASELOAD, "caseload"))
# So long after the year has begun; later a grade has surely been brought up to date by somebody.
IN_TIME = timedelta(days=120)
OVER = "Exited"


@dataclass(frozen=True, slots=True)
class Step:
    """One row, whose it is, and its grades. `to` "" = a person has to write it."""

    book: str
    tab: str
    row: RowSeen
    of: tuple[str, str, str]  # workbook, Student ID, name
    old: str
    to: str


@dataclass(frozen=True, slots=True)
class GradesTold:
    """How many rows step up, are done already, and are left to people; `in_time`: whether it is
    the beginning of a school year."""

    steps: int
    done: int
    left: int
    in_time: bool


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of a school, as its workbooks stand."""

    books: Mapping[str, WorkbookSeen]
    ledger: Ledger
    keys: Keys
    year: SchoolYear
    today: date

    def told(self) -> GradesTold:
        steps, done = self._sorted()
        left = sum(1 for each in steps if not each.to)
        return GradesTold(len(steps) - left, done, left, self.in_time)

    @property
    def in_time(self) -> bool:
        month, day = self.year.begins
        begun = date(self.year.year_of(self.today), month, min(day, 28))
        return self.today - begun <= IN_TIME

    def step_up(self, sheets: Sheets, nonce: str) -> int:
        """Write them; how many rows say the next grade now."""
        steps = [each for each in self._sorted()[0] if each.to] if self.in_time else []
        self.ledger.agree([self._agreed(each) for each in steps])
        landed = 0
        for number, book in enumerate(self.books):
            edits = [SetCells(e.tab, e.row, {"grade": e.to}) for e in steps if e.book == book]
            seen = self.books[book]
            written = write_workbook(sheets, self.ledger, seen, edits, f"{nonce}.grades.{number}")
            landed += len(written.landed)
        return landed

    def _sorted(self) -> tuple[list[Step], int]:
        """Rows that are still to be dealt with, and how many are done. Into what a person has
        written this year's grade already, nothing is written."""
        known = {each.key: each.marks for each in self.ledger.agreed_of(GRADE)}
        steps, done = [], 0
        for step in self._rows():
            if self._is_done(step, known):
                done += 1
            else:
                steps.append(step)
        return steps, done

    def _is_done(self, step: Step, known: Mapping[str, Mapping[str, str]]) -> bool:
        """Under this key or one before: no rotation lets a grade step up twice."""
        keys: Keys | None = self.keys
        while keys is not None:
            marks = known.get(keys.fingerprint(GRADE, *step.of), {})
            if marks.get("year") == self._year:
                return marks.get("old") != keys.fingerprint(GRADE, step.old)
            keys = keys.earlier
        return False

    def _rows(self) -> Iterator[Step]:
        for book, tab in TABS:
            seen = self.books[book]
            standing = {row.position for row in seen.standing(tab)}
            meant = in_our_words(seen.tabs[tab], seen.template.by_key[tab])
            for row, told in zip(seen.tabs[tab].rows, meant, strict=True):
                old, name = row.text("grade"), row.text("student")
                is_over = tab == "caseload" and told.text("status") == OVER
                if row.position in standing and old and name and not is_over:
                    of = (book, row.text("student_id"), name)
                    yield Step(book, tab, row, of, old, next_grade(old))

    @property
    def _year(self) -> str:
        return str(self.year.year_of(self.today))

    def _agreed(self, step: Step) -> Agreed:
        marks = {"year": self._year, "old": self.keys.fingerprint(GRADE, step.old)}
        return Agreed(GRADE, self.keys.fingerprint(GRADE, *step.of), "", marks)
