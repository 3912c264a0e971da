"""Wiring: the one place that knows every part and puts them together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .casework.registry import AT_FIRST, REGISTERS
from .casework.settings import SchoolSettings
from .casework.wants import Say
from .connecting import hurried, public_page, session_for, workspace_for
from .district import FIRST_SCHOOL, is_first, open_district
from .google import Session
from .google.access import SCOPES
from .google.probes import probe_all
from .google.retries import Patience
from .google.strangers import open_to_strangers
from .keys import Keys
from .ledger import LedgerError, LedgerStore
from .ports import Workspace
from .reconcile.changes import PutDocument
from .reconcile.context import GOOGLE_DOCS, Links, SchoolContext
from .reconcile.documents.document_templates import DocumentTemplates
from .reconcile.documents.form_notices import FOUNDED_IN, words_mark
from .reconcile.documents.school_files import SchoolFiles
from .reconcile.growth import modules_on, standing_templates
from .reconcile.importing.command import ImportReport, import_files
from .reconcile.office_look import look_at_office, modules_in
from .reconcile.progress import KeptProgress
from .reconcile.quiet import Quiet
from .reconcile.reporting.outcome import Tell
from .reconcile.setup.by_hand import ByHand, to_do
from .reconcile.setup.capabilities import ProbeLine, probe_lines, refuse_where_unsafe, remember
from .reconcile.setup.doctor import Finding, examine
from .reconcile.setup.doctor_facts import FactGatherer
from .reconcile.setup.founding import Founding, found_school, founded
from .reconcile.setup.module_list import ModuleLine
from .reconcile.setup.rebuild import Rebuilding
from .reconcile.sync import KeyChanged, Report, Run
from .release import release_mark
from .settings import Settings, SettingsProblem
from .web.duties import duties
from .web.hooks import answers_in_use
from .workbook.crisis import crisis_for
from .workbook.diary_kinds import diary_kinds
from .workbook.document_texts import texts_in
from .workbook.forms import FORMS, load_form
from .workbook.progress_sheet import goal_requests, progress_sheet_requests
from .workbook.school_settings import rows_at_first
from .workbook.templates import WorkbookTemplate, load_templates
from .workbook.wording import Wording, WordingError, language_called, load_wording, wording_for

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from .documents.render import Rendered


@dataclass
class Holdfast:
    """One school's Holdfast: what the command line, the web service and the tests speak to.

    `transport` makes one connection to Google (an object with httplib2's `request`); None = the
    real network. Nothing is opened before it is needed.
    """

    settings: Settings
    transport: Callable[[], Any] | None = None
    time_zone: str = ""  # the school's; learnt from its Settings tab at each look
    language: str = ""  # likewise; "" = that of `settings`
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    tell: Tell = lambda what, done, of: None
    school_id: str = ""  # "" = the one that the environment describes
    engine: Engine | None = None  # one that several schools share; None = one of its own
    at_once: int = 8  # what is read or made side by side; with 1 all happens in its order
    card_patience: Patience = field(
        default_factory=lambda: Patience(attempts=3, first=0.3, longest=3.0)
    )

    # ------------------------------------------------ parts

    @cached_property
    def keys(self) -> Keys:
        return Keys(self.settings.secret, *self.settings.previous_secrets)

    @cached_property
    def ledger(self) -> LedgerStore:
        engine = self.engine or open_district(self.settings).schools.engine
        hash_person = lambda who: self.keys.fingerprint("person", who)  # noqa: E731
        school_id = self.school_id or FIRST_SCHOOL
        return LedgerStore(engine, hash_person, self.keys.key_id, self.clock, school_id)

    @cached_property
    def session(self) -> Session:
        return session_for(self.settings, self.transport)

    @cached_property
    def workspace(self) -> Workspace:
        return workspace_for(self.settings, self.session, self._zone)

    @cached_property
    def card_workspace(self) -> Workspace:
        """The Workspace for cards: Google gives a card 30 s, so nothing is waited for so long."""
        settings, transport = self.settings, self.transport or hurried
        session = session_for(settings, transport, self.card_patience)
        return workspace_for(settings, session, lambda: settings.time_zone)

    @property
    def wording(self) -> Wording:
        """In which staff are spoken to."""
        return load_wording(self.language or self.settings.language)

    def context(self, confirmed: frozenset[str] = frozenset()) -> SchoolContext:
        return SchoolContext(
            keys=self.keys,
            wording=self.wording,
            speak=self._speak,
            texts=texts_in,
            duties=duties,
            links=Links(self.settings.workspace_url or GOOGLE_DOCS),
            kinds=diary_kinds(),
            new_id=lambda: self.keys.row_id("new", secrets.token_hex(16)),
            confirmed=confirmed,
            folder_id=self.settings.folder_id,
            form_language=self.settings.language,
        )

    def run(self, confirmed: frozenset[str] = frozenset()) -> Run:
        """From when it takes the school's lease, nothing of it is written, here or at Google, once
        another has taken over."""
        nonce = f"{self.clock():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        ledger = self.ledger.behind_lease()
        session = self.session.behind(ledger.still_ours)
        return Run(
            workspace=workspace_for(self.settings, session, self._zone),
            ledger=ledger,
            context=self.context(confirmed),
            templates=self.templates,
            forms={key: load_form(key, self.settings.language) for key in FORMS},
            render=self._render,
            document_templates=DocumentTemplates(
                lambda kind: documents().first_template(kind, self.settings.language),
                self._check_template,
                lambda kind: documents().template_name(kind, self.settings.language),
            ),
            progress_requests=lambda change: progress_sheet_requests(change.want, change.modules),
            goal_requests=lambda change, charts: goal_requests(change.want, charts),
            admin=self.settings.admin,
            nonce=nonce,
            holder=f"{os.getpid()}-{nonce}",
            tell=KeptProgress(self.ledger, nonce, self.clock, self.tell),
            learn=self.learn,
            quiet=self.quiet,
            at_once=self.at_once,
        )

    @cached_property
    def quiet(self) -> Quiet:
        settings = self.settings.model_dump_json(exclude={"key", "key_previous", "database_url"})
        return Quiet(self.keys.fingerprint("basis", release_mark(), settings))

    def templates(self) -> dict[str, WorkbookTemplate]:
        """The workbooks as far as this school was given them."""
        return standing_templates(self.ledger)

    def learn(self, settings: SchoolSettings) -> Wording:
        """A look found these; in which words staff are spoken to from now on."""
        self.time_zone, self.language = settings.time_zone, settings.language
        return self.wording

    # ------------------------------------------------ what people ask for

    def init(self, modules: frozenset[str] = AT_FIRST) -> dict[str, Any]:
        """Found the school: folder, workbooks, forms, template; it begins with these modules. Safe
        to repeat."""
        settings = self.settings
        say = load_wording(settings.language).say
        name, crisis = say("plan.template_name"), crisis_for(FOUNDED_IN, say)
        first = documents().default_template("action_plan", settings.language)
        founding = Founding(
            admin=settings.admin,
            domain=settings.answered_by,
            time_zone=settings.time_zone,
            workbooks=load_templates(modules_on(self.ledger) or modules),
            settings=rows_at_first(say, modules),
            modules=modules,
            forms={key: load_form(key, settings.language) for key in FORMS},
            documents={"action_plan": (name, first)},
            crisis=crisis,
            keys=self.keys,
            form_marks={key: words_mark(load_form(key), crisis, self.keys) for key in FORMS},
            folder_id=settings.folder_id,
            told=lambda what: self.tell(what, 0, 0),
        )
        return found_school(self.workspace, self.ledger, founding)

    def plan(self, now: datetime | None = None, confirm: frozenset[str] = frozenset()) -> Report:
        """What a sync would change, and why. Changes nothing."""
        if self.ledger.key_id() not in ("", self.keys.key_id):
            raise KeyChanged("HOLDFAST_KEY has been changed. Run `sync` once: it takes that in.")
        return self.run(confirm).plan(now or self.clock())

    def sync(self, now: datetime | None = None, confirm: frozenset[str] = frozenset()) -> Report:
        """Bring everything in step. Raises sync.Busy, sync.LedgerLost."""
        refuse_where_unsafe(self.ledger, self.wording.say)
        self._follow_the_key(now or self.clock())
        return self.run(confirm).sync(now or self.clock())

    def rebuild(self, now: datetime | None = None) -> dict[str, int]:
        """Restore the ledger from Workspace; how many of each kind. Raises sync.Busy."""
        return Rebuilding(self.run()).restore(now or self.clock())

    def doctor(self, now: datetime | None = None) -> tuple[Finding, ...]:
        """What is missing or unsafe, each with its mend."""
        s = self.settings
        rounds = FactGatherer(
            workspace=self.workspace,
            ledger=self.ledger,
            own=SchoolFiles(self.workspace, self.ledger, self.keys, s.folder_id),
            templates=self.templates(),
            say=self.wording.say,
            admin=s.admin,
            inside_for=s.answered_by,
            forms={key: load_form(key, s.language) for key in FORMS},
            scopes={api: " ".join(scopes) for api, scopes in SCOPES.items()},
            settings_missing=() if s.audience or s.local else ("HOLDFAST_AUDIENCE",),
            check_template=self._check_template,
            is_public=lambda address: open_to_strangers(self.session, address),
        )
        return examine(rounds.gather(now or self.clock()), self.wording.say)

    def probe(self, mail: bool = True) -> tuple[ProbeLine, ...]:
        """Find out which Google this is, on files of the probes' own, and remember it. `mail`: one
        to the sender's own address too. Raises GatewayError."""
        s = self.settings
        found = [*probe_all(self.session, s.admin, s.mail_from, self.session.patience.sleep, mail)]
        remember(self.ledger, found)
        return probe_lines(found, self.wording.say)

    def by_hand(self) -> tuple[ByHand, ...]:
        """What no API can set, of the forms that stand: for a person to do once."""
        say, school = self.wording.say, self.files()
        forms = {key: load_form(key, self.settings.language) for key in FORMS}
        files = {key: self.workspace.files.get(i) for key, i in school["forms"].items() if i}
        crisis, base = crisis_for(FOUNDED_IN, say), self.settings.workspace_url or GOOGLE_DOCS
        return tuple(to_do(forms, files, school["folder_id"], crisis, base, say))

    def answers_in_use(self) -> str:
        """In which form the add-on's relay last handed an answer on; "" before its first call, and
        where the ledger cannot be read (which `doctor` says for itself)."""
        try:
            return answers_in_use(self.ledger)
        except LedgerError:
            return ""

    def modules(self) -> tuple[ModuleLine, ...]:
        """What Holdfast can do here, each in a sentence, on or off. One Sheets call."""
        office = look_at_office(self.workspace.sheets, self.ledger, self.templates())
        return modules_in(office, self.wording.say, self.clock().date())

    def bring_in(self, files: Iterable[tuple[str, bytes]], dry: bool) -> ImportReport:
        """Read files of other systems into Data. Raises what `import_files` raises."""
        nonce, today = f"import-{secrets.token_hex(8)}", self.clock().date()
        run, say = self.run(), self.wording.say
        inner = run.workspace.sheets, run.ledger, self.templates(), files, say
        return import_files(*inner, today, nonce, dry, self.tell)

    # ------------------------------------------------ what the web service asks for

    def files(self) -> dict[str, Any]:
        """Ids of the school's files, as founding or rebuilding left them; "" for what is not."""
        return founded(self.ledger)

    def watched_sync(self, tell: Tell, confirm: frozenset[str]) -> Report:
        """A sync that tells how far it is. Raises what `sync` raises."""
        refuse_where_unsafe(self.ledger, self.wording.say)
        self._follow_the_key(self.clock())
        run = self.run(confirm)
        run.tell = KeptProgress(self.ledger, run.nonce, self.clock, tell)
        run.thorough = True
        return run.sync(self.clock())

    def fetch(self, url: str) -> tuple[int, dict[str, str], bytes]:
        """GET a public page, such as Google's keys: status, headers, content. Raises OSError."""
        return public_page(self.transport or hurried, url)

    def _follow_the_key(self, now: datetime) -> None:
        """HOLDFAST_KEY was changed: what was agreed under the old one is agreed on anew. With
        HOLDFAST_KEY_PREVIOUS, what is still open is first dealt with under that."""
        known, previous = self.ledger.key_id(), self.settings.previous_secrets
        if known == self.keys.key_id:
            return
        if not known:
            self.ledger.set_key_id(self.keys.key_id)
            return
        for secret in previous:
            if Keys(secret).key_id == known:
                replace(self, settings=self.settings.under(secret)).run().sync(now)
        Rebuilding(self.run(), new_key=True).restore(now)

    def _zone(self) -> str:
        return self.time_zone or self.settings.time_zone

    def _speak(self, language: str) -> Say:
        return wording_for(language, self.settings.language).say

    def _check_template(self, kind: str, docx: bytes) -> tuple[str, ...]:
        samples = {d.kind: d.samples for register in REGISTERS for d in register.documents}
        more = {"samples": samples[kind]} if kind in samples else {}
        return documents().check_template(docx, self.settings.language, kind, **more)

    def _render(self, template: bytes, change: PutDocument) -> Rendered:
        want, language = change.want, self.settings.language
        return documents().render_document(template, want.content, language, want.kind, want.names)


def documents() -> ModuleType:
    """The writing of documents, loaded when the first is written: a card does not wait for it."""
    from service import documents

    return documents


def open_school(
    settings: Settings,
    *,
    transport: Callable[[], Any] | None = None,
    clock: Callable[[], datetime] | None = None,
    tell: Tell | None = None,
    school_id: str = "",
) -> Holdfast:
    """The school that `settings` describe, or a further one of theirs. Raises SettingsProblem for
    a language that Holdfast does not speak, and NoSuchSchool."""
    school_id = "" if is_first(school_id) else school_id
    if school_id:
        settings = open_district(settings).of(school_id)
    try:
        language = language_called(settings.language)
    except WordingError as problem:
        raise SettingsProblem((f"HOLDFAST_LANGUAGE: {problem}",)) from None
    settings = settings.model_copy(update={"language": language})
    school = Holdfast(settings, transport, school_id=school_id)
    school.clock, school.tell = clock or school.clock, tell or school.tell
    return school
