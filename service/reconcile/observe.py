"""Observe: read each source once, in as few calls as the API allows, into one frozen picture.

When nothing changed this is 1 Drive call, at most 1 Sheets call per workbook, 1 Calendar call per
case manager and 1 Forms call per form, however many students there are. What cannot be read
becomes a gap, with a sentence, and the rest of the school goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.records import (
    CASELOAD,
    DATA,
    OFFICE,
    RESTRICTED,
    Busy,
    Response,
    RowRef,
)
from service.ports import (
    TOO_FAST,
    Agreed,
    BadRequest,
    CalendarLook,
    FileSeen,
    GatewayError,
    Ledger,
    TokenExpired,
    Workspace,
)
from service.workbook import form_ids, form_questions
from service.workbook.form_answers import read_response
from service.workbook.form_ids import in_our_ids
from service.workbook.form_questions import FormQuestions
from service.workbook.forms import FormTemplate
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.shown import look_at
from service.workbook.templates import WorkbookTemplate, load_template

from .documents.document_templates import DocumentTemplates, faults
from .documents.school_files import REMEMBERED
from .importing.foreign_tabs import ForeignSeen, look_at_foreign
from .layout import Layout, look_at_layout
from .side_by_side import ask_each

FREE_BUSY = "calendar/free-busy"  # the part that a gap names when nobody says who is busy
WORKBOOKS = (OFFICE, CASELOAD, RESTRICTED)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be read this time. `part` is "workbook/office", "form/inside",
    "calendar/<owner>", "progress/<code>", "own/<key>", "template/<name>" or "drive"."""

    part: str
    sentence: str
    status: int = 0

    @property
    def passes(self) -> bool:
        """Only Google's patience was at an end: it is read a minute later, and nobody is asked."""
        return self.status == TOO_FAST


@dataclass(frozen=True, slots=True)
class Found:
    """Where everything is: ids of the school's files, as `init` left them in the ledger."""

    folder_id: str
    workbooks: Mapping[str, str] = field(hash=False)
    forms: Mapping[str, str] = field(hash=False)
    templates: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Observed:
    """The school as it is, before any rule has looked at it."""

    now: datetime
    found: Found
    workbooks: Mapping[str, WorkbookSeen] = field(hash=False)
    responses: tuple[Response, ...] = ()
    forms: Mapping[str, FormQuestions] = field(default_factory=dict, hash=False)  # looked at now
    calendars: Mapping[str, CalendarLook] = field(default_factory=dict, hash=False)
    files: tuple[FileSeen, ...] = ()
    progress: Mapping[str, WorkbookSeen] = field(default_factory=dict, hash=False)
    own: Mapping[str, WorkbookSeen] = field(default_factory=dict, hash=False)  # by ledger key
    busy: Mapping[str, tuple[Busy, ...]] = field(default_factory=dict, hash=False)
    known: Mapping[tuple[str, str], Agreed] = field(default_factory=dict, hash=False)
    gaps: tuple[Gap, ...] = ()
    tokens: Mapping[str, str] = field(default_factory=dict, hash=False)  # to keep once all is done
    last_run: str = ""  # nonce of the last run that came to its end
    modules: frozenset[str] = frozenset()  # those that the last run knew to be on
    layouts: Mapping[str, Layout] = field(default_factory=dict, hash=False)
    foreign: ForeignSeen | None = None  # people's own tabs of Data, where it was read

    def books_of(self, ref: RowRef) -> Mapping[str, WorkbookSeen]:
        """The workbooks, with the one of many (a progress sheet, somebody's own) on which a row
        stands."""
        many = (*self.progress.values(), *self.own.values()) if ref.file_id else ()
        one = (seen for seen in many if (seen.key, seen.file_id) == (ref.workbook, ref.file_id))
        return {**self.workbooks, **{seen.key: seen for seen in one}}

    def local_today(self, zone: ZoneInfo) -> date:
        return self.now.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Sources:
    """What Drive, the forms and the calendars have said since the last run."""

    files: tuple[FileSeen, ...]
    responses: tuple[Response, ...]
    calendars: Mapping[str, CalendarLook] = field(hash=False)


