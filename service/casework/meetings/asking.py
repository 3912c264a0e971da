"""Before a meeting each teacher on Team gets one mail, without names."""

from __future__ import annotations

from collections.abc import Iterator

from ..answer_rows import BEFORE_A_MEETING, Answer
from ..school import School
from ..teachers import teachers_by_case
from ..wants import Keep, WantedMessage
from .coming import asked_about, said_before, seen_key


def to_teachers(school: School) -> Iterator[WantedMessage]:
    """Once for each meeting and teacher; none who has answered already."""
    meetings = list(asked_about(school))
    teachers = teachers_by_case(school) if meetings else {}
    for meeting in meetings:
        said = {answer.answered_by.casefold() for answer in said_before(meeting, school)}
        for teacher in teachers.get(meeting.case.code, ()):
            if teacher.email in said:
                continue
            say = school.say
            yield WantedMessage(
                key=f"meeting:{meeting.entry.row.row_id}:{school.ask.hashed(teacher.email)}",
                to=teacher.email,
                subject=say("meetings.mail.subject"),
                text=say("meetings.mail.text", day=meeting.day),
                because=say("meetings.mail.because", day=meeting.day),
            )


def first_seen(school: School) -> Iterator[Keep]:
    """The day of each answer, by which those before one meeting are told from those before the
    next."""
    for answer in school.of(Answer):
        if answer.about != BEFORE_A_MEETING or not answer.code or not answer.row.row_id:
            continue
        if school.ask.kept(seen_key(answer)) is None:
            yield Keep(seen_key(answer), school.today)
