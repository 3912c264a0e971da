"""The teacher's card: own students' accommodations, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from service.casework.accommodation_rows import in_force
from service.casework.case_file import CaseFile
from service.casework.rights import is_named

from ..answering import CASELOAD, TEACHER, Answer, CardRequest, Look, NotForYou, action
from ..cards.teacher import Given, Student, shown_from, teacher_card
from ..cards.widgets import buttons, section
from ..writing import Change, save
from .points_today import points_button
from .register_pages import ways_to_pages
from .register_sections import sections_of

READ = "accommodations confirmed as read"
SHORT = 40  # characters of an accommodation that still read well in a spoken sentence
READ_LASTS = timedelta(days=120)  # then a term has passed, and it is asked again


@action("teacher", {TEACHER})
def teacher(request: CardRequest) -> Answer:
    """Every student whose Team names this teacher and lets them see accommodations."""
    students, first = gather(request), _first(request)
    shown = shown_from(students, first, request.say)
    looks = tuple(Look(student.code, "accommodations card") for student in shown)
    asked = tuple(each for each in sections_of(request, "teacher") if each) if not first else ()
    points = section("", buttons(points_button(request)))
    more = (*filter(None, (points,)), *ways_to_pages(request))
    made = teacher_card(students, request.say, more, first, asked)
    return Answer(made, update="first" in request.asked.given, looks=looks)


def _first(request: CardRequest) -> int:
    """The number of the first student to show; cards hold a page of them."""
    asked = request.asked.given.get("first", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0


@action("have_read", {TEACHER})
def have_read(request: CardRequest) -> Answer:
    """Note that the teacher says they have read it; the note is in the access log."""
    code = request.asked.given.get("code", "")
    if code not in {student.code for student in gather(request)}:
        raise NotForYou
    students = tuple(
        Student(
            s.student, s.case_manager, s.accommodations, s.code, s.read_already or s.code == code
        )
        for s in gather(request)
    )
    _note_on_team(code, request)
    said = request.say("cards.teacher.noted")
    looks = (Look(code, READ, "confirmed by the reader"),)
    made = teacher_card(students, request.say, first=_first(request))
    return Answer(made, update=True, note=said, looks=looks)


def _note_on_team(code: str, request: CardRequest) -> None:
    """Read on, of the rows of Team that mean this teacher."""
    (file,) = request.caseload.files((code,))
    changes = [
        Change("team", member.row.row_id, {"read_on": request.office.today})
        for member in file.team
        if member.row.row_id
        and is_named(request.person, member, request.office.staff)
        and member.read_on != request.office.today
    ]
    if changes:
        save(request, CASELOAD, *changes)


def gather(request: CardRequest) -> tuple[Student, ...]:
    """By name, the students whose Team names this teacher with May see Accommodations."""
    found = []
    for file in request.caseload.files(request.caseload.codes_with_team(request.person)):
        if file.case.is_open and "accommodations" in request.fields(file):
            found.append(_student(file, request))
    return tuple(sorted(found, key=lambda each: each.student))


def _student(file: CaseFile, request: CardRequest) -> Student:
    say, today = request.say, request.office.today
    given = tuple(
        Given(
            row.accommodation,
            row.where,
            say("cards.teacher.asks", words=_how(row.accommodation.strip(), request)),
        )
        for row in file.accommodations
        if in_force(row, today, request.office.settings.school_year)
    )
    manager = file.case.case_manager
    return Student(
        student=request.caseload.shown_name(file.case),
        case_manager=request.office.name(manager) if manager else say("cards.teacher.no_manager"),
        accommodations=given,
        code=file.case.code,
        read_already=_was_read(file.case.code, request),
    )


def _how(what: str, request: CardRequest) -> str:
    """The sentence that the student's own plan teaches them to say."""
    key = "plan.how_i_ask" if len(what) <= SHORT else "plan.how_i_ask_short"
    return request.say(key, what=what)


def _was_read(code: str, request: CardRequest) -> bool:
    ledger, since = request.school.ledger, request.reading.now - READ_LASTS
    who = ledger.hash_of(request.person.email)
    return any(
        each["what"] == READ and each["who"] == who and each["at"] >= since
        for each in ledger.accesses(code)
    )