@dataclass(slots=True)
class Observer:
    """Reads the sources, `at_once` side by side; collects gaps and the tokens for next time."""

    workspace: Workspace
    ledger: Ledger
    found: Found
    templates: Mapping[str, WorkbookTemplate]
    forms: Mapping[str, FormTemplate]
    document_templates: DocumentTemplates | None = None
    at_once: int = 1
    gaps: list[Gap] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    questions: dict[str, FormQuestions] = field(default_factory=dict)  # of forms looked at
    edited: tuple[FileSeen, ...] | None = None  # what Drive says has changed, once it was asked
    changed: frozenset[str] = frozenset()  # their ids
    ahead: dict[str, bytes | GatewayError] = field(default_factory=dict)  # answers, by file id
    digests: dict[str, str] = field(default_factory=dict)  # of those answers, by workbook
    read: Sources | None = None

    def answers(self, wanted: Iterable[str] = WORKBOOKS) -> dict[str, str]:
        """Digests of what these workbooks say, undecoded, each asked once; `workbooks` goes on
        from there without asking again. Ask `files` first: it names what is written meanwhile."""
        ids = {key: self.found.workbooks.get(key, "") for key in wanted}
        unread = [key for key, file_id in ids.items() if file_id not in self.ahead]
        answer = self.workspace.sheets.answer
        read = ask_each(
            unread, lambda key: answer(ids[key], question(self.templates[key])), self.at_once
        )
        for key, said in read.items():
            self.ahead[ids[key]] = said
            if isinstance(said, bytes):
                self.digests[key] = hashlib.sha256(said).hexdigest()
        return self.digests

    def sources(self, owners: Callable[[], Mapping[str, str]]) -> Sources:
        """Everything beside the workbooks, asked once; see `calendars` for `owners`."""
        if self.read is None:
            files = self.files()
            self.read = Sources(files, self.responses(), self.calendars(owners()))
        return self.read

    def office_ahead(self) -> WorkbookSeen | None:
        """Office as it was read ahead; it is not taken away."""
        answer = self.ahead.get(self.found.workbooks.get(OFFICE, ""))
        if not isinstance(answer, bytes):
            return None
        template, file_id = self.templates[OFFICE], self.found.workbooks[OFFICE]
        return read_look(template, file_id, json.loads(answer))

    def _ask(self, file_id: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was read ahead, or a call."""
        answer = self.ahead.pop(file_id, None)
        if answer is None:
            return self.workspace.sheets.look(file_id, body)
        if isinstance(answer, GatewayError):
            raise answer
        decoded: Mapping[str, Any] = json.loads(answer)
        return decoded

    def workbooks(self, wanted: Iterable[str] = WORKBOOKS) -> dict[str, WorkbookSeen]:
        """Of these workbooks, every one that can be read. One Sheets call each."""
        seen = {}
        for key in wanted:
            file_id = self.found.workbooks.get(key, "")
            try:
                seen[key] = look_at(self.templates[key], file_id, self._ask)
            except GatewayError as error:
                self.gaps.append(Gap(f"workbook/{key}", error.sentence, error.status))
                continue
        return seen

    def responses(self) -> tuple[Response, ...]:
        """Answers to the forms since the last run. One Forms call each; and one more for a form
        that changed, or that has an answer to a question nobody knows. Ask `files` first."""
        received: list[Response] = []
        ids_of = self._marks(form_ids.KIND)
        known_of = self._marks(form_questions.KIND)
        forms = self.found.forms
        tokens = {key: self.ledger.token(f"form:{key}") for key in forms}
        answers = self.workspace.forms.responses
        read = ask_each(list(forms), lambda key: answers(forms[key], tokens[key]), self.at_once)
        for key, raw in read.items():
            form_id, since = forms[key], tokens[key]
            if isinstance(raw, GatewayError):
                self.gaps.append(Gap(f"form/{key}", raw.sentence, raw.status))
                continue
            self.tokens[f"form:{key}"] = max((r["lastSubmittedTime"] for r in raw), default=since)
            template, ids = self.forms[key], ids_of.get(form_id, {})
            ours = [in_our_ids(one, ids) for one in raw]
            known = form_questions.from_marks(known_of.get(form_id, {}))
            never = form_id not in known_of
            if never or form_id in self.changed or form_questions.unknown(template, ours, known):
                known = self._look_at_form(key, form_id, ids) or known
            received.extend(read_response(template, one, known.versions) for one in ours)
        return tuple(sorted(received, key=lambda r: (r.submitted, r.response_id)))

    def _look_at_form(self, key: str, form_id: str, ids: Mapping[str, str]) -> FormQuestions | None:
        """What has become of its questions; None where that cannot be told, until the next run."""
        try:
            standing = self.workspace.forms.get(form_id)
        except GatewayError as error:
            self.gaps.append(Gap(f"form/{key}", error.sentence, error.status))
            self.tokens.pop("drive", None)  # so that it is among the changed ones again
            return None
        found = form_questions.questions_of(self.forms[key], standing, ids)
        self.questions[key] = found
        return found

    def _marks(self, kind: str) -> dict[str, Mapping[str, str]]:
        """What the ledger keeps of each form, by the form's id."""
        return {agreed.object_id: agreed.marks for agreed in self.ledger.agreed_of(kind)}

    def files(self) -> tuple[FileSeen, ...]:
        """Files that changed since the last run. One Drive call, however often it is asked."""
        if self.edited is None:
            self.edited = self._files()
            self.changed = frozenset(file.file_id for file in self.edited)
        return self.edited

    def _files(self) -> tuple[FileSeen, ...]:
        self._look_at_templates()
        token = self.ledger.token("drive")
        try:
            if not token:
                self.tokens["drive"] = self.workspace.files.start_token()
                return ()
            try:
                files, self.tokens["drive"] = self.workspace.files.changes(token)
            except (BadRequest, TokenExpired):
                files = self._every_file()
        except GatewayError as error:
            self.gaps.append(Gap("drive", error.sentence, error.status))
            return ()
        return files

    def _every_file(self) -> tuple[FileSeen, ...]:
        """Where Drive no longer knows the place in its log (another account looks now, or the
        ledger came from elsewhere), any file may have changed since. Two Drive calls, or more where
        the school has over a thousand files. Raises GatewayError."""
        self.tokens["drive"] = self.workspace.files.start_token()  # before, so that nothing is lost
        school = self.ledger.token(REMEMBERED)
        return self.workspace.files.find_in_school(school, self.found.folder_id)

    def _look_at_templates(self) -> None:
        """What is wrong with those from which no document could be written."""
        failures = self.ledger.agreed_of("failure") if self.document_templates else ()
        if not failures or self.document_templates is None:
            return
        files, ids = self.workspace.files, self.found.templates
        for name, sentence in faults(self.document_templates, files, ids, failures):
            self.gaps.append(Gap(f"template/{name}", sentence))

    def calendars(self, owners: Mapping[str, str]) -> dict[str, CalendarLook]:
        """What changed on each case manager's calendar. `owners`: e-mail -> token name."""
        tokens = self.ledger.tokens(owners.values())
        asked = {owner: tokens[name] for owner, name in sorted(owners.items())}
        looks = {}
        for owner, look in self.workspace.calendars.look_at_all(asked).items():
            if isinstance(look, GatewayError):
                self.gaps.append(Gap(f"calendar/{owner}", look.sentence, look.status))
                continue
            self.tokens[owners[owner]] = look.next_token
            looks[owner] = look
        return looks

    def foreign(self, books: Mapping[str, WorkbookSeen]) -> ForeignSeen | None:
        """People's own tabs of Data, where that was read just now. One Sheets call, or two."""
        seen = books.get(DATA)
        if seen is None:
            return None
        try:
            return look_at_foreign(self.workspace.sheets, seen.file_id, seen.template)
        except GatewayError as error:
            self.gaps.append(Gap(f"workbook/{DATA}", error.sentence, error.status))
            return None

    def layouts(self, wanted: Iterable[str], modules: frozenset[str]) -> dict[str, Layout]:
        """What is to be known of workbooks before they grow. Two Sheets calls each."""
        found = {}
        for key in wanted:
            try:
                found[key] = look_at_layout(
                    self.workspace.sheets,
                    self.found.workbooks[key],
                    load_template(key, modules),
                )
            except GatewayError as error:
                self.gaps.append(Gap(f"workbook/{key}", error.sentence, error.status))
        return found

    def progress_sheets(self, wanted: Iterable[tuple[str, str]]) -> dict[str, WorkbookSeen]:
        """The progress sheets of these (case code, file id). One Sheets call each."""
        template, look = self.templates["progress"], self.workspace.sheets.look
        read = ask_each(sorted(wanted), lambda each: look_at(template, each[1], look), self.at_once)
        return self._without_gaps("progress", {code: seen for (code, _), seen in read.items()})

    def own_books(self, wanted: Iterable[tuple[str, str]]) -> dict[str, WorkbookSeen]:
        """Workbooks of which everybody has one of their own, by (ledger key, file id). One Sheets
        call each."""

        def look(each: tuple[str, str]) -> WorkbookSeen:
            book = each[0].partition(":")[0]
            template = load_template(book, frozenset({book}))
            return look_at(template, each[1], self.workspace.sheets.look)

        read = ask_each(sorted(wanted), look, self.at_once)
        return self._without_gaps("own", {key: seen for (key, _), seen in read.items()})

    def _without_gaps(
        self, part: str, read: Mapping[str, WorkbookSeen | GatewayError]
    ) -> dict[str, WorkbookSeen]:
        """Those that could be read; the others become gaps."""
        for key, error in read.items():
            if isinstance(error, GatewayError):
                self.gaps.append(Gap(f"{part}/{key}", error.sentence, error.status))
        return {key: seen for key, seen in read.items() if isinstance(seen, WorkbookSeen)}
