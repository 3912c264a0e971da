"""The First Talk on a card: everything that it yields, filled in once and saved once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service.casework.wants import Say

from .widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    choose,
    line,
    pick_day,
    pick_time,
    section,
    write,
)

GOALS, ACTIONS = 2, 3  # of one talk; more are typed into their tabs
STATUSES = ("Active", "Monitor")  # what the case is afterwards


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """`needs` and `strengths` are those of the case, or what is proposed; `about` are lines on why
    there is this case; `stood` tells what the case said when the form was drawn."""

    code: str
    row: str  # the entry of the Diary, "" where there is none
    form: str
    student: str
    when: str
    needs: str
    strengths: str
    proposed: bool
    status: str
    day: date
    following: date | None
    review: date | None
    about: tuple[Json, ...] = ()
    stood: Mapping[str, str] = field(default_factory=dict, hash=False)


def first_talk_card(talk: TalkFacts, say: Say) -> Json:
    of = {"row": talk.row, "code": talk.code, "form": talk.form, **talk.stood}
    return card(
        say("cards.talk.title"),
        section("", line(talk.student, below=talk.when)),
        section(say("cards.why.title"), *talk.about, open_first=2),
        section(
            say("cards.talk.student"),
            write("strengths", say("cards.case.strengths"), talk.strengths, long=True),
            write(
                "needs",
                say("cards.case.needs"),
                talk.needs,
                say("cards.talk.proposed") if talk.proposed else "",
                long=True,
            ),
        ),
        *(_goal(number, say) for number in range(1, GOALS + 1)),
        section(
            say("cards.talk.actions"),
            *(each for number in range(1, ACTIONS + 1) for each in _action(number, say)),
            open_first=3,
        ),
        section(
            say("cards.talk.next"),
            pick_day("day", say("cards.talk.day"), talk.day),
            pick_day("next", say("cards.entry.next_check_in"), talk.following),
            pick_time("start", say("cards.entry.start")),
            pick_day("review_due", say("cards.talk.review"), talk.review),
            choose("status", say("cards.talk.status"), [(s, s) for s in STATUSES], talk.status),
            write("note", say("cards.entry.note"), long=True),
            buttons(
                button(say("cards.do.save"), ask("first_talk_save", **of), strong=True),
                button(say("cards.do.back"), ask("case", code=talk.code)),
            ),
        ),
        name="form",
    )


def _goal(number: int, say: Say) -> Json | None:
    return section(
        say("cards.talk.goal", number=number),
        write(f"goal_{number}", say("cards.talk.what"), long=True),
        write(f"unit_{number}", say("cards.talk.unit"), hint=say("cards.talk.unit_hint")),
        write(f"baseline_{number}", say("cards.talk.baseline")),
        write(f"target_{number}", say("cards.talk.target")),
        pick_day(f"goal_due_{number}", say("cards.talk.due")),
        open_first=1 if number > 1 else 0,
    )


def _action(number: int, say: Say) -> tuple[Json, ...]:
    return (
        write(f"action_{number}", say("cards.talk.action", number=number)),
        write(f"who_{number}", say("cards.talk.who")),
        pick_day(f"action_due_{number}", say("cards.talk.due")),
    )
