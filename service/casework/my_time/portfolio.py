"""What I do as a case manager: a term on two pages, for whoever evaluates a case manager.

Shares of time as a chart, counts of work as they are, and of students no more than how many there
were; where there were few, only that. It is made of a day, for who asked for it, and shared with
nobody else: whether it is handed on is theirs.
Sources: docs/modules/my-time.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..bar_chart import Bar, BarChart, bar_chart
from ..cards import CardPaper
from ..document_types import DocumentType
from ..goal_state import MET, ran_in, state_of
from ..own_book import rows_of
from ..records import MY_TIME, Goal
from ..school import School
from ..terms import Term, term_of
from ..wants import WantedDocument, WantedShare
from ..work import Work
from .spent import STATED, TYPED, by_kind, in_days, percents, spoken, with_typed

PAPER = "my_time_portfolio"


@dataclass(frozen=True, slots=True)
class TimeContent:
    """All text as it is to be read; `shares` is a chart of percents."""

    case_code: str
    version: int
    person: str
    term: str
    days: str
    total: str
    shares: BarChart
    hours: str
    students: str
    goals: str
    counts: tuple[str, ...]
    formula: tuple[str, ...]


def wanted_portfolios(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for today, once the own workbook was read for them."""
    for person in school.staff:
        for asked in school.ask.papers(PAPER, person.email):
            if asked.day == school.today:
                term = term_of(asked.day, school)
                rows = rows_of(school, MY_TIME, person.email)
                content = None if rows is None else _content(person.email, term, rows, school)
                yield WantedDocument(
                    code="",
                    kind=PAPER,
                    household=asked.key,
                    title=school.say("my_time.title", term=term.label),
                    content=content,
                    shares=(WantedShare(person.email, "writer"),),
                    because=school.say("my_time.asked_for"),
                    closed=rows is None,
                )


def _content(email: str, term: Term, rows: Iterable[object], school: School) -> TimeContent:
    works = with_typed(school.ask.works(school, email), rows, school)
    return content_of(email, term, works, school)


def content_of(email: str, term: Term, works: Iterable[Work], school: School) -> TimeContent:
    """A term of this person's work."""
    say = school.say
    own = in_days(works, term.first, term.last)
    minutes = by_kind(own)
    whole = sum(minutes.values())
    shares = percents(minutes)
    bars = tuple(
        Bar(
            say("my_time.kind", kind=kind),
            shares[kind],
            say("my_time.share", percent=shares[kind]),
        )
        for kind in minutes
    )
    return TimeContent(
        case_code=term.label,
        version=1,
        person=school.name_of(email),
        term=term.label,
        days=say("my_time.days_of", first=term.first, last=term.last),
        total=spoken(whole, say),
        shares=bar_chart(bars),
        hours=" · ".join(
            say("my_time.hours", kind=kind, time=spoken(spent, say))
            for kind, spent in minutes.items()
            if spent
        ),
        students=_students(own, school),
        goals=str(_goals_met(email, term, school)),
        counts=tuple(_counts(own, school)),
        formula=tuple(_formula(own, school)),
    )


def _students(works: Iterable[Work], school: School) -> str:
    """With how many students, or that they were few."""
    count = len({work.code for work in works if work.code})
    least = school.settings.small_count_hidden_below
    return str(count) if count >= least else school.say("my_time.few", least=least)


def _goals_met(email: str, term: Term, school: School) -> int:
    return sum(
        school.manager_of(goal.code) == email and state_of(goal) == MET
        for goal in school.of(Goal)
        if ran_in(goal, term.first, term.last)
    )


def _counts(works: Iterable[Work], school: School) -> Iterator[str]:
    """Every kind of work with how often it was done, the most frequent first."""
    counts = Counter(work.what for work in works)
    for what, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield school.say(f"my_time.count.{what}", count=count)


def _formula(works: Iterable[Work], school: School) -> Iterator[str]:
    """How the minutes are known: by rows, by settings, by what was typed."""
    say, whats = school.say, {work.what for work in works}
    yield say("my_time.formula.rows")
    stated = [
        say(f"my_time.formula.{what}", minutes=school.settings.more.get(setting, 0))
        for what, setting in STATED.items()
        if what in whats
    ]
    if stated:
        yield say("my_time.formula.stated", what=", ".join(stated))
    if TYPED in whats:
        yield say("my_time.formula.typed")
    yield say("my_time.formula.sources")


_BARS = bar_chart((Bar("Students", 40, "40%"), Bar("Paperwork", 0, "0%")))
DOCUMENT = DocumentType(
    PAPER,
    wanted_portfolios,
    (
        TimeContent(
            "2026-27 Q1", 2, "Dana Whitfield", "2026-27 Q1", "1 Aug to 31 Oct", "31 h", _BARS,
            "Students 2 h", "12", "3", ("Check-ins: 20",), ("Rows say it.",),
        ),
        TimeContent("2026-27 Q1", 1, "", "", "", "", bar_chart(()), "", "", "", (), ()),
    ),
)  # fmt: skip
PAPERS = (CardPaper("my_time_paper", PAPER, "my_week", frozenset({"Case manager"})),)
