"""The papers of a change: closing, transfer, coming back, and the case for who has it from now on.

Each is a page or two about the case as it stands: what works, the goals with their pictures, what
helps in class, what is promised, which dates are open. What may get into other hands (all but
the hand-over) holds nothing that one home must not know of another, and nothing of a service
referral. The hand-over is the case manager's alone, with contacts and services. None says why
somebody was away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..called import paper_names
from ..case_file import LEFT_OUT, in_order
from ..deadlines.due import due_of
from ..deadlines.records import Deadline
from ..diary_kinds import PLANNED
from ..document_types import DocumentType, PaperGoal
from ..masking.every_home import for_every_home
from ..records import Accommodation, Action, Case, DiaryEntry, Goal, TeamMember
from ..school import School
from ..services.looks import is_watched
from ..services.records import ServiceReferral
from ..text import fit_text
from ..wants import Say, WantedDocument, WantedMessage, WantedShare
from .away import EXIT, LEAVE, RETURN, TRANSFER_OUT
from .records import Decision
from .what_counts import is_made

KIND = "case_paper"
CLOSING, TRANSFER, RE_ENTRY, HAND_OVER = "closing", "transfer", "re_entry", "hand_over"
OF_DECISION = {
    EXIT: (CLOSING,),
    TRANSFER_OUT: (CLOSING, TRANSFER),
    LEAVE: (RE_ENTRY,),
    RETURN: (RE_ENTRY,),
}
FOLLOWED_FOR = timedelta(days=60)  # in which a paper follows what is known; then it is history
MOST = 20  # lines of one section
MOST_GOALS = 8  # with a picture, so that it is two pages; others are lines
WITH_PICTURES = (CLOSING, TRANSFER, HAND_OVER)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperContent:
    """What the template of a paper gets, in the school's words. `goals` get their figures and
    pictures where the document is made; `first` stands before them, `sections` behind."""

    case_code: str
    version: int
    title: str
    intro: str
    facts: tuple[str, ...]
    first: tuple[Section, ...]
    goals: tuple[object, ...]
    sections: tuple[Section, ...]
    note: str


def wanted_papers(school: School) -> Iterator[WantedDocument]:
    """Those of decisions that were made, and of cases that changed hands."""
    for decision in school.of(Decision):
        case = school.case(decision.code)
        if case is None or not decision.row.row_id or not is_made(decision, school):
            continue
        day = decision.decided_on or decision.takes_effect or school.today
        for paper in OF_DECISION.get(decision.what, ()):
            key = f"{decision.row.row_id}.{paper}"
            yield _paper(paper, key, case, day, decision, school)
    for case in school.cases:
        handed = school.ask.handed_over(case.code) if case.code else None
        if handed is not None and case.is_open:
            yield _paper(HAND_OVER, _of_hand_over(handed), case, handed, None, school)


def _of_hand_over(day: date) -> str:
    return f"{HAND_OVER}.{day.isoformat()}"


def _paper(
    paper: str, key: str, case: Case, day: date, decision: Decision | None, school: School
) -> WantedDocument:
    staff = {person.email for person in school.staff}
    readers = {case.case_manager} & staff if case.is_confirmed else set()
    followed = school.today - day <= FOLLOWED_FOR
    return WantedDocument(
        code=case.code,
        kind=KIND,
        household=key,
        title=school.say(f"decision.paper.{paper}.file", code=case.code),
        content=_content(paper, case, decision, school) if followed else None,
        shares=tuple(WantedShare(email, "writer") for email in sorted(readers)),
        because=school.say(f"decision.paper.{paper}.because", code=case.code),
        row=decision.row if decision is not None else None,
        column="document" if decision is not None else "",
        closed=not followed,
        told=paper == HAND_OVER,
        for_every_home=paper != HAND_OVER,
    )


def hand_over_mails(school: School) -> Iterator[WantedMessage]:
    """Whose case it is from now on hears where the paper opens; the mail names nobody."""
    staff = {person.email for person in school.staff}
    for case in school.cases:
        day = school.ask.handed_over(case.code) if case.code else None
        fresh = day is not None and school.today - day <= FOLLOWED_FOR
        if day is None or not fresh or not case.is_open or not case.is_confirmed:
            continue
        key = f"hand_over:{case.code}:{day.isoformat()}"
        if case.case_manager in staff and key not in school.ask.done:
            yield WantedMessage(
                key=key,
                to=case.case_manager,
                subject=school.say("decision.paper.hand_over.subject", code=case.code),
                text=school.say("decision.paper.hand_over.mail", code=case.code),
                because=school.say("decision.paper.hand_over.because", code=case.code),
                encloses=f"{KIND}:{case.code}:{_of_hand_over(day)}",
            )


# ---------------------------------------------------------------- what stands in it


def _content(paper: str, case: Case, decision: Decision | None, school: School) -> PaperContent:
    say, inside = school.say, paper == HAND_OVER
    mask = fit_text if inside else for_every_home(case, school)
    pictured = MOST_GOALS if paper in WITH_PICTURES else 0
    goals = _goals(case, school)
    parts: list[tuple[str, Iterable[str]]] = [
        ("more_goals" if pictured else "goals", (_goal_line(g, school) for g in goals[pictured:])),
        ("accommodations", _accommodations(case, school)),
        ("promised", _promised(case, school)),
        ("dates", _dates(case, inside, school)),
    ]
    if inside:
        parts += [("contacts", _contacts(case, school)), ("services", _services(case, school))]
    if paper == RE_ENTRY:
        parts += [("may_be_told", _lines(case.staff_may_be_told))]
        parts += [("to_agree", _lines(say("decision.paper.re_entry.to_agree")))]
    return PaperContent(
        case_code=case.code,
        version=1,
        title=say(f"decision.paper.{paper}.title"),
        intro=say(f"decision.paper.{paper}.intro"),
        facts=tuple(_facts(case, decision, mask, school)),
        first=_sections(
            (("works", _lines(case.strengths)), ("hard", _lines(case.needs))), mask, say
        ),
        goals=tuple(
            PaperGoal(mask(goal.goal.strip()), mask(_figures(goal, school)))
            for goal in goals[:pictured]
        ),
        sections=_sections(parts, mask, say),
        note=say(f"decision.paper.{paper}.note"),
    )


def _sections(
    parts: Iterable[tuple[str, Iterable[str]]], mask: Callable[[str], str], say: Say
) -> tuple[Section, ...]:
    """Those in which something stands."""
    return tuple(
        Section(say(f"decision.paper.heading.{key}"), tuple(map(mask, found)))
        for key, lines in parts
        if (found := list(lines)[:MOST])
    )


def _facts(
    case: Case, decision: Decision | None, mask: Callable[[str], str], school: School
) -> Iterator[str]:
    say = school.say
    yield say("decision.paper.who", student=paper_names(case, school.settings).student)
    if case.grade:
        yield say("decision.paper.grade", grade=case.grade)
    if case.plan_type:
        yield say("decision.paper.plan", plan=mask(case.plan_type))
    if case.case_manager:
        yield say("decision.paper.manager", name=school.name_of(case.case_manager))
    if decision is not None and decision.takes_effect is not None:
        key = "decision.paper.from_until" if decision.until else "decision.paper.from"
        yield say(key, what=decision.what, day=decision.takes_effect, until=decision.until)
    if case.graduation_path.strip():
        yield say("decision.paper.path", path=mask(case.graduation_path))


def _goals(case: Case, school: School) -> list[Goal]:
    """In the order in which a plan has them."""
    found = [goal for goal in school.of(Goal) if goal.code == case.code and goal.goal.strip()]
    return sorted(found, key=lambda g: (g.due or date.max, *in_order(g.goal, g.row)))


def _goal_line(goal: Goal, school: School) -> str:
    figures = _figures(goal, school)
    return f"{goal.goal.strip()}: {figures}" if figures else goal.goal.strip()


def _figures(goal: Goal, school: School) -> str:
    """Where it is, as its row says it; "" where nothing is measured."""
    numbers = {
        key: "" if value is None else f"{value:g} {goal.unit}".strip()
        for key, value in (
            ("baseline", goal.baseline),
            ("latest", goal.latest),
            ("target", goal.target),
        )
    }
    key = "goal_known" if all(numbers.values()) else "goal_latest" if numbers["latest"] else ""
    return school.say(f"decision.paper.{key}", **numbers) if key else ""


def _accommodations(case: Case, school: School) -> Iterator[str]:
    """What holds today, in an order of its own."""
    found = {
        (each.accommodation.strip(), each.where.strip())
        for each in school.of(Accommodation)
        if each.code == case.code and each.accommodation.strip()
        if each.until is None or each.until >= school.today
    }
    for what, where in sorted(found):
        yield f"{what} ({where})" if where else what


def _promised(case: Case, school: School) -> Iterator[str]:
    """Open actions, with who and by when."""
    found = [
        each
        for each in school.of(Action)
        if each.code == case.code and each.action.strip() and each.consent != "Refused"
        if each.status not in (*LEFT_OUT, "Done")
    ]
    for each in sorted(found, key=lambda a: (a.due or date.max, a.action.casefold())):
        parts = [each.action.strip(), each.who.strip()]
        parts += [school.say("decision.paper.by", day=each.due)] if each.due else []
        yield " · ".join(part for part in parts if part)


def _dates(case: Case, inside: bool, school: School) -> Iterator[str]:
    """What is open: the review, deadlines, and (for the case manager) what is planned."""
    say = school.say
    found = [(case.review_due, say("decision.paper.review"))] if case.review_due else []
    found += [
        (due, deadline.kind)
        for deadline in school.of(Deadline)
        if deadline.code == case.code and deadline.kind and deadline.done_on is None
        if (due := due_of(deadline, school).day) is not None
    ]
    if inside:
        found += [
            (entry.day, entry.kind)
            for entry in school.of(DiaryEntry)
            if entry.code == case.code and entry.status == PLANNED
            if entry.day is not None and entry.day >= school.today
        ]
    for day, what in sorted(found):
        yield say("decision.paper.date", day=day, what=what)


def _contacts(case: Case, school: School) -> Iterator[str]:
    team = [each for each in school.of(TeamMember) if each.code == case.code and each.person]
    for each in sorted(team, key=lambda m: (m.household.casefold(), m.person.casefold())):
        parts = (each.person, each.role, each.household, each.phone, each.language, each.rights)
        yield " · ".join(part for part in parts if part.strip())


def _services(case: Case, school: School) -> Iterator[str]:
    for each in school.of(ServiceReferral):
        if each.code == case.code and each.resource and is_watched(each, school):
            yield " · ".join(part for part in (each.resource, each.status or "Made") if part)


def _lines(text: str) -> list[str]:
    return [line for line in (each.strip(" •-\t") for each in text.splitlines()) if line]


_ONE = Section("What works", ("Draws machines",))
_GOAL = PaperGoal("Reads aloud", "60", "100", "1 Mar", "On track")
_ALL = PaperContent(
    "C-0000", 2, "Closing", "The case", ("Sam",), (_ONE,), (_GOAL,), (_ONE,), "For the file"
)
_NOTHING = PaperContent("C-0000", 1, "", "", (), (), (), (), "")
PAPER = DocumentType(KIND, wanted_papers, (_ALL, _NOTHING), with_goals=True)
