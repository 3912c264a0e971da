"""What a modification means for the diploma, asked before it is decided.

Source: docs/casework.md, "Decisions about a student"; an accommodation keeps the diploma, a
modification may end it, in many states (undivided.io/resources/332). What is modified in grade 6
is missed in grade 12, so the question says how many years that is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Case, Problem
from ..school import School
from .records import NO, WITHDRAWN, Decision
from .rules import current

MODIFICATION = "Modification"
LAST_GRADE = 12
COUNSELOR = "Counselor"


def lacks_path(decision: Decision, case: Case) -> bool:
    """Whether it cannot be decided yet: nobody has written how this student graduates."""
    return decision.what == MODIFICATION and not case.graduation_path.strip()


def years_to_go(case: Case) -> int | None:
    """From the student's grade to the last; None where the grade is no number or the last."""
    grade = "".join(sign for sign in case.grade if sign.isdecimal())
    years = LAST_GRADE - int(grade) if grade and len(grade) <= 2 else 0
    return years if years > 0 else None


def questions_about_paths(school: School) -> Iterator[Problem]:
    """Asked of the case manager, the coordinator and a counselor, while a modification stands and
    nobody has written what the student still needs to graduate."""
    counselor = next((p.email for p in school.staff if p.role == COUNSELOR), "")
    for decision, case in current(school):
        if decision.decided in (NO, WITHDRAWN) or not lacks_path(decision, case):
            continue
        years = years_to_go(case)
        key = "decision.path.years" if years else "decision.path.why"
        asked = (case.case_manager, school.coordinator, counselor)
        for place, whose in enumerate(asked):
            if whose and whose not in asked[:place]:
                yield Problem(
                    key=f"decision:{decision.row.row_id}:path:{place}",
                    row=case.row,
                    column="graduation_path",
                    what=school.say("decision.path.what"),
                    why=school.say(key, grade=case.grade, years=years, last=LAST_GRADE),
                    student=decision.student,
                    code=decision.code,
                    whose=whose,
                )
