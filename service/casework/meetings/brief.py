"""Meeting brief: two pages for the team, there on the evening before.

It is made on the last school day before the meeting and follows what is known until the meeting is
over. It lies on the table, so it holds nothing that one home must not know of another; it is the
team's, and only the case manager has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..answer_rows import Answer
from ..briefing import ABOUT, DEADLINE, DECIDED, MISSING_WORK, PROMISE, SERVICE
from ..document_types import DocumentType, PaperGoal
from ..masking.every_home import for_every_home
from ..records import Action, Goal
from ..school import School
from ..text import shortened
from ..wants import WantedDocument, WantedShare
from .coming import Coming, said_before, with_brief

KIND = "meeting_brief"
# So that it is two pages: goals, teachers, lines under one heading, and the characters of one.
MOST_GOALS, MOST_TEACHERS, MOST, LONGEST = 5, 8, 5, 200


@dataclass(frozen=True, slots=True)
class BriefAnswer:
    who: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefContent:
    """Every text as it is to be read; () for what nothing is known of. `goals` get their figures
    and pictures where the document is made."""

    case_code: str
    version: int
    meeting: str
    goals: tuple[object, ...]
    answers: tuple[BriefAnswer, ...]
    missing_work: tuple[str, ...]
    promises: tuple[str, ...]
    actions: tuple[str, ...]
    decided: tuple[str, ...]
    deadlines: tuple[str, ...]
    services: tuple[str, ...]


def wanted_briefs(school: School) -> Iterator[WantedDocument]:
    """One for each meeting of tomorrow and today that has a case manager."""
    for meeting in with_brief(school):
        case, say = meeting.case, school.say
        if not case.case_manager or not case.is_confirmed:
            continue
        yield WantedDocument(
            code=case.code,
            kind=KIND,
            household=meeting.entry.row.row_id,
            title=say("meetings.brief.title", code=case.code, day=meeting.day),
            content=_content(meeting, school),
            shares=(WantedShare(case.case_manager, "writer"),),
            because=say("meetings.brief.because", day=meeting.day),
            for_every_home=True,
        )


def key_of(meeting: Coming) -> str:
    """Under which the ledger knows the document."""
    return f"{KIND}:{meeting.case.code}:{meeting.entry.row.row_id}"


def _content(meeting: Coming, school: School) -> BriefContent:
    code, say, mask = meeting.case.code, school.say, for_every_home(meeting.case, school)
    told: dict[str, list[str]] = {about: [] for about in ABOUT}
    for line in school.ask.tells(school, code):
        told[line.about].append(shortened(mask(line.words), LONGEST))

    def lines(about: str) -> tuple[str, ...]:
        return tuple(told[about][:MOST])

    return BriefContent(
        case_code=code,
        version=1,
        meeting=say("meetings.brief.when", kind=meeting.entry.kind, day=meeting.day),
        goals=tuple(
            PaperGoal(mask(goal.goal.strip()))
            for goal in school.of(Goal)
            if goal.code == code and goal.goal.strip()
        )[:MOST_GOALS],
        answers=tuple(
            BriefAnswer(mask(who_said(answer, school)), _lines(answer, mask))
            for answer in said_before(meeting, school)[:MOST_TEACHERS]
        ),
        missing_work=lines(MISSING_WORK),
        promises=lines(PROMISE),
        actions=tuple(_actions(code, school, mask))[:MOST],
        decided=lines(DECIDED),
        deadlines=lines(DEADLINE),
        services=lines(SERVICE),
    )


def who_said(answer: Answer, school: School) -> str:
    """Whose answer it is, and in which class."""
    who = school.name_of(answer.answered_by) if answer.answered_by else ""
    parts = [part for part in (who, answer.class_name.strip()) if part]
    return " · ".join(parts) or school.say("meetings.brief.a_teacher")


def _lines(answer: Answer, mask: Callable[[str], str]) -> tuple[str, ...]:
    found = [line.strip() for line in answer.in_their_words.splitlines() if line.strip()]
    return tuple(shortened(mask(line), LONGEST) for line in found[:6])


def _actions(code: str, school: School, mask: Callable[[str], str]) -> Iterator[str]:
    for action in school.of(Action):
        if action.code == code and action.action.strip() and action.status != "Done":
            key = "meetings.brief.action_by" if action.due else "meetings.brief.action"
            words = school.say(key, what=action.action.strip(), who=action.who, day=action.due)
            yield shortened(mask(words.strip(" ·")), LONGEST)


_ONE = BriefContent(
    "C-0000",
    2,
    "Plan review on 3 Dec",
    (PaperGoal("Reads aloud", "60", "100", "1 Mar", "On track"),),
    (BriefAnswer("Nora Lind · Art", ("Going well: takes part",)),),
    *((("one line",),) * 6),
)
_BARE = BriefContent("C-0000", 1, "", (), (), *(((),) * 6))
BRIEF = DocumentType(KIND, wanted_briefs, (_ONE, _BARE), with_goals=True)
