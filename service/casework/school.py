"""A school in records: everything that rules look at, as it will be once all that is wanted so far
has been written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from .briefing import Told
from .crack import Crack
from .days import DAY_ZERO
from .diary_kinds import DiaryKind
from .names import Roster
from .records import Case, Problem, Response, RowRef, StaffMember
from .schooldays import SchoolCalendar
from .settings import SchoolSettings, setting_key
from .wants import Say
from .work import Work

T = TypeVar("T")


def _nothing(key: str) -> str:
    return ""


def _not_said(key: str, /, **values: object) -> str:
    raise LookupError(key)


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A document that a colleague asked for on a card, on `day`: about one case, or ("") about
    all of their own. `key` tells it from others, and says nothing."""

    key: str
    day: date
    code: str = ""


def _no_papers(kind: str, email: str) -> tuple[PaperAsked, ...]:
    return ()


def _no_duties() -> Mapping[str, frozenset[str]]:
    return {}


def _no_cracks(school: School) -> tuple[Crack, ...]:
    return ()


def _no_works(school: School, email: str) -> tuple[Work, ...]:
    return ()


@dataclass(frozen=True)
class RuleServices:
    """What the engine answers while rules are asked. `done` holds the keys of rows, messages and
    appointments that happened already, `sent` when a message went. `pick(problem key)` is what a
    person chose on Attention, "" if nothing. `case_code(referral id)` and
    `referral_number(form, response id)` are numbers given once for ever. `on_card(row id, column,
    value)`: whether just this value was chosen there by the person to whom it belongs, on their
    own card, and not typed into the cell. `kept(text)` is the day that a rule wanted remembered;
    `papers(kind, e-mail)` are those that this colleague asked for. `texts(topic, language as
    written)` are the sentences of a kind of papers in a family's language, None where nobody has
    written them. `hashed(text)`: a keyed hash, for keys that must not say whom they are about.
    `cracks(school)` are those of every topic, the oldest first; `works(school, e-mail)` is what
    every topic knows that a colleague did. `tells(school, case code)` is
    what topics have to say of a case before a meeting. `handed_over(code)`: the day on which a case
    last went from one case manager to another, None where it never did. `thrown_away(key)`: whether
    the document of this key was put into the trash, as far as a sync knows. `duties()`: what can be
    done on cards, by name, with the roles for which."""

    say: Say = _not_said
    speak: Callable[[str], Say] = lambda language: _not_said
    link: Callable[[RowRef], str] = lambda row: ""
    pick: Callable[[str], str] = _nothing
    any_picks: bool = False
    done: Collection[str] = ()
    sent: Mapping[str, datetime] = field(default_factory=dict)
    responses: tuple[Response, ...] = ()
    kinds: Mapping[str, DiaryKind] = field(default_factory=dict)
    case_code: Callable[[str], str] = _nothing
    referral_number: Callable[[str, str], str] = lambda form, response: ""
    on_card: Callable[[str, str, str], bool] = lambda row, column, value: False
    kept: Callable[[str], date | None] = lambda text: None
    papers: Callable[[str, str], tuple[PaperAsked, ...]] = _no_papers
    hashed: Callable[[str], str] = _nothing
    cracks: Callable[[School], tuple[Crack, ...]] = _no_cracks
    works: Callable[[School, str], tuple[Work, ...]] = _no_works
    duties: Callable[[], Mapping[str, frozenset[str]]] = _no_duties
    texts: Callable[[str, str], Say | None] = lambda topic, language: None
    tells: Callable[[School, str], tuple[Told, ...]] = lambda school, code: ()
    handed_over: Callable[[str], date | None] = lambda code: None
    thrown_away: Callable[[str], bool] = lambda key: False


@dataclass(frozen=True)
class School:
    """`records` is by record class; `problems` are those of reading alone; `files` the ids of the
    workbooks by key."""

    now: datetime
    today: date
    zone: ZoneInfo
    settings: SchoolSettings
    calendar: SchoolCalendar
    roster: Roster
    records: Mapping[type[Any], tuple[Any, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    ask: RuleServices = field(default_factory=RuleServices)

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """All records of one class, in the order in which they stand."""
        return self.records.get(kind, ())

    @property
    def say(self) -> Say:
        return self.ask.say

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.of(Case)

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        return self.of(StaffMember)

    @property
    def coordinator(self) -> str:
        """Who is asked when nobody nearer is: the first coordinator on Staff, or ""."""
        return next((p.email for p in self.staff if p.role == "Coordinator"), "")

    def counts_from(self, module: str) -> date | None:
        """The day on which a module (by its name on Settings) was switched on; None where it
        always was. What lies before is never late, stale or asked about."""
        written = str(self.settings.more.get(setting_key(f"{module} counts from"), ""))
        if written.isdecimal():  # somebody typed it anew, and Sheets made a date of it
            return DAY_ZERO + timedelta(days=min(int(written), 110_000))
        try:
            return date.fromisoformat(written[:10])
        except ValueError:
            return None

    def case(self, code: str) -> Case | None:
        return self._cases_by_code.get(code)

    @cached_property
    def case_manager_emails(self) -> frozenset[str]:
        """Of everybody on Staff with that Role."""
        return frozenset(person.email for person in self.staff if person.role == "Case manager")

    def manager_of(self, code: str) -> str:
        """The e-mail address of a case's manager, or ""."""
        case = self.case(code)
        return case.case_manager if case else ""

    def is_led_by(self, code: str, email: str) -> bool:
        """Whether this is the case's own manager, or stands in for them today."""
        manager = self.manager_of(code)
        cover = self.calendar.cover_for(self.today, manager) if manager else ""
        return bool(email) and email in (manager, cover)

    def is_theirs(self, code: str, person: StaffMember) -> bool:
        """Whether somebody may work on an open case: who leads it today, and who coordinates."""
        case = self.case(code)
        coordinates = person.role == "Coordinator"
        return (
            case is not None
            and case.is_open
            and (coordinates or self.is_led_by(code, person.email))
        )

    def name_of(self, email: str) -> str:
        """What a colleague is called; the address where Staff does not say."""
        return self._names.get(email, "") or email

    @cached_property
    def _cases_by_code(self) -> dict[str, Case]:
        return {case.code: case for case in self.cases if case.code}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {person.email: person.name for person in self.staff}
