"""One request of the add-on, from who asks to what is answered.

Every action is registered with the roles that may ask for it and with the workbooks it reads;
what of a student's record it shows it names in its answer, and that is written to the access log
before the answer leaves. No log, no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from service.casework.case_file import CaseFile
from service.casework.core.agreed_managers import AgreedManagers
from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.records import Flag, StaffMember
from service.casework.registry import active
from service.casework.rights import visible_fields
from service.casework.wants import Say
from service.reconcile.case_managers import BEGUN, MANAGER, agreed_managers
from service.reconcile.context import SchoolContext
from service.reconcile.documents.sharing import share_key
from service.workbook.look import WorkbookSeen

from .event import Asked
from .parts import Json, SchoolService
from .reading import CaseloadView, OfficeView, Reading, read_flags, view_office
from .syncing import Syncing
from .workbook_cache import FRESH, WorkbookCache

CASELOAD, OFFICE, RESTRICTED = "caseload", "office", "restricted"
CASE_MANAGER, COORDINATOR, DEPUTY = "Case manager", "Coordinator", "Deputy"
SAFEGUARDING, COUNSELOR, TEACHER, HEAD = "Safeguarding lead", "Counselor", "Teacher", "Head"
EVERYBODY: Final = frozenset(
    {CASE_MANAGER, COORDINATOR, DEPUTY, SAFEGUARDING, COUNSELOR, TEACHER, HEAD}
)
OFFICE_STAFF: Final = frozenset({COORDINATOR, DEPUTY})


class NotForYou(Exception):
    """What was asked for is not there, or not for this person: both are answered alike."""


class Unclear(Exception):
    """What was filled in cannot be used; `sentence` says what to do, and stands at `field` of the
    form ("" = above all of them)."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a student's record, as the access log keeps it (34 CFR 99.32). `what` and `why`
    are fixed phrases."""

    code: str
    what: str
    why: str = "add-on"


@dataclass(frozen=True, slots=True)
class Answer:
    """A card to show. `update` puts it in the place of the one that is there; `note` is said
    once, at the lower edge; `looks` are the records it shows."""

    card: Json
    update: bool = False
    note: str = ""
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class CardRequest:
    """Everything at hand while one request is answered."""

    asked: Asked
    person: StaffMember
    reading: Reading
    school: SchoolService
    cache: WorkbookCache
    syncing: Syncing
    context: SchoolContext

    @property
    def say(self) -> Say:
        return self.reading.say

    @property
    def office(self) -> OfficeView:
        return self.reading.office

    @property
    def caseload(self) -> CaseloadView:
        return self.reading.caseload

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that stand today, whichever way led to the card."""
        seen = self.reading.restricted or self.cache.book(RESTRICTED)
        return read_flags(seen, self.office.staff, self.say, self.office.today)

    @property
    def covers_for(self) -> frozenset[str]:
        return self.office.covered_by(self.person.email)

    def fields(self, file: CaseFile) -> frozenset[str]:
        """The fields of this case that the person who asks may see."""
        staff = self.office.staff
        return visible_fields(self.person, file.case, file.team, self.covers_for, staff)

    def fields_of(self, code: str) -> frozenset[str]:
        """The same by case code; nothing for a code that is not there."""
        return next((self.fields(file) for file in self.caseload.files((code,))), frozenset())

    def progress_sheet(self, code: str) -> str:
        """The file id of a case's own progress sheet, as it was made; "" = none. What stands in the
        cell is for people: somebody may have typed another student's link there."""
        made = self.school.ledger.agreed_about("progress_sheet", code)
        return made[0].object_id if made else ""

    def may_open(self, file_key: str) -> bool:
        """Whether Google lets this person open a paper: those of a case are shared by name, and a
        link to any other leads nowhere."""
        key = share_key(file_key, self.person.email, self.school.keys)
        return bool(self.school.ledger.agreed_about("share", key))

    def documents(self, code: str, households_too: bool) -> tuple[str, ...]:
        """The file ids of a case's own plans that this person can open, each with the version
        before it."""
        found = []
        for each in sorted(self.school.ledger.agreed_about("document", code), key=lambda a: a.key):
            if not each.key.startswith(f"{ACTION_PLAN}:"):
                continue
            wanted = households_too or not each.key.rpartition(":")[2]
            if wanted and self.may_open(each.key):
                found += [each.object_id, each.marks.get("previous", "")]
        return tuple(file_id for file_id in found if file_id)

    def has_plan(self, code: str) -> bool:
        """Whether an action plan of the case stands, whoever may open it."""
        about = self.school.ledger.agreed_about("document", code)
        return any(each.key.startswith(f"{ACTION_PLAN}:") for each in about)

    def own_codes(self) -> tuple[str, ...]:
        """The cases of this person, and of those whom they stand in for today."""
        if self.person.role != CASE_MANAGER:
            return ()
        return self.caseload.codes_of((self.person.email, *sorted(self.covers_for)))

    def taught_codes(self) -> tuple[str, ...]:
        """The open cases whose Team names this person and lets them see accommodations."""
        files = self.caseload.files(self.caseload.codes_with_team(self.person))
        return tuple(
            file.case.code
            for file in files
            if file.case.is_open and "accommodations" in self.fields(file)
        )

    def file(self, code: str, needed: str = "student") -> tuple[CaseFile, frozenset[str]]:
        """A case and which of its fields may be shown. Raises NotForYou unless `needed` is one."""
        for file in self.caseload.files((code,)):
            fields = self.fields(file)
            if needed in fields:
                return file, fields
        raise NotForYou


