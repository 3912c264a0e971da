"""A whole record as a document: who may ask is decided anew, the look is written down, then it is
made and shared with who asked.

Each making is a file of its own, because it says what stood at that moment. What safeguarding holds
(Restricted) is not in it: whoever asks for a record does not see that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from service.casework.called import paper_names
from service.casework.households import Household, lives_apart
from service.casework.names import fold, plain_id
from service.casework.records import CASELOAD, DATA, OFFICE, PROGRESS, Case, TeamMember
from service.casework.rights import visible_fields
from service.casework.wants import WantedDocument
from service.casework.whole_record.content import KIND, RecordContent, RecordRow
from service.casework.whole_record.readers import homes_that_may, reader
from service.ports import Agreed, FileSeen, GatewayError, Ledger
from service.workbook.look import WorkbookSeen
from service.workbook.records import CaseloadRecords, OfficeRecords, read_caseload, read_office
from service.workbook.shown import look_at

from ..access_record import looks_at, names_by_hash
from ..changes import PutDocument, PutShare
from ..context import SchoolContext
from ..documents.hand_on import share_key
from ..documents.share_writer import grant_share
from ..new_year.reading import WorkingTabs, template_of, templates_of
from ..observe import Found
from ..school_records import read_settings
from ..sync import Run
from .gathering import Gathering
from .rows_of import About

PLAIN = "text/plain"
COORDINATOR = "Coordinator"
STAMP = "%Y%m%dT%H%M%S%f"


class NoSuchRecord(LookupError):
    """There is no such case or home, or not for who asks: all are answered alike."""


class AccessLog(Ledger, Protocol):
    """The ledger, with how people appear in its access log."""

    def hash_of(self, who: str) -> str: ...
    def agreed_about(self, kind: str, code: str) -> tuple[Agreed, ...]: ...


@dataclass(frozen=True, slots=True)
class RecordMade:
    """`rows` is how many rows, files and stretches of the access record stand in it."""

    code: str
    link: str
    rows: int


def made_at(stamp: str) -> datetime:
    """When a record was made, by the last part of its key."""
    return datetime.strptime(stamp[:21], STAMP).replace(tzinfo=UTC)


@dataclass(frozen=True)
class RecordMaking:
    run: Run
    ledger: AccessLog

    def make(self, code: str, who: str, home: str, now: datetime, on_card: bool) -> RecordMade:
        """The record of one case, for the school (`home` "") or a home by its letter. `who` is the
        e-mail address of who asks, on a card as the coordinator. Raises NoSuchRecord,
        GatewayError."""
        found, templates = self.run.found(), self.run.templates()
        sheets = self.run.workspace.sheets

        def look(key: str, file_id: str) -> WorkbookSeen:
            return look_at(templates[key], file_id, sheets.look)

        books = {
            key: look(key, found.workbooks[key])
            for key in (CASELOAD, OFFICE, DATA)
            if key in templates and found.workbooks.get(key)
        }
        school = _Known(self.run.context, books, now)
        case, home_of = school.case(code), school.home(code, home)
        if on_card and not school.may(who, case):
            raise NoSuchRecord
        why = "add-on" if on_card else "command line"
        self.ledger.record_access(now, who, code, f"whole record {home}".strip(), why)
        archives = self.run.school_files.find(found.folder_id, holdfast="archive")
        rows = [*self._rows(school, case, home_of, look, archives)]
        content = school.content(case, home_of, rows)
        link = self._put(school, case, content, home, found, who if on_card else "")
        return RecordMade(code, link, len(rows))

    def _rows(
        self,
        school: _Known,
        case: Case,
        home: Household | None,
        look: Callable[[str, str], WorkbookSeen],
        archives: Sequence[FileSeen],
    ) -> Iterator[RecordRow]:
        ledger, keys = self.ledger, self.run.context.keys
        gathering = school.gathering(case, home)
        yield from gathering.of_books(list(school.books.values()))
        yield from self._archived(school, gathering, archives)
        for sheet in ledger.agreed_about("progress_sheet", case.code):
            yield from gathering.of_sheet(look(PROGRESS, sheet.object_id))
        yield from gathering.of_files(self._files(case.code, home, school))
        team, staff = school.team(case.code), school.office.staff
        names = names_by_hash(team, staff, ledger.hash_of, keys)
        names.setdefault(ledger.hash_of(self.run.admin), school.say("history.holdfast"))
        looks = looks_at(ledger, case.code, school.office.referrals)
        yield from gathering.of_looks(looks, names)

    def _archived(
        self, school: _Known, gathering: Gathering, archives: Sequence[FileSeen]
    ) -> Iterator[RecordRow]:
        """What left the working tabs with its year, the newest first. An archive that cannot be
        read leaves no gap that nobody sees: then there is no record."""
        templates = templates_of(school.books.values())
        working = WorkingTabs(school.books)
        for file in sorted(archives, key=lambda each: each.name, reverse=True):
            template = template_of(file.properties["holdfast_key"], file.name, templates)
            seen = look_at(template, file.file_id, self.run.workspace.sheets.look)
            yield from gathering.of_archive(working.without(seen))

    def _files(
        self, code: str, home: Household | None, school: _Known
    ) -> Iterator[tuple[str, str]]:
        """The documents of the case; for one of several homes, only its own copies."""
        own = home.letter if home is not None and school.lives_apart(code) else None
        for known in sorted(self.ledger.agreed_about("document", code), key=lambda a: a.key):
            kind, _, rest = known.key.partition(":")
            copy = rest.partition(":")[2]
            if kind == KIND or known.marks.get("gone") or own not in (None, copy):
                continue
            for file_id in (known.object_id, known.marks.get("previous", "")):
                if file_id:
                    yield self._read(file_id)

    def _read(self, file_id: str) -> tuple[str, str]:
        """What a document is called, and its text; why, where it cannot be opened."""
        files = self.run.workspace.files
        try:
            name = files.get(file_id).name
            return name, files.export(file_id, PLAIN).decode("utf-8-sig", "replace")
        except GatewayError as error:
            return self.run.context.say("whole_record.file"), error.sentence

    def _put(
        self,
        school: _Known,
        case: Case,
        content: RecordContent,
        home: str,
        found: Found,
        email: str,
    ) -> str:
        """The document, made once under an intent; shared with who asked, and nobody else."""
        context, paperwork = self.run.context, self.run.paperwork(found)
        stamp = f"{school.now.astimezone(UTC):{STAMP}}{home}"
        want = WantedDocument(
            code=case.code,
            kind=KIND,
            household=stamp,
            title=school.say("whole_record.title", code=case.code, day=school.today),
            content=content,
            shares=(),
            because=school.say("whole_record.because"),
            names=replace(paper_names(case, school.settings), student=case.student),
        )
        change = PutDocument("create_document", want, 1, want.because, {})
        seen, _ = paperwork.put_document(change, None)
        self.ledger.agree(paperwork.done.agreed)
        for kind, key in paperwork.done.over:
            self.ledger.settle(kind, key)
        if email:
            key = share_key(want.key, email, context.keys)
            share = PutShare("share", want.key, seen.file_id, email, "writer", want.because, key)
            files = self.run.workspace.files
            self.ledger.agree(grant_share(files, share, seen.file_id, None))
        return context.links.file("document", seen.file_id)


class _Known:
    """The school as far as a record needs it, from the looks that were just made."""

    def __init__(
        self, context: SchoolContext, books: dict[str, WorkbookSeen], now: datetime
    ) -> None:
        self.books, self.now, self.say = books, now, context.say
        self.settings, _ = read_settings(books[OFFICE], self.say, now.date())
        self.zone = ZoneInfo(self.settings.time_zone)
        self.today = now.astimezone(self.zone).date()
        self.office: OfficeRecords = read_office(books[OFFICE], self.say, self.today, self.zone)
        self.caseload: CaseloadRecords = read_caseload(
            books[CASELOAD], self.office.staff, self.say, self.today
        )

    def case(self, code: str) -> Case:
        for case in self.caseload.cases:
            if case.code and case.code == code:
                return case
        raise NoSuchRecord

    def team(self, code: str) -> tuple[TeamMember, ...]:
        return tuple(each for each in self.caseload.of(TeamMember) if each.code == code)

    def homes(self, code: str) -> tuple[Household, ...]:
        return homes_that_may(self.team(code), self.say)

    def lives_apart(self, code: str) -> bool:
        return lives_apart(self.team(code), self.say)

    def home(self, code: str, letter: str) -> Household | None:
        if not letter:
            return None
        for home in self.homes(code):
            if home.letter == letter:
                return home
        raise NoSuchRecord

    def may(self, email: str, case: Case) -> bool:
        """Whether this is the coordinator, at this moment."""
        person = next((p for p in self.office.staff if p.email == email), None)
        return (
            person is not None
            and person.role == COORDINATOR
            and "accesses" in visible_fields(person, case, self.team(case.code))
        )

    def gathering(self, case: Case, home: Household | None) -> Gathering:
        names = [each.name for each in self.office.students]
        names += [each.student for each in self.caseload.cases]
        team, staff = self.team(case.code), self.office.staff
        of = reader(case, team, staff, names, self.say, self.settings, home)
        return Gathering(self._about(case), of, self.say, self.today, self.zone)

    def _about(self, case: Case) -> About:
        students = self.office.students
        alike = {e.student_id for e in students if fold(e.name) == fold(case.student)}
        alike |= {e.code for e in self.caseload.cases if fold(e.student) == fold(case.student)}
        bare = plain_id(case.student_id).lstrip("0")
        same = [e for e in students if plain_id(e.student_id).lstrip("0") == bare]
        unique = len(alike - {case.student_id, case.code}) == 0
        return About(case, unique, bare if bare and len(same) < 2 else "")

    def content(self, case: Case, home: Household | None, rows: list[RecordRow]) -> RecordContent:
        say, at = self.say, self.now.astimezone(self.zone).time()
        return RecordContent(
            case_code=case.code,
            version=1,
            made_on=say("whole_record.moment", day=self.today, at=at),
            made_for=say("whole_record.for_home", home=home.label)
            if home
            else say("whole_record.for_school"),
            note=say("whole_record.note_home" if home else "whole_record.note_school"),
            rows=tuple(rows),
        )
