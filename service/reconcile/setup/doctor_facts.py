"""The doctor's rounds: gathers the facts that `doctor.examine` judges. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from service.casework.wants import Say
from service.ports import GatewayError, Ledger, Missing, NotAllowed, Workspace
from service.workbook import form_ids, form_questions
from service.workbook.form_questions import Place
from service.workbook.forms import FormTemplate
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.records import read_office
from service.workbook.templates import WorkbookTemplate

from ..documents.form_faults import is_unsafe, told
from ..documents.own_books import OWN_BOOK, own_key
from ..documents.school_files import REMEMBERED, SchoolFiles, SchoolUnclear
from .capabilities import unsafe
from .doctor import Facts, FileFacts, FormFault
from .founding import DOCX, GROUPS, find_school, founded

PROBED = timedelta(hours=1)  # Google refuses a question about no time at all
NEVER_SENT = "HF-DOCTOR"
NOWHERE: Mapping[str, Any] = {"folder_id": "", "workbooks": {}, "forms": {}, "templates": {}}
CALENDAR_ROLES = ("Case manager", "Safeguarding lead")


@dataclass(frozen=True, slots=True)
class FactGatherer:
    """What is needed on the way. `own` tells which files are the school's; `scopes` says by API
    which an admin must grant; `check_template(kind, docx)` answers what is wrong with one;
    `is_public` says whether an address answers somebody who is not signed in."""

    workspace: Workspace
    ledger: Ledger
    own: SchoolFiles
    templates: Mapping[str, WorkbookTemplate]
    say: Say
    admin: str
    inside_for: str
    forms: Mapping[str, FormTemplate] = field(hash=False)
    scopes: Mapping[str, str] = field(hash=False)
    settings_missing: tuple[str, ...]
    check_template: Callable[[str, bytes], tuple[str, ...]]
    is_public: Callable[[str], bool]

    def gather(self, now: datetime) -> Facts:
        """One pass over everything; what cannot be read is a fact too."""
        folder_sentence = self._folder_sentence()
        school = self._school()
        books = self._books(school)
        office = read_office(books["office"], self.say, now.date()) if "office" in books else None
        staff = {person.email: person.role for person in office.staff} if office else {}
        forms = dict(self._forms(school))
        return Facts(
            admin=self.admin,
            now=now,
            settings_missing=self.settings_missing,
            ledger_sentence=self._ledger_sentence(),
            folder_sentence=folder_sentence,
            last_run=self._last_run(),
            files=()
            if folder_sentence and school is NOWHERE
            else (*self._files(school), *self._own_books(staff)),
            staff=staff,
            staff_read=office is not None,
            families=frozenset(self._families(books) - set(staff)),
            refused_scopes=self._refused_scopes(school),
            calendars=tuple(self._unreachable(staff)),
            open_summaries=tuple(key for key, form in forms.items() if self._shows_summary(form)),
            closed_forms=tuple(key for key, form in forms.items() if _is_closed(form)),
            responders=dict(self._responders(school)),
            inside_for=self.inside_for,
            form_faults=tuple(
                FormFault(key, is_unsafe(place, wrong), what, mend)
                for key, form in forms.items()
                for place, wrong, what, mend in self._faults(key, form)
            ),
            unsafe=() if self._ledger_sentence() else unsafe(self.ledger),
            template_problems=tuple(self._template_problems(school)),
        )

    def _school(self) -> Mapping[str, Any]:
        """As the ledger remembers it, else as Drive has it, else nothing."""
        if self._ledger_sentence():
            return NOWHERE
        try:
            school = founded(self.ledger)
            return school if school["folder_id"] else find_school(self.ledger, self.own)
        except GatewayError:
            return NOWHERE

    def _folder_sentence(self) -> str:
        """Why it cannot be told which folder is the school's; "" where it can."""
        if self._ledger_sentence():
            return ""
        try:
            self.own.folder()
        except SchoolUnclear as unclear:
            return unclear.sentence
        except GatewayError:
            pass  # a folder that cannot be read is a finding already
        return ""

    def _books(self, school: Mapping[str, Any]) -> dict[str, WorkbookSeen]:
        seen = {}
        for key, file_id in school["workbooks"].items():
            if key not in self.templates:  # of modules that are off
                continue
            try:
                template = self.templates[key]
                answer = self.workspace.sheets.look(file_id, question(template))
            except GatewayError:
                continue
            seen[key] = read_look(template, file_id, answer)
        return seen

    def _families(self, books: Mapping[str, WorkbookSeen]) -> set[str]:
        if "caseload" not in books:
            return set()
        rows = books["caseload"].tabs["team"].rows
        return {row.text("email").casefold() for row in rows} - {""}

    def _files(self, school: Mapping[str, Any]) -> Iterator[FileFacts]:
        yield self._file("folder", "folder", school["folder_id"])
        for kind, group in GROUPS:
            for key, file_id in school[group].items():
                yield self._file(kind, key, file_id)
        yield from self._open_papers(dict(GROUPS))

    def _own_books(self, staff: Mapping[str, str]) -> Iterator[FileFacts]:
        """Workbooks of which everybody has one of their own, and whose each is."""
        if self._ledger_sentence():
            return
        for known in self.ledger.agreed_of(OWN_BOOK):
            book = known.key.partition(":")[0]
            theirs = (p for p in staff if own_key(book, p, self.own.keys) == known.key)
            facts = self._file(OWN_BOOK, book, known.object_id)
            yield replace(facts, owner=next(theirs, ""))

    def _open_papers(self, looked_at: Mapping[str, str]) -> Iterator[FileFacts]:
        """Documents and progress sheets that a link or a whole domain may open; who was given one
        by name is the sync's affair."""
        school = "" if self._ledger_sentence() else self.ledger.token(REMEMBERED)
        if not school:
            return
        try:
            found = self.workspace.files.open_to_others(school)
        except GatewayError:
            return
        for file in found:
            kind, key = (file.properties.get(name, "") for name in ("holdfast", "holdfast_key"))
            if kind in looked_at or kind in ("folder", OWN_BOOK):
                continue
            facts = self._file(kind, key, file.file_id)
            others = tuple(p for p in facts.people if p.kind in ("anyone", "domain"))
            yield replace(facts, people=others)

    def _file(self, kind: str, key: str, file_id: str) -> FileFacts:
        if not file_id:
            return FileFacts(kind, key, state="missing")
        try:
            file = self.workspace.files.get(file_id)
            if file.trashed:
                return FileFacts(kind, key, file.name, "missing")
            people = self.workspace.files.permissions(file_id)
        except Missing:
            return FileFacts(kind, key, state="missing")
        except GatewayError:
            return FileFacts(kind, key, state="refused")
        return FileFacts(kind, key, file.name, people=people, given_on=file.given_on)

    def _forms(self, school: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each form that can be read, as Google has it."""
        for key, form_id in school["forms"].items():
            with suppress(GatewayError):
                yield key, self.workspace.forms.get(form_id)

    def _shows_summary(self, form: Mapping[str, Any]) -> bool:
        """No API says so, but the page of the summary answers strangers only if it is public."""
        address = str(form.get("responderUri", ""))
        return bool(address) and self.is_public(address.replace("/viewform", "/viewanalytics"))

    def _faults(self, key: str, form: Mapping[str, Any]) -> Iterator[tuple[Place, str, str, str]]:
        """What is the matter with the questions of a form, but for what was said to be meant."""
        kept = {} if self._ledger_sentence() else dict(self.ledger.agreed())
        ids = kept.get((form_ids.KIND, key))
        before = kept.get((form_questions.KIND, key))
        found = form_questions.questions_of(self.forms[key], form, ids.marks if ids else {})
        meant = form_questions.from_marks(before.marks).meant if before else {}
        yield from told(self.forms[key], replace(found, meant=meant), self.say)

    def _responders(self, school: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
        for key, form_id in school["forms"].items():
            if form_id:
                with suppress(GatewayError):
                    yield key, self.workspace.forms.responders(form_id)

    def _refused_scopes(self, school: Mapping[str, Any]) -> dict[str, str]:
        """One harmless read per API; what is refused lacks its scope."""
        office = school["workbooks"].get("office", "")
        form = school["forms"].get("inside", "")
        moment = datetime.now(UTC)
        asks: dict[str, Callable[[], object]] = {
            "drive": self.workspace.files.start_token,
            "gmail": lambda: self.workspace.mail.already_sent(NEVER_SENT),
            "drafts": self.workspace.mail.drafts_allowed,
            "calendar": lambda: self.workspace.calendars.busy(
                [self.admin], moment, moment + PROBED
            ),
        }
        if office:
            asks["sheets"] = lambda: self.workspace.sheets.get(office, "spreadsheetId")
        if form:
            asks["forms"] = lambda: self.workspace.forms.get(form)
        refused = {}
        for api, ask in asks.items():
            try:
                ask()
            except NotAllowed:
                refused[api] = self.scopes.get(api, "")
            except GatewayError:
                continue
        return refused

    def _unreachable(self, staff: Mapping[str, str]) -> Iterator[str]:
        for email, role in sorted(staff.items()):
            if role not in CALENDAR_ROLES:
                continue
            try:
                self.workspace.calendars.look(email, "")
            except GatewayError:
                yield email

    def _template_problems(self, school: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """(kind of document, what is wrong with its template), for every template there is."""
        for kind, file_id in school["templates"].items():
            try:
                docx = self.workspace.files.export(file_id, DOCX) if file_id else b""
            except GatewayError:
                continue  # a file that is not there is a finding already
            for sentence in self.check_template(kind, docx) if docx else ():
                yield kind, sentence

    def _ledger_sentence(self) -> str:
        try:
            self.ledger.is_empty()
        except Exception as error:  # every database has its own
            return str(getattr(error, "sentence", type(error).__name__))
        return ""

    def _last_run(self) -> datetime | None:
        try:
            run = self.ledger.last_run()
        except Exception:  # said already by _ledger_sentence
            return None
        return run["ended"] if run else None


def _is_closed(form: Mapping[str, Any]) -> bool:
    """Whether nobody can answer."""
    state = form.get("publishSettings", {}).get("publishState", {})
    return not (state.get("isPublished") and state.get("isAcceptingResponses"))
