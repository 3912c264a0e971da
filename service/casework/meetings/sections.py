"""What a case manager's cards show of a meeting that comes."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from ..teachers import teachers_by_case
from .brief import key_of, who_said
from .coming import Coming, coming, said_before, with_brief


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The brief once it stands, what teachers said, and who has not."""
    for meeting in coming(school):
        if meeting.case.code != code:
            continue
        yield _brief(meeting, school, "")
        said = said_before(meeting, school)
        for answer in said:
            yield CardLine(
                words=answer.in_their_words,
                above=who_said(answer, school),
                code=code,
                icon="forum",
            )
        answered = {answer.answered_by.casefold() for answer in said}
        teachers = teachers_by_case(school).get(code, ())
        missing = [each.name for each in teachers if each.email not in answered]
        if missing and school.today < meeting.day:
            words = school.say("meetings.card.not_said", who=", ".join(missing), day=meeting.day)
            yield CardLine(words, icon="hourglass_bottom")


def on_today(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The briefs that stand."""
    for meeting in with_brief(school):
        yield _brief(meeting, school, meeting.case.student)


def _brief(meeting: Coming, school: School, student: str) -> CardLine:
    return CardLine(
        words=school.say("meetings.card.brief"),
        above=student,
        below=school.say("meetings.brief.when", kind=meeting.entry.kind, day=meeting.day),
        code=meeting.case.code,
        document=key_of(meeting),
        icon="description",
    )


SECTIONS = (
    CardSection("case", "answers", "meetings.card.section", on_case),
    CardSection("today", "answers", "meetings.card.today", on_today),
)
