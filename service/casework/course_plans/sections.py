"""What cards show of course plans: on the case, and what waits for a counselor's word."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .choice import has_counselor_s_word
from .forms import FORMS
from .records import CoursePlan


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Every course of the case, the one that starts last first."""
    found = [each for each in school.of(CoursePlan) if each.code == code and each.course]
    for each in sorted(found, key=lambda plan: plan.starts or school.today, reverse=True):
        yield _line(each, school, person)


def waiting(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Courses on which no counselor has said a word and that nobody chose yet, the next first."""
    found = [
        each
        for each in school.of(CoursePlan)
        if each.course
        and not each.family_chose.strip()
        and not has_counselor_s_word(each, school)
        and (case := school.case(each.code)) is not None
        and case.is_open
    ]
    for each in sorted(found, key=lambda plan: plan.starts or school.today):
        yield _line(each, school, person, named=True)


def _line(plan: CoursePlan, school: School, person: StaffMember, named: bool = False) -> CardLine:
    say, case = school.say, school.case(plan.code)
    form = next(
        (
            form.name
            for form in FORMS
            if not form.new and person.role in form.roles and form.may(school, person, plan)
        ),
        "",
    )
    who = f"{case.student} · " if named and case is not None else ""
    return CardLine(
        words=say("course.line", course=plan.course, level=plan.level),
        above=who + (say("course.starts", day=plan.starts) if plan.starts else ""),
        below=_standing(plan, school),
        code=plan.code,
        row=plan.row.row_id,
        action=form,
        icon="school",
    )


def _standing(plan: CoursePlan, school: School) -> str:
    say, parts = school.say, []
    if plan.counselor_says:
        key = "course.says" if has_counselor_s_word(plan, school) else "course.says_typed"
        parts.append(say(key, says=plan.counselor_says))
    if plan.recommendation:
        parts.append(say("course.recommended", what=plan.recommendation))
    if plan.family_chose:
        parts.append(say("course.chosen", what=plan.family_chose))
    if plan.after_six_weeks:
        parts.append(say("course.afterwards", what=plan.after_six_weeks))
    return " · ".join(parts)


SECTIONS = (
    CardSection("case", "course_plans", "course.section", on_case),
    CardSection("counselor", "course_plans", "course.waiting", waiting, waits=True),
)
