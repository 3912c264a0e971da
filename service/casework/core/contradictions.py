"""What each row says well by itself, and rows cannot say together."""

from __future__ import annotations

from ..checks import Caseload, check_caseload, check_staff
from ..records import Accommodation, DiaryEntry, Goal, Problem, TeamMember
from ..school import School


def contradictions(school: School) -> tuple[Problem, ...]:
    """Every contradiction; a cell that is asked about already gets no second question."""
    caseload = Caseload(
        school.cases,
        school.of(DiaryEntry),
        school.of(Goal),
        school.of(Accommodation),
        school.of(TeamMember),
    )
    return (
        *check_staff(school.staff, school.say),
        *check_caseload(caseload, school.calendar, school.today, school.say, school.problems),
    )
