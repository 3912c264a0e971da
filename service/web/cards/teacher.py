"""A teacher's students at a glance: accommodations, how each is asked for, whom to ask; no more."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, section, text


@dataclass(frozen=True, slots=True)
class Given:
    """One accommodation: what, where, and the words in which the student asks for it."""

    what: str
    where: str
    how_asked: str


@dataclass(frozen=True, slots=True)
class Student:
    student: str
    case_manager: str
    accommodations: tuple[Given, ...]
    code: str  # for the button; never shown
    read_already: bool = False


def teacher_card(students: tuple[Student, ...], say: Say, more: tuple[Json, ...] = ()) -> Json:
    """`more` are sections that stand below."""
    sections = [_student(student, say) for student in students]
    if not students:
        sections = [section("", text(say("cards.teacher.nobody")))]
    return card(
        say("cards.teacher.title"),
        *sections,
        *more,
        section("", buttons(button(say("cards.do.refer"), ask("refer")))),
        name="teacher",
    )


def _student(student: Student, say: Say) -> Json | None:
    confirm = button(
        say("cards.teacher.have_read"),
        ask("have_read", code=student.code),
        says=say("cards.teacher.have_read_says", student=student.student),
    )
    return section(
        student.student,
        *(line(given.what, given.where, given.how_asked) for given in student.accommodations),
        text(say("cards.teacher.none")) if not student.accommodations else None,
        line(student.case_manager, say("cards.teacher.case_manager")),
        text(say("cards.teacher.was_read")) if student.read_already else buttons(confirm),
    )
