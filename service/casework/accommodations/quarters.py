"""Four times a year, for each accommodation: keep it, add a goal to use it, or drop it.

Source: docs/casework.md, "Accommodations, decisions, services": in use? if not, why? a goal to
use it? Then a proposal. It is a proposal: the case manager and the student decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..accommodation_rows import school_year_of
from ..records import Accommodation
from ..school_year import SchoolYear
from ..wants import Say, WantedCells

_NO = ("", "no", "none", "n", "-", "–", "0", "false")


def proposals(
    rows: Iterable[Accommodation], say: Say, today: date, school_year: SchoolYear
) -> tuple[WantedCells, ...]:
    """What the Proposal cell of each accommodation row should say."""
    because = say("plan.proposal.because")
    return tuple(
        WantedCells(row.row, {"proposal": proposal(row, say, today, school_year)}, because)
        for row in rows
        if row.row.row_id and row.accommodation.strip()
    )


def proposal(row: Accommodation, say: Say, today: date, school_year: SchoolYear) -> str:
    """The proposal for one accommodation, with its reason; "" while nothing has been answered.

    The latest answer decides: Used → keep. Sometimes → keep; twice running, or where a goal is
    wanted → add a goal. Not used → add a goal; twice running although a goal was wanted → drop.
    Not offered → keep, and offer it: its use cannot be judged. Not needed → keep and ask again;
    twice running → drop. For this school year, a quarter that is over without an answer is named.
    """
    answers = [
        (number, answer, why.strip())
        for number, (answer, why) in enumerate(row.quarters, 1)
        if answer
    ]
    open_ones = _unanswered(row, today, school_year)
    still_open = say("plan.proposal.open", quarters=", ".join(open_ones)) if open_ones else ""
    if not answers:
        return still_open
    number, answer, why = answers[-1]
    twice = len(answers) > 1 and answers[-2][:2] == (number - 1, answer)
    key = _rule(answer, twice, row.goal_wanted.strip().casefold() not in _NO)
    if not key:
        return still_open
    reason = (
        say("plan.proposal.why", quarter=f"Q{number}", answer=answer, why=why)
        if why
        else say("plan.proposal.no_why", quarter=f"Q{number}", answer=answer)
    )
    return " ".join(
        part for part in (say(f"plan.proposal.{key}", reason=reason), still_open) if part
    )


def _rule(answer: str, twice: bool, goal_wanted: bool) -> str:
    match answer:
        case "Used":
            return "keep"
        case "Sometimes":
            return "add_goal" if twice or goal_wanted else "keep"
        case "Not used":
            return "drop" if twice and goal_wanted else "add_goal"
        case "Not offered":
            return "offer"
        case "Not needed":
            return "drop" if twice else "ask_again"
    return ""  # an answer we do not know is reported as a problem elsewhere


def _unanswered(row: Accommodation, today: date, school_year: SchoolYear) -> list[str]:
    """The quarters of the running school year that are over and have no answer."""
    year = school_year_of(row.school_year)
    if year is None or year != school_year.year_of(today):
        return []
    answered = {number for number, (answer, _) in enumerate(row.quarters, 1) if answer}
    first = _quarter_in(year, row.first, school_year) or 1
    last = _quarter_in(year, row.until, school_year) or 4
    over = range(first, min(school_year.over(today), last) + 1)
    return [f"Q{number}" for number in over if number not in answered]


def _quarter_in(year: int, day: date | None, school_year: SchoolYear) -> int | None:
    """The quarter of the school year `year` in which `day` lies; None where it lies in none."""
    quarter = school_year.quarter_of(day) if day else None
    return quarter.number if quarter and quarter.year == year else None
