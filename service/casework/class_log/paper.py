"""Growth: one document for a case manager and a class, about this school year.

It is made when somebody presses its button, follows what is known on that day while nobody has
written into it, and is left alone from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..called import paper_names
from ..cards import CardPaper
from ..chart_facts import ChartFacts, chart_facts
from ..document_types import DocumentType
from ..progress import goal_progress
from ..records import Case, Goal, Measurement, RowRef
from ..scales import Scale
from ..school import PaperAsked, School
from ..wants import WantedDocument, WantedShare
from .goal_of import goal_of
from .growth import LEAST_POINTS, compared
from .measuring import by_class_and_measure
from .records import LogEntry, by_case, of_classes, this_year
from .series import Phase, Point, phases, points

KIND = "growth"
DECREASE = "Decrease"


@dataclass(frozen=True, slots=True)
class Piece:
    """One student and measure, in words; `numbers` is () where the picture stands alone, and
    `only` is then the sentence that says why."""

    name: str
    measure: str
    numbers: tuple[str, ...]
    only: str
    chart: ChartFacts | None


@dataclass(frozen=True, slots=True)
class GrowthContent:
    case_code: str
    version: int
    day: str
    class_name: str
    manager: str
    pieces: tuple[Piece, ...]


def wanted(school: School) -> Iterator[WantedDocument]:
    """Those that were asked for today."""
    for person in school.staff:
        for asked in school.ask.papers(KIND, person.email):
            if asked.day == school.today:
                yield from _of_person(asked, person.email, person.name, school)


def _of_person(
    asked: PaperAsked, email: str, name: str, school: School
) -> Iterator[WantedDocument]:
    entries = by_case(school)
    cases = [
        case
        for case in school.cases
        if case.code in entries and case.is_open
        if case.case_manager == email and case.is_confirmed
    ]
    own = {case.code: this_year(entries[case.code], school) for case in cases}
    called: dict[str, str] = {}
    for entry in (entry for of_case in own.values() for entry in of_case):
        if entry.of_class:
            called.setdefault(entry.of_class, " ".join(entry.class_name.split()))
    for of_class in sorted(called):
        pieces = tuple(
            piece
            for case in sorted(cases, key=lambda case: (case.student.casefold(), case.code))
            for piece in _pieces(case, own[case.code], of_class, school)
        )
        if not pieces:
            continue
        content = GrowthContent(
            case_code=asked.day.isoformat(),
            version=1,
            day=school.say("class_log.paper.day", day=asked.day),
            class_name=called[of_class],
            manager=name,
            pieces=pieces,
        )
        yield WantedDocument(
            code="",
            kind=KIND,
            household=f"{asked.key}.{school.ask.hashed(of_class)[:12]}",
            title=school.say("class_log.paper.title", day=asked.day),
            content=content,
            shares=(WantedShare(email, "writer"),),
            because=school.say("class_log.paper.because"),
        )


def _pieces(case: Case, entries: list[LogEntry], of_class: str, school: School) -> Iterator[Piece]:
    whole = [e for e in this_year(of_classes(school), school) if e.of_class == of_class]
    goals = [goal for goal in school.of(Goal) if goal.code == case.code]
    name = paper_names(case, school.settings).student
    for (in_class, measure), own in by_class_and_measure(entries).items():
        if in_class != of_class:
            continue
        goal = goal_of(measure, goals)
        of = _on_one_scale(points(own, whole, measure), goal)
        if of:
            yield _piece(name, measure, of, goal, school)


def _on_one_scale(of: list[Point], goal: Goal | None) -> list[Point]:
    """The points on the scale of their goal, or of each other; one that may be on another is left
    out here, and asked about where it is a goal's."""
    scale = Scale(goal or _no_goal("", of[0].row), [point.value for point in of]) if of else None
    read = [(point, scale.read(point.value)) for point in of] if scale else []
    return [
        Point(point.day, value, point.phase, point.row)
        for point, value in read
        if value is not None
    ]


def _no_goal(measure: str, row: RowRef) -> Goal:
    """In place of a goal where the measure is none's."""
    return Goal(row, "", "", goal=measure, measure=measure)


def _piece(name: str, measure: str, of: list[Point], goal: Goal | None, school: School) -> Piece:
    found = phases(of)
    improvement = "decrease" if goal is not None and goal.direction == DECREASE else "increase"
    target = Scale(goal).read(goal.target) if goal is not None and goal.target is not None else None
    growth = compared(found, improvement, target)
    numbers = list(_phase_words(found, school)) if growth else []
    say = school.say
    if growth is not None:
        key = "class_log.paper.nap_fewer" if improvement == "decrease" else "class_log.paper.nap"
        key = key if goal is not None else "class_log.paper.nap_no_goal"
        numbers.append(
            say(
                key,
                before=_called(growth.before, len(found) - 2, school),
                after=_called(growth.after, len(found) - 1, school),
                share=f"{100 * growth.nap:.0f}",
                better=f"{growth.better:g}",
                pairs=growth.pairs,
            )
        )
        if growth.pogo is not None:
            goal_words = {"percent": f"{growth.pogo:.0f}", "target": f"{target:g}"}
            numbers.append(say("class_log.paper.pogo", **goal_words))
    return Piece(
        name=name,
        measure=measure,
        numbers=tuple(numbers),
        only="" if growth else _why_not(found, school),
        chart=_chart(measure, of, goal, school),
    )


def _phase_words(found: list[Phase], school: School) -> Iterator[str]:
    """ "1 · On her own, from 7 Sep: mean 22.7 of 6 points"."""
    for number, phase in enumerate(found):
        yield school.say(
            "class_log.paper.phase",
            name=_called(phase, number, school),
            day=phase.first,
            mean=f"{sum(phase.values) / len(phase.values):.1f}",
            count=len(phase.values),
        )


def _called(phase: Phase, number: int, school: School) -> str:
    return phase.name or school.say("class_log.paper.no_phase", number=number + 1)


def _why_not(found: list[Phase], school: School) -> str:
    """The sentence in place of numbers."""
    if len(found) < 2:
        return school.say("class_log.paper.one_phase")
    return school.say("class_log.paper.too_few", least=LEAST_POINTS)


def _chart(measure: str, of: list[Point], goal: Goal | None, school: School) -> ChartFacts | None:
    about = goal or _no_goal(measure, of[0].row)
    measured = [
        Measurement(point.row, point.day, about.goal, point.value, point.phase) for point in of
    ]
    progress = goal_progress(about, measured, school.settings, school.say)
    return chart_facts(about, progress, measured, lambda words: words, school.say)


_FULL = Piece("Sam", "Words", ("1: mean 20 of 6 points", "2: mean 27 of 7 points"), "", None)
_BARE = Piece("Sam", "Words", (), "Only a picture.", None)
DOCUMENTS = (
    DocumentType(
        KIND,
        wanted,
        (
            GrowthContent("2026-12-01", 2, "1 Dec", "Math", "Dana", (_FULL, _BARE)),
            GrowthContent("2026-12-01", 1, "", "", "", ()),
        ),
    ),
)
PAPERS = (CardPaper("print_growth", KIND, "today", frozenset({"Case manager"})),)
