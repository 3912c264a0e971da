"""What is asked about one follow-up: where row and event say different things, a person picks."""

from __future__ import annotations

from service.casework.records import Problem

from .follow_up_sides import FollowUp, FollowUpContext


def ask(side: FollowUp, about: str, pick: tuple[str, ...], context: FollowUpContext) -> Problem:
    what, why = (context.say(f"problems.event_{about}_{part}") for part in ("what", "why"))
    return question(side, what, why, pick)


def question(side: FollowUp, what: str, why: str, pick: tuple[str, ...]) -> Problem:
    assert side.entry is not None
    return Problem(
        key=follow_up_question(side.follow_up_id),
        row=side.entry.row,
        column="date",
        what=what,
        why=why,
        student=side.entry.student,
        code=side.entry.code,
        whose=side.entry.owner,
        pick=pick,
    )


def follow_up_question(follow_up_id: str) -> str:
    """The Attention key of the one question there can be about a follow-up's date."""
    return f"when:{follow_up_id}"
