"""Before a meeting, on a teacher's card: four taps and a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..answer_rows import BEFORE_A_MEETING, Answer, in_words_of_teacher
from ..cards import CardForm, CardLine, CardQuestion, CardSection
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .coming import Coming, asked_about, said_before

FORM = "before_a_meeting"
QUESTIONS = {
    "going_well": ("taking_part", "work", "getting_along", "trying", "nothing_yet"),
    "hard": ("starting", "finishing", "attention", "reading", "getting_along", "coming", "nothing"),
    "helps": ("time", "small_steps", "reminders", "small_group", "breaks", "praise", "not_known"),
    "grade": ("well", "passing", "barely", "failing", "none_yet"),
}


def to_say(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """One line for each of this teacher's students about whom there will be a meeting."""
    for meeting in asked_about(school):
        if _has_said(meeting, person, school):
            continue
        yield CardLine(
            words=meeting.case.student,
            above=school.say(f"cards.do.{FORM}"),
            below=school.say("meetings.card.by", day=meeting.brief_from),
            code=meeting.case.code,
            action=FORM,
            icon="groups",
        )


def _has_said(meeting: Coming, person: StaffMember, school: School) -> bool:
    return any(a.answered_by.casefold() == person.email for a in said_before(meeting, school))


def _may_say(school: School, person: StaffMember, record: Answer | None) -> bool:
    """While a meeting is coming; saying more before the same one is another row."""
    return any(True for _ in asked_about(school))


def _in_words(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Answer | None
) -> Mapping[str, Value]:
    """The taps in words, one under the other, and the line below them."""
    say = school.say
    lines = [
        say("meetings.card.tapped", what=say(f"meetings.ask.{name}"), said=say(given[name]))
        for name in QUESTIONS
        if given.get(name)
    ]
    lines += [str(given["in_their_words"])] if given.get("in_their_words") else []
    if not lines:
        raise ValueError("meetings.card.nothing", "going_well")
    return in_words_of_teacher(BEFORE_A_MEETING, lines, school, person)


ON_TEACHERS = CardSection("teacher", "accommodations", "meetings.card.teacher", to_say, waits=True)
FOUR_TAPS = CardForm(
    name=FORM,
    tab="answers",
    columns=("class", "in_their_words"),
    roles=frozenset({"Teacher"}),
    may=_may_say,
    fills=_in_words,
    new=True,
    back="home",
    one_tap=True,
    questions=tuple(
        CardQuestion(
            name,
            f"meetings.ask.{name}",
            tuple(f"meetings.{name}.{option}" for option in options),
        )
        for name, options in QUESTIONS.items()
    ),
)
