"""How History tells of an act: who did it, what became of what, for whom, where it is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property

from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.records import CASELOAD, OFFICE, RESTRICTED, DiaryEntry, RowRef, TeamMember
from service.casework.wants import LinkTo, Value
from service.ports import Agreed
from service.workbook.told import became

from ..changes import (
    AppendRow,
    Change,
    ChangeCells,
    GrowProgressSheet,
    GrowWorkbook,
    MakeProgressSheet,
    PutDocument,
    PutEvent,
    PutShare,
    RefitProgressSheet,
    SendMail,
)
from ..context import SchoolContext
from ..documents.share_writer import is_own
from ..documents.sharing import share_key
from ..projection import Projection, as_raw
from ..rows.service_columns import codes_of_rows
from ..school_records import School

Known = Mapping[tuple[str, str], Agreed]
MOST_NAMED, MOST_REASONS = 40, 3  # on one line
_IN_PEOPLES_HANDS = ("move_row", "cancel_row")  # what somebody did in their own calendar
_SAYS_WHICH = ("kind", "date", "document", "decision", "service")  # of a row that was added


@dataclass(frozen=True)
class Words:
    """What is needed to tell of one run's acts. Everything is looked up only when there is
    something to tell."""

    school: School = field(hash=False)
    context: SchoolContext = field(hash=False)
    projection: Projection = field(hash=False)
    known: Known = field(hash=False)
    place: Callable[[RowRef, str], str]  # where a cell opens

    # ------------------------------------------------ who, whose

    def who(self, change: Change) -> str:
        """Holdfast, unless somebody's own calendar tells of them."""
        if isinstance(change, ChangeCells) and change.kind in _IN_PEOPLES_HANDS:
            entry = self._entries.get(change.row.row_id)
            if entry is not None and entry.owner:
                return self.context.say("history.in_calendar", who=self.school.name_of(entry.owner))
        return self.context.say("history.holdfast")

    def student(self, change: Change) -> str:
        """The name as it reads in Caseload. Nothing that lies in Restricted is tied to anybody."""
        book = getattr(change, "workbook", "") or getattr(
            getattr(change, "row", None), "workbook", ""
        )
        if book == RESTRICTED:
            return ""
        return self.name(self.code(subject_of(change)))

    def code(self, subject: str) -> str:
        """The case of a row, a file or a mail; what is none is answered as it is."""
        parts = [subject, *subject.split(":")]
        return next((self._codes[part] for part in parts if part in self._codes), subject)

    def name(self, code: str) -> str:
        return self._names.get(code, "")

    def person(self, email: str) -> str:
        """By name where Staff or Team knows them."""
        return self._people.get(email.casefold(), email)

    def recipient(self, change: PutShare | SendMail) -> str:
        if isinstance(change, SendMail):
            return self.person(change.to)
        if change.email:
            return self.person(change.email)
        mark = "|".join(change.agreed_key.split("|")[:2])
        keys = self.context.keys
        found = (e for e in self._people if share_key(change.file_key, e, keys) == mark)
        return self._people.get(next(found, ""), "") or self.context.say("history.somebody")

    # ------------------------------------------------ what

    def what(self, change: Change) -> str:
        """What was done, in a few words: with the recipient, the row, or what became of what."""
        say = self.context.say
        if isinstance(change, PutDocument) and change.want.kind != ACTION_PLAN:
            return say(f"{change.want.kind}.{change.kind}")
        told = say(f"history.{change.kind}")
        match change:
            case PutShare() | SendMail():
                what = _shared_what(change) if isinstance(change, PutShare) else ""
                return say(f"history.{change.kind}{what}_to", who=self.recipient(change))
            case ChangeCells() if became := self._became(change):
                return say("history.of", what=told, which=became)
            case AppendRow():
                return say("history.of", what=told, which=self._which(change))
            case PutEvent() if change.write.day is not None:
                when = [change.write.day, *([change.write.start] if change.write.start else [])]
                return say("history.of", what=told, which=" ".join(map(self._spoken, when)))
        return told

    def _became(self, change: ChangeCells) -> str:
        book = self.projection.read[change.row.workbook]
        tab = book.tabs[change.row.tab]
        row = next((r for r in tab.rows if r.position == change.row.position), None)
        after = {name: as_raw(value, self.projection.zone) for name, value in change.cells.items()}
        columns = book.template.by_key[change.row.tab].columns
        return became(tab, columns, row.cells if row else {}, after, self.context.say)

    def _which(self, change: AppendRow) -> str:
        tab = self.projection.read[change.workbook].tabs[change.tab]
        said = [self._spoken(change.cells.get(column)) for column in _SAYS_WHICH]
        return ", ".join([tab.title, *(each for each in said if each)])

    def _spoken(self, value: object) -> str:
        says_something = isinstance(value, date | time | float | int | str) and value != ""
        return self.context.say("history.value", value=value) if says_something else ""

    # ------------------------------------------------ many at once

    def students(self, group: Sequence[Change]) -> str:
        """Their name where all are about one; else how many there are."""
        names = list(dict.fromkeys(filter(None, map(self.student, group))))
        if len(names) < 2:
            return "".join(names)
        return self.context.say("history.students", count=len(names))

    def many(self, group: Sequence[Change]) -> str:
        """ "Added a row (19): Diary"; of files and mails, whose they are now."""
        say, first = self.context.say, group[0]
        told = say("history.many", what=say(f"history.{first.kind}"), count=len(group))
        if isinstance(first, AppendRow):
            tab = self.projection.read[first.workbook].tabs[first.tab]
            return say("history.of", what=told, which=tab.title)
        if isinstance(first, PutShare):
            shared = [self.recipient(each) for each in group if isinstance(each, PutShare)]
            return say("history.of", what=told, which=self._counted(shared))
        return told

    def reasons(self, group: Sequence[Change]) -> str:
        """Why, where a few sentences say it of all; else whom it was about."""
        sentences = list(dict.fromkeys(change.because for change in group))
        if len(sentences) <= MOST_REASONS:
            return " ".join(sentences)
        return self._counted(list(map(self.student, group)))

    def _counted(self, names: Sequence[str]) -> str:
        counted = Counter(filter(None, names))
        told = [f"{name} ({n})" if n > 1 else name for name, n in counted.most_common(MOST_NAMED)]
        if len(counted) > MOST_NAMED:
            told.append(self.context.say("history.others", count=len(counted) - MOST_NAMED))
        return ", ".join(told)

    # ------------------------------------------------ where

    def link(self, change: Change) -> Value:
        """The very cell or file; a file that is still to be made opens once it is. Nothing leads
        into Restricted."""
        match change:
            case AppendRow() if change.workbook == RESTRICTED:
                return ""
            case PutDocument():
                known = self.known.get(("document", change.key))
                standing = self.context.links.file("document", known.object_id) if known else ""
                return LinkTo("document", change.key, address=standing, turns=True)
            case MakeProgressSheet() | RefitProgressSheet() | GrowProgressSheet():
                return self._file("progress_sheet", change.key)
            case PutShare() if is_own(change.file_key):
                return ""  # nobody else can open it
            case PutShare():
                kind = "document" if is_document(change) else "progress_sheet"
                return self._file(kind, change.file_key)
            case ChangeCells():
                columns = [c for c in change.cells if c != "row_id"]
                row = self.projection.expected(change.row)
                return self.place(row, columns[0] if columns else "")
            case AppendRow():
                ref = self.projection.where(change.workbook, change.tab, change.row_key)
                return self.place(ref, "") if ref else ""
            case PutEvent() | SendMail():
                subject = subject_of(change)
                parts = [subject, *subject.split(":")]
                ref = next((self._rows[part] for part in parts if part in self._rows), None)
                return self.place(self.projection.expected(ref), "") if ref else ""
            case GrowWorkbook():
                return self.place(RowRef(change.workbook, "", ""), "")
        return ""

    def _file(self, kind: str, key: str) -> Value:
        known = self.known.get((kind, key))
        return self.context.links.file(kind, known.object_id) if known else LinkTo(kind, key)

    # ------------------------------------------------ looked up

    @cached_property
    def _codes(self) -> dict[str, str]:
        return codes_of_rows(self.school)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {case.code: case.student for case in self.school.cases}

    @cached_property
    def _entries(self) -> dict[str, DiaryEntry]:
        return {entry.row.row_id: entry for entry in self.school.of(DiaryEntry)}

    @cached_property
    def _people(self) -> dict[str, str]:
        team = {m.email.casefold(): m.person for m in self.school.of(TeamMember) if m.email}
        staff = {p.email.casefold(): p.name or p.email for p in self.school.staff}
        return {**team, **staff}

    @cached_property
    def _rows(self) -> dict[str, RowRef]:
        """Rows by their ids: of Caseload, and of Office; never of Restricted."""
        found: dict[str, RowRef] = {}
        for book in (CASELOAD, OFFICE):
            seen = self.projection.book(book)
            for tab in seen.tabs.values() if seen else ():
                if tab.identity and tab.key not in ("attention", "history"):
                    for row in tab.rows:
                        row_id = tab.row_id(row)
                        found.setdefault(row_id, RowRef(book, tab.key, row_id, row.position))
        found.pop("", None)
        found |= {case.code: replace(case.row) for case in self.school.cases if case.code}
        return found


def subject_of(change: Change) -> str:
    """What an act is about: a row's id, or a key that holds a case's code."""
    if isinstance(change, ChangeCells):
        return change.row.row_id
    if isinstance(change, AppendRow):
        return change.row_key
    return change.key


def _shared_what(share: PutShare) -> str:
    """How the sentence about it ends: a document, a progress sheet, or somebody's own workbook."""
    if is_own(share.file_key):
        return "_own"
    return "" if is_document(share) else "_sheet"


def is_document(share: PutShare) -> bool:
    """A progress sheet's key is its case's code alone."""
    return ":" in share.file_key
