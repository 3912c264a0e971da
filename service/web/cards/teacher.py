"""A teacher's students at a glance: accommodations, how each is asked for, whom to ask; no more."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, fit_together, line, section, text


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


def shown_from(students: tuple[Student, ...], first: int, say: Say) -> tuple[Student, ...]:
    """Those from number `first` on that one card holds."""
    sections = [_student(student, say, first) for student in students[first:]]
    return students[first : first + fit_together(sections)]


def teacher_card(
    students: tuple[Student, ...],
    say: Say,
    more: tuple[Json, ...] = (),
    first: int = 0,
    asked: tuple[Json, ...] = (),
) -> Json:
    """The students from number `first` on, and a way to the next. `more` are sections below;
    `asked` is what waits for this teacher, above."""
    shown = shown_from(students, first, say)
    sections = [_student(student, say, first) for student in shown]
    if not students:
        sections = [section("", text(say("cards.teacher.nobody"))) or {}]
    after = first + len(shown)
    return card(
        say("cards.teacher.title"),
        *asked,
        *sections,
        *more,
        section(
            "",
            text(say("cards.teacher.of", first=first + 1, last=after, count=len(students)))
            if len(shown) < len(students)
            else None,
            buttons(
                button(say("cards.teacher.next"), ask("teacher", first=str(after)), strong=True)
                if after < len(students)
                else None,
                button(say("cards.teacher.to_first"), ask("teacher")) if first else None,
                button(say("cards.do.refer"), ask("refer")),
            ),
        ),
        name="teacher",
    )


def _student(student: Student, say: Say, first: int) -> Json:
    confirm = button(
        say("cards.teacher.have_read"),
        ask("have_read", code=student.code, first=str(first or "")),
        says=say("cards.teacher.have_read_says", student=student.student),
    )
    made = section(
        student.student,
        *(line(given.what, given.where, given.how_asked) for given in student.accommodations),
        text(say("cards.teacher.none")) if not student.accommodations else None,
        line(student.case_manager, say("cards.teacher.case_manager")),
        text(say("cards.teacher.was_read")) if student.read_already else buttons(confirm),
    )
    return made or {}
