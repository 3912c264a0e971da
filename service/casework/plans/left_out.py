"""What was left out of a household's copy, for the case manager who reads it before it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..case_file import CaseFile, plan_actions
from ..disclosure import plan_copies
from ..masking.household_copies import everything, seen_from
from ..settings import SchoolSettings
from ..wants import Say
from .body import plan_body
from .contacts import next_dates


def left_out(
    file: CaseFile, letter: str, settings: SchoolSettings, say: Say, today: date
) -> tuple[tuple[str, str], ...]:
    """(what stands in the rows, what the copy says instead), each once, as they come. Nothing for
    the team's plan ("")."""
    home = next((h for h in plan_copies(file.team, file.staff, say) if h.letter == letter), None)
    if home is None:
        return ()
    found: dict[tuple[str, str], None] = {}

    def note(was: str, said: str) -> None:
        found.setdefault((was, said))

    seen = seen_from(home, file.case, file.team, file.staff, say, settings, note)
    body = plan_body(file, letter, home.label, seen, settings, say, today)
    kept = {each.row_id for each in body.dates}
    found |= dict.fromkeys(_whole_lines(file, kept, seen.is_theirs, say))
    return tuple(found)


def _whole_lines(
    file: CaseFile, kept: set[str], is_theirs: Callable[[str], bool], say: Say
) -> Iterator[tuple[str, str]]:
    """Actions that are another's, and dates that are not for this home."""
    for action in plan_actions(file):
        if is_theirs(action.who):
            yield action.action, say("hand_on.whole_action")
    for day in next_dates(file, "", everything(), say):
        if day.row_id not in kept:
            yield f"{day.what}, {day.when}", say("hand_on.whole_date")
