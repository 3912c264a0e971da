"""Classes propose rows of Team: whoever teaches a student with an open case may see the
accommodations, once the coordinator has said so, a whole batch with one answer. Until is the day on
which the class ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import CASELOAD, OFFICE, Case, Problem, RowRef, StaffMember, TeamMember
from ..school import School
from ..staff_names import StaffNames
from ..wants import Value, WantedRow
from .files.who import Students
from .known import CLASSES_PAGE
from .records import ClassRow, DataRead, KnownPage

NAMED: Final = 12  # colleagues that the question names


@dataclass(frozen=True, slots=True)
class Proposal:
    """One colleague who teaches one student with an open case."""

    case: Case
    person: StaffMember
    course: str
    until: date | None

    def key(self, school: School) -> str:
        """The row's identity for ever."""
        return f"team:{school.ask.hashed(f'{self.case.code}/{self.person.email}/{self.course}')}"


def propose(school: School) -> Iterator[WantedRow]:
    """What the coordinator has answered: rows that are added, or never asked about again."""
    found = proposals(school)
    answer = school.ask.pick(_question_key(found, school)) if found else ""
    say = school.say
    if answer not in (say("signals.team.add"), say("signals.team.leave")):
        return
    for each in found:
        cells: dict[str, Value] = {}
        if answer == say("signals.team.add"):
            cells = {
                "student": each.case.student,
                "person": each.person.name or each.person.email,
                "role": say("signals.team.role", course=each.course),
                "email": each.person.email,
                "may_see": "Accommodations",
                "until": each.until,
                "case_code": each.case.code,
            }
        yield WantedRow(
            each.key(school), CASELOAD, "team", cells, say("signals.team.because", day=school.today)
        )


def asked(school: School) -> Iterator[Problem]:
    """One question for all that classes propose."""
    found = proposals(school)
    if not found:
        return
    say = school.say
    names = dict.fromkeys(each.person.name or each.person.email for each in found)
    yield Problem(
        key=_question_key(found, school),
        row=RowRef(OFFICE, "indicators", "", file_id=school.files.get(OFFICE, "")),
        column="student",
        what=say("signals.team.what"),
        why=say(
            "signals.team.why",
            rows=len(found),
            students=len({each.case.code for each in found}),
            names=", ".join(list(names)[:NAMED]),
        ),
        whose=school.coordinator,
        pick=(say("signals.team.add"), say("signals.team.leave")),
    )


def proposals(school: School) -> list[Proposal]:
    """What classes propose and Team does not have, and nobody has said no to."""
    has = {(row.code, row.email) for row in school.of(TeamMember) if row.email}
    found: dict[str, Proposal] = {}
    for each in _taught(school, _classes(school)):
        key = each.key(school)
        if (each.case.code, each.person.email) not in has and key not in school.ask.done:
            found.setdefault(key, each)
    return sorted(found.values(), key=lambda each: (each.case.code, each.person.email, each.course))


def _taught(school: School, classes: tuple[ClassRow, ...]) -> Iterator[Proposal]:
    students, staff = Students(school.roster.students), StaffNames(school.staff)
    cases = {students.same(c.student_id): c for c in school.cases if c.is_open and c.student_id}
    for row in classes:
        case = cases.get(row.student_id)
        if case is None or not case.code:
            continue
        for name in row.teacher.split(","):
            person = staff.find(name.strip()) if name.strip() else None
            if person is not None and person.role == "Teacher":
                yield Proposal(case, person, row.course, row.until)


def _classes(school: School) -> tuple[ClassRow, ...]:
    """From Data where it was read in this look, else as they were kept."""
    for read in school.of(DataRead):
        return read.classes
    for page in school.of(KnownPage):
        if page.page == CLASSES_PAGE:
            return tuple(_unpacked(page.known))
    return ()


def _unpacked(text: str) -> Iterator[ClassRow]:
    try:
        for student, course, teacher, until in json.loads(text) if text else ():
            yield ClassRow(student, course, teacher, date.fromisoformat(until) if until else None)
    except (ValueError, TypeError):
        return


def _question_key(found: list[Proposal], school: School) -> str:
    return f"signals:team:{school.ask.hashed('/'.join(each.key(school) for each in found))}"
