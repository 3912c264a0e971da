"""My students: everybody's own open cases in one tap."""

from __future__ import annotations

from service.casework.case_file import CaseFile
from service.casework.diary.follow_ups import next_entry

from ..answering import CASE_MANAGER, Answer, CardRequest, Look, action
from ..cards.widgets import Json, ask, button, buttons, card, line, section, text


@action("students", {CASE_MANAGER})
def students(request: CardRequest) -> Answer:
    """The open cases of this person, and of those whom they stand in for, by status and name."""
    say = request.say
    files = [f for f in request.caseload.files(request.own_codes()) if f.case.is_open]
    files.sort(key=lambda file: (file.case.student.casefold(), file.case.code))
    statuses = sorted({file.case.status for file in files}, key=_order)
    groups = [
        section(status, *(_line(file, request) for file in files if file.case.status == status))
        for status in statuses
    ]
    made = card(
        say("cards.students.title"),
        *(groups or [section("", text(say("cards.students.none")))]),
        section("", buttons(button(say("cards.do.back"), ask("home")))),
        subtitle=say("cards.students.subtitle", count=len(files)),
        name="students",
    )
    return Answer(made, looks=tuple(Look(file.case.code, "students list") for file in files))


def _order(status: str) -> int:
    """Whoever has not been met yet comes first."""
    return {"Referred": 0, "Active": 1, "Monitor": 2}.get(status, 3)


def _line(file: CaseFile, request: CardRequest) -> Json:
    say, case = request.say, file.case
    grade = say("cards.case.grade", grade=case.grade) if case.grade else ""
    manager = "" if case.case_manager == request.person.email else case.case_manager
    whose = say("cards.case.manager", name=request.office.name(manager)) if manager else ""
    following = next_entry(file.diary, request.office.today).get(case.code)
    below = say("cards.students.next", kind=following.kind, day=following.day) if following else ""
    above = " · ".join(part for part in (grade, case.support_level, whose) if part)
    name = request.caseload.shown_name(case)
    return line(name, above, below, ask("case", code=case.code), icon="person")
