"""A form's sections and the way a respondent takes through them. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from .items import questions
from .store import Fields

Answers = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """The items between two page breaks; `id` is the page break's, "" for the first."""

    id: str
    title: str
    description: str
    items: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The sections seen, as indexes in their order; `restarts` names a question, if one does."""

    seen: tuple[int, ...]
    restarts: str | None = None


def split(items: list[Fields]) -> list[Section]:
    """The sections of a form, always at least one."""
    heads: list[Fields] = [{"itemId": ""}]
    bodies: list[list[Fields]] = [[]]
    for item in items:
        if "pageBreakItem" in item:
            heads.append(item)
            bodies.append([])
        else:
            bodies[-1].append(item)
    return [
        Section(head["itemId"], head.get("title", ""), head.get("description", ""), tuple(body))
        for head, body in zip(heads, bodies, strict=True)
    ]


def way(sections: list[Section], answers: Answers) -> Way:
    """Follow the answers. The last answered question of a section that goes somewhere decides.

    A way that would come back to a section ends there, so that it always ends.
    """
    places = {section.id: index for index, section in enumerate(sections)}
    seen: list[int] = []
    at = 0
    while at < len(sections) and at not in seen:
        seen.append(at)
        goal, question_id = _goal(sections[at], answers)
        if goal == "SUBMIT_FORM":
            break
        if goal == "RESTART_FORM":
            return Way(tuple(seen), question_id)
        at = places.get(goal, at + 1)
    return Way(tuple(seen))


def _goal(section: Section, answers: Answers) -> tuple[str, str]:
    """Where an answer in this section leads: a section's id, an action, or "" for onwards."""
    goal, decided_by = "\n", ""
    for item in section.items:
        for question in questions(item):
            chosen = answers.get(question["questionId"], [])
            for option in question.get("choiceQuestion", {}).get("options", []):
                jump = jump_of(option)
                if jump and option.get("value") in chosen[:1]:
                    goal, decided_by = jump, question["questionId"]
    return goal, decided_by


def jump_of(option: Fields) -> str:
    """Where an option leads: a section's id, NEXT_SECTION, SUBMIT_FORM, RESTART_FORM or ""."""
    return str(option.get("goToSectionId") or option.get("goToAction") or "")


def each_question(section: Section) -> list[tuple[Fields, Fields]]:
    """`(item, question)` for all questions of a section."""
    return [(item, question) for item in section.items for question in questions(item)]
