"""Ticket to the Week and To-Do: what stands on them, and which have been asked for.

One document a case manager, for all own students, or one of one student; of this week, or of this
day. It is made when somebody presses its button, follows what is known while nobody has written
into it, and is left alone once its week or day is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from ..called import paper_names
from ..cards import CardPaper
from ..diary_kinds import PLANNED
from ..document_types import DocumentType
from ..masking.every_home import for_every_home
from ..records import Case, DiaryEntry
from ..school import PaperAsked, School
from ..wants import WantedDocument, WantedShare
from .compare import found_words
from .own_tasks import tasks_of
from .records import WeeklyCheck, checks_by_case, newest_done
from .rows import ACTIVE
from .weeks import week_of

TICKET, TO_DO = "ticket_to_the_week", "to_do"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One student's; every text as it is to be read, "" for what is not known."""

    name: str
    grades: str
    missing: str
    promise: str
    times: tuple[str, ...]
    make_up: str
    family_line: str


@dataclass(frozen=True, slots=True)
class TicketContent:
    case_code: str
    version: int
    week: str
    manager: str
    tickets: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True)
class TaskLine:
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class ToDoPage:
    name: str
    missing: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class ToDoContent:
    case_code: str
    version: int
    day: str
    pages: tuple[ToDoPage, ...]


def wanted_tickets(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for in this week."""
    for person in school.staff:
        for asked in school.ask.papers(TICKET, person.email):
            cases = _cases(asked, person.email, school)
            week = week_of(school.today, school)
            if cases and week_of(asked.day, school) == week:
                content = TicketContent(
                    case_code=asked.code or week.isoformat(),
                    version=1,
                    week=school.say("week.paper_week", day=week),
                    manager=person.name,
                    tickets=tuple(_ticket(case, school) for case in cases),
                )
                title = school.say("week.ticket_title", day=week)
                yield _document(TICKET, asked, person.email, title, content, school)


def wanted_to_dos(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for today."""
    for person in school.staff:
        for asked in school.ask.papers(TO_DO, person.email):
            cases = _cases(asked, person.email, school)
            if cases and asked.day == school.today:
                content = ToDoContent(
                    case_code=asked.code or asked.day.isoformat(),
                    version=1,
                    day=school.say("week.paper_day", day=asked.day),
                    pages=tuple(_page(case, school) for case in cases),
                )
                title = school.say("week.to_do_title", day=asked.day)
                yield _document(TO_DO, asked, person.email, title, content, school)


def _document(
    kind: str, asked: PaperAsked, email: str, title: str, content: object, school: School
) -> WantedDocument:
    if asked.code:
        title = school.say("week.title_of_case", title=title, code=asked.code)
    return WantedDocument(
        code=asked.code,
        kind=kind,
        household=asked.key,
        title=title,
        content=content,
        shares=(WantedShare(email, "writer"),),
        because=school.say("week.asked_for"),
    )


def _cases(asked: PaperAsked, email: str, school: School) -> list[Case]:
    """Whom it is about: one, or all own Active ones; none any more once they are another's."""
    own = [case for case in school.cases if case.case_manager == email and case.is_confirmed]
    if asked.code:
        person = next((p for p in school.staff if p.email == email), None)
        coordinates = person is not None and person.role == "Coordinator"
        cases = school.cases if coordinates else own
        return [case for case in cases if case.code == asked.code and case.is_open]
    active = [case for case in own if case.status == ACTIVE and case.code]
    return sorted(active, key=lambda case: (case.student.casefold(), case.code))


def _ticket(case: Case, school: School) -> Ticket:
    """The student takes it to every home."""
    checks, mask = checks_by_case(school).get(case.code, []), for_every_home(case, school)
    newest, last = newest_done(checks), checks[-1] if checks else None
    return Ticket(
        name=paper_names(case, school.settings).student,
        grades=mask(_grades(newest, school)),
        missing=mask(_missing(case, school)),
        promise=mask((last.promise if last else "").strip()),
        times=tuple(map(mask, _times(case, school))),
        make_up=mask(case.make_up_times.strip()),
        family_line=mask((newest.family_line if newest else "").strip()),
    )


def _grades(newest: WeeklyCheck | None, school: School) -> str:
    """What the newest check found, with its day; a line to write on where it found nothing."""
    found = found_words(newest, school) if newest else ""
    if newest is None or not found:
        return school.say("week.paper_no_grades")
    return school.say("week.paper_grades", what=found, day=newest.day)


def _missing(case: Case, school: School) -> str:
    """ "Missing work: 5 (Maths)", from the newest row that says so."""
    checks = checks_by_case(school).get(case.code, [])
    known = next((c for c in reversed(checks) if c.missing_work is not None), None)
    if known is None or not known.missing_work:
        return ""
    key = "week.paper_missing_in" if known.failing_in else "week.paper_missing"
    return school.say(key, count=known.missing_work, classes=known.failing_in)


def _times(case: Case, school: School) -> Iterator[str]:
    """The student's own appointments of this week."""
    week = week_of(school.today, school)
    entries = [
        each
        for each in school.of(DiaryEntry)
        if each.code == case.code and each.status == PLANNED and each.day is not None
        if week <= each.day < week + timedelta(days=7) and _is_of_the_student(each, school)
    ]
    for each in sorted(entries, key=lambda e: (e.day, e.start is not None, e.start)):
        key = "week.paper_time" if each.start else "week.paper_all_day"
        yield school.say(key, kind=each.kind, day=each.day, start=each.start)


def _is_of_the_student(entry: DiaryEntry, school: School) -> bool:
    kind = school.ask.kinds.get(entry.kind)
    return kind is not None and kind.student_contact


def _page(case: Case, school: School) -> ToDoPage:
    mask = for_every_home(case, school)
    return ToDoPage(
        name=paper_names(case, school.settings).student,
        missing=mask(_missing(case, school)),
        tasks=tuple(
            TaskLine(mask(task.what), school.say("week.paper_by", day=task.due) if task.due else "")
            for task in tasks_of(case, school)
        ),
    )


def on_a_to_do(school: School, code: str) -> Iterable[str]:
    """What of a case is remembered when its To-Do is printed."""
    case = school.case(code)
    return [task.item for task in tasks_of(case, school)] if case else []


_ONE = Ticket("Sam", "2 missing", "Missing work: 2", "Labs", ("Mon, 9:00",), "Tue", "All well")
_BARE = Ticket("Sam", "", "", "", (), "", "")
DOCUMENTS = (
    DocumentType(
        TICKET,
        wanted_tickets,
        (
            TicketContent("C-0000", 2, "Week of 30 Nov", "Dana", (_ONE,)),
            TicketContent("C-0000", 1, "", "", (_BARE,)),
        ),
    ),
    DocumentType(
        TO_DO,
        wanted_to_dos,
        (
            ToDoContent("C-0000", 2, "1 Dec", (ToDoPage("Sam", "2", (TaskLine("Read", "Fri"),)),)),
            ToDoContent("C-0000", 1, "", (ToDoPage("", "", ()),)),
        ),
    ),
)
PAPERS = (
    CardPaper("print_tickets", TICKET, "today", frozenset({"Case manager"})),
    CardPaper("print_to_dos", TO_DO, "today", frozenset({"Case manager"}), on_a_to_do),
    CardPaper("print_to_do", TO_DO, "case", frozenset({"Case manager", "Coordinator"}), on_a_to_do),
)
