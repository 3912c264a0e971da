"""The teacher's card: own students' accommodations, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from service.casework.accommodations import in_force
from service.casework.plan_file import CaseFile

from ..answering import TEACHER, Answer, Desk, Look, NotForYou, action
from ..cards.teacher import Given, Student, teacher_card

READ = "accommodations confirmed as read"
SHORT = 40  # characters of an accommodation that still read well in a spoken sentence
READ_LASTS = timedelta(days=120)  # then a term has passed, and it is asked again


@action("teacher", {TEACHER})
def teacher(desk: Desk) -> Answer:
    """Every student whose Team names this teacher and lets them see accommodations."""
    students = gather(desk)
    looks = tuple(Look(student.code, "accommodations card") for student in students)
    return Answer(teacher_card(students, desk.say), looks=looks)


@action("have_read", {TEACHER})
def have_read(desk: Desk) -> Answer:
    """Note that the teacher says they have read it; the note is in the access log."""
    code = desk.asked.given.get("code", "")
    if code not in {student.code for student in gather(desk)}:
        raise NotForYou
    students = tuple(
        Student(
            s.student, s.case_manager, s.accommodations, s.code, s.read_already or s.code == code
        )
        for s in gather(desk)
    )
    said = desk.say("cards.teacher.noted")
    looks = (Look(code, READ, "confirmed by the reader"),)
    return Answer(teacher_card(students, desk.say), update=True, note=said, looks=looks)


def gather(desk: Desk) -> tuple[Student, ...]:
    """By name, the students whose Team names this teacher with May see Accommodations."""
    found = []
    for file in desk.caseload.files(desk.caseload.codes_with_team(desk.person)):
        if file.case.is_open and "accommodations" in desk.fields(file):
            found.append(_student(file, desk))
    return tuple(sorted(found, key=lambda each: each.student))


def _student(file: CaseFile, desk: Desk) -> Student:
    say, today = desk.say, desk.office.today
    given = tuple(
        Given(
            row.accommodation,
            row.where,
            say("cards.teacher.asks", words=_how(row.accommodation.strip(), desk)),
        )
        for row in file.accommodations
        if in_force(row, today)
    )
    manager = file.case.case_manager
    return Student(
        student=desk.caseload.shown_name(file.case),
        case_manager=desk.office.name(manager) if manager else say("cards.teacher.no_manager"),
        accommodations=given,
        code=file.case.code,
        read_already=_was_read(file.case.code, desk),
    )


def _how(what: str, desk: Desk) -> str:
    """The sentence that the student's own plan teaches them to say."""
    key = "plan.how_i_ask" if len(what) <= SHORT else "plan.how_i_ask_short"
    return desk.say(key, what=what)


def _was_read(code: str, desk: Desk) -> bool:
    ledger, since = desk.school.ledger, desk.reading.now - READ_LASTS
    who = ledger.hash_of(desk.person.email)
    return any(
        each["what"] == READ and each["who"] == who and each["at"] >= since
        for each in ledger.accesses(code)
    )
