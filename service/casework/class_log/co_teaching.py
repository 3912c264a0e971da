"""Every fortnight the co-teacher is asked two things on their card: what worked, and what next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from ..answer_rows import Answer, in_words_of_teacher
from ..cards import CardForm, CardLine, CardQuestion, CardSection
from ..names import fold
from ..records import StaffMember, TeamMember
from ..rights import is_named
from ..school import School
from ..wants import Keep, Value
from .records import LogEntry, by_case

FORM, ABOUT = "co_teaching", "Co-teaching"
FORTNIGHT: Final = timedelta(days=14)
WORKED: Final = ("together", "small_group", "pre_taught", "prompted", "checked", "not_yet")
_CO_TEACHES: Final = re.compile(r"\bco ?(teach|docen|ensen|profesor|maestr)", re.IGNORECASE)


def first_seen(school: School) -> Iterator[Keep]:
    """The day of each answer, for the row itself does not say it."""
    for answer in school.of(Answer):
        if answer.about == ABOUT and answer.row.row_id and school.ask.kept(_key(answer)) is None:
            yield Keep(_key(answer), school.today)


def to_say(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """One line for each class that was logged in these two weeks, and of which this co-teacher has
    said nothing in them."""
    said = {fold(answer.class_name) for answer in _answers(school, person)}
    for of_class, entry in _classes(school, person).items():
        if of_class not in said:
            yield CardLine(
                words=entry.class_name,
                above=school.say(f"cards.do.{FORM}"),
                below=school.say("class_log.co_teaching.since", day=school.today - FORTNIGHT),
                code=entry.code,
                row=entry.row.row_id,
                action=FORM,
                icon="school",
            )


def _classes(school: School, person: StaffMember) -> dict[str, LogEntry]:
    """By class, the newest entry of these two weeks about a student with whom this person
    co-teaches."""
    found: dict[str, LogEntry] = {}
    for code, entries in by_case(school).items():
        if not _co_teaches(person, code, school):
            continue
        for entry in entries:
            if entry.of_class and entry.day and entry.day > school.today - FORTNIGHT:
                found[entry.of_class] = entry
    return found


def _co_teaches(person: StaffMember, code: str, school: School) -> bool:
    team = [member for member in school.of(TeamMember) if member.code == code]
    return any(
        _CO_TEACHES.search(fold(member.role)) and is_named(person, member, school.staff)
        for member in team
    )


def _answers(school: School, person: StaffMember) -> Iterator[Answer]:
    """What this person said in these two weeks; one that no sync has seen is of today."""
    for answer in school.of(Answer):
        own = answer.about == ABOUT and answer.answered_by.casefold() == person.email
        if own and (school.ask.kept(_key(answer)) or school.today) > school.today - FORTNIGHT:
            yield answer


def _key(answer: Answer) -> str:
    return f"co-teaching:{answer.row.row_id}"


def _may_say(school: School, person: StaffMember, record: Answer | None) -> bool:
    return bool(_classes(school, person))


def _begins(school: School, person: StaffMember, row: str) -> Mapping[str, Any]:
    entries = (each for each in school.of(LogEntry) if each.row.row_id == row)
    entry = next(entries, None)
    return {"class": entry.class_name} if entry else {}


def _in_words(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Answer | None
) -> Mapping[str, Value]:
    say, lines = school.say, []
    if given.get("worked"):
        lines.append(say("class_log.co_teaching.said_worked", what=say(given["worked"])))
    if given.get("in_their_words"):
        lines.append(say("class_log.co_teaching.said_next", what=str(given["in_their_words"])))
    if not lines:
        raise ValueError("class_log.co_teaching.nothing", "worked")
    return in_words_of_teacher(ABOUT, lines, school, person)


ON_TEACHERS = CardSection("teacher", "accommodations", "class_log.co_teaching.title", to_say)
TWO_QUESTIONS = CardForm(
    name=FORM,
    tab="answers",
    columns=("class", "in_their_words"),
    roles=frozenset({"Teacher"}),
    may=_may_say,
    fills=_in_words,
    new=True,
    back="home",
    begins=_begins,
    one_tap=True,
    questions=(
        CardQuestion(
            "worked",
            "class_log.co_teaching.worked",
            tuple(f"class_log.co_teaching.options.{option}" for option in WORKED),
        ),
    ),
)