View = Callable[[CardRequest], Answer]


@dataclass(frozen=True, slots=True)
class CardAction:
    """One thing that the add-on may ask for. `about` is the workbook that it is about ("" = none),
    `also` are those it needs besides; Office, with who is on Staff, always comes with them. `form`
    is the action that draws what this one saves: where it cannot be saved, that is shown again."""

    name: str
    roles: frozenset[str]
    about: str
    also: tuple[str, ...]
    view: View
    form: str = ""
    alternate: bool = False  # the alternate safeguarding lead may ask for it, whatever their role

    def is_for(self, person: StaffMember, office: OfficeView) -> bool:
        alternate = office.settings.alternate_safeguarding_lead.casefold()
        return person.role in self.roles or (self.alternate and person.email == alternate)


ACTIONS: dict[str, CardAction] = {}
# What every panel may ask for besides "home", whatever card it shows.
TOOLS: Final = ("case", "find", "attention")
# What "home" means to each role.
HOME: Final[Mapping[str, str]] = MappingProxyType(
    {
        CASE_MANAGER: "today",
        COORDINATOR: "office_today",
        DEPUTY: "office_today",
        SAFEGUARDING: "safety_today",
        TEACHER: "teacher",
        COUNSELOR: "find",
        HEAD: "find",
    }
)


def action(
    name: str,
    roles: Iterable[str],
    about: str = CASELOAD,
    also: tuple[str, ...] = (),
    form: str = "",
    alternate: bool = False,
) -> Callable[[View], View]:
    """Register a view under /addon/<name>. `roles` has no default: closed unless said."""

    def register(view: View) -> View:
        assert name not in ACTIONS, f"two actions are called {name}"
        ACTIONS[name] = CardAction(name, frozenset(roles), about, also, view, form, alternate)
        return view

    return register


def tools_of(role: str) -> tuple[str, ...]:
    """Those of a panel's tools that work for this role."""
    return tuple(name for name in TOOLS if role in ACTIONS[name].roles)


@dataclass(slots=True)
class Reader:
    """Makes a Reading for an action; keeps what is worked out from each look."""

    cache: WorkbookCache
    school: SchoolService
    _office: OfficeView | None = None
    _caseload: CaseloadView | None = None
    _managers: AgreedManagers | None = None
    _managers_at: datetime | None = None

    @property
    def say(self) -> Say:
        return self.school.wording.say

    @property
    def clock(self) -> Callable[[], datetime]:
        return self.school.clock

    def office(self) -> OfficeView:
        """The office: who is on Staff, before anything else is read."""
        return self._view_office(self.cache.book(OFFICE))

    def code_of(self, wanted: str) -> str:
        """The case (or the referral) that a code or a row id is about, as far as there is one."""
        if any(r.referral_id == wanted for r in self.office().without_roster.referrals):
            return wanted
        return self._view_caseload(self.cache.book(CASELOAD), self.office()).code_of(wanted)

    def read(self, about: str, also: tuple[str, ...]) -> Reading:
        """All that an action needs, looked at side by side."""
        books = self.cache.books({about, *also, OFFICE} - {""})
        office = self._view_office(books[OFFICE])
        caseload = self._view_caseload(books[CASELOAD], office) if CASELOAD in books else None
        return Reading(self.clock(), office, self.say, caseload, books.get(RESTRICTED))

    def _view_office(self, seen: WorkbookSeen) -> OfficeView:
        view = self._office
        if view is None or view.seen is not seen or view.today != self._today(view):
            view = view_office(seen, self.say, self.clock())
            spoken = self.school.learn(view.settings).say
            view = view if spoken == view.say else replace(view, say=spoken)
            self._office = view
        return view

    def _agreed_managers(self, office: OfficeView) -> AgreedManagers:
        """Whose case each is, as the ledger says: like all that decides rights, just read."""
        now, ledger = self.clock(), self.school.ledger
        fresh = self._managers_at is not None and abs(now - self._managers_at) < FRESH
        known = self._caseload
        if self._managers is None or not fresh or known is None or known.staff is not office.staff:
            begun = bool(ledger.agreed_of(BEGUN[0]))
            agreed = ledger.agreed_of(MANAGER)
            self._managers = agreed_managers(agreed, begun, office.staff, self.school.keys)
            self._managers_at = now
        return self._managers

    def _today(self, view: OfficeView) -> object:
        return self.clock().astimezone(view.zone).date()

    def _view_caseload(self, seen: WorkbookSeen, office: OfficeView) -> CaseloadView:
        view, managers = self._caseload, self._agreed_managers(office)
        if (
            view is None
            or view.seen is not seen
            or view.staff is not office.staff
            or view.today != office.today
            or view.registers != active(office.settings.modules)
            or view.managers != managers
        ):
            registers = active(office.settings.modules)
            view = CaseloadView(seen, office.staff, self.say, office.today, registers, managers)
            self._caseload = view
        return view
