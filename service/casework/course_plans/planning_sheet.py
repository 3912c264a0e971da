"""The planning sheet of a course: two sides, signed by student, family and counselor.

It says that the accommodations come with the student. Where Team names several homes it holds
nothing of either that the other must not read: their names, addresses and numbers are taken out.
It is shared with the case manager, who prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..document_types import DocumentType
from ..masking.every_home import for_every_home
from ..records import Accommodation, Case, Goal
from ..school import School
from ..wants import WantedDocument, WantedShare
from .choice import has_counselor_s_word
from .records import AP, IB, CoursePlan
from .rules import look_day

KIND = "planning_sheet"
MODIFICATION = "Modification"
MOST = 20  # goals and accommodations on one sheet


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What the template of a planning sheet gets."""

    case_code: str
    version: int
    course: str
    level: str
    starts: str
    hours: str
    why: str
    evidence: str
    goals: tuple[str, ...]
    accommodations: tuple[str, ...]
    exam: str
    student_says: str
    counselor_says: str
    recommendation: str
    family_chose: str
    look_again: str
    school_phone: str


def wanted_sheets(school: School) -> Iterator[WantedDocument]:
    """One for each course plan of an open case."""
    staff = {person.email for person in school.staff}
    for plan in school.of(CoursePlan):
        case = school.case(plan.code)
        if case is None or not case.is_open or not plan.row.row_id:
            continue
        if not plan.course or not plan.level:
            continue
        readers = {case.case_manager} & staff if case.is_confirmed else set()
        yield WantedDocument(
            code=case.code,
            kind=KIND,
            household=plan.row.row_id,
            title=school.say("course.sheet_title", code=case.code),
            content=_content(plan, case, school),
            shares=tuple(WantedShare(email, "writer") for email in sorted(readers)),
            because=school.say("course.sheet_because", code=case.code),
            row=plan.row,
            column="document",
        )


def _content(plan: CoursePlan, case: Case, school: School) -> SheetContent:
    say, mask = school.say, for_every_home(case, school)

    def on(day: date | None) -> str:
        return say("course.day", day=day) if day else ""

    says = mask(plan.counselor_says)
    if says and not has_counselor_s_word(plan, school):
        says = say("course.typed", words=says)
    hours = "" if plan.hours_a_week is None else say("course.hours", count=plan.hours_a_week)
    exam = plan.level in (AP, *IB)
    return SheetContent(
        case_code=case.code,
        version=1,
        course=mask(plan.course),
        level=plan.level,
        starts=on(plan.starts),
        hours=hours,
        why=mask(plan.why),
        evidence=mask(plan.evidence),
        goals=tuple(mask(goal) for goal in _goals(case, school)),
        accommodations=tuple(mask(each) for each in _accommodations(case, school)),
        exam=say("course.exam") if exam else "",
        student_says=mask(plan.student_says),
        counselor_says=says,
        recommendation=plan.recommendation,
        family_chose=mask(plan.family_chose),
        look_again=on(look_day(plan, school)),
        school_phone=school.settings.school_phone,
    )


def _goals(case: Case, school: School) -> list[str]:
    found = [g.goal for g in school.of(Goal) if g.code == case.code and g.goal.strip()]
    return sorted(found, key=str.casefold)[:MOST]


def _accommodations(case: Case, school: School) -> list[str]:
    """What counts today and does not change what is learned."""
    found = {
        each.accommodation.strip()
        for each in school.of(Accommodation)
        if each.code == case.code
        and each.accommodation.strip()
        and each.type != MODIFICATION
        and (each.until is None or each.until >= school.today)
    }
    return sorted(found, key=str.casefold)[:MOST]


_ALL = SheetContent(
    "C-0000", 2, "Biology", "AP", "1 Sep 2026", "4", "Likes it", "A good year", ("Reads",),
    ("More time",), "Ask in time", "I want to", "It fits", "Yes", "Yes", "13 Oct 2026", "555-0100",
)  # fmt: skip
_NOTHING = SheetContent("C-0000", 1, "", "", "", "", "", "", (), (), "", "", "", "", "", "", "")
SHEET = DocumentType(KIND, wanted_sheets, (_ALL, _NOTHING))
