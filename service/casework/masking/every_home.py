"""A text that every home of a student may read: what one must not know of another is taken out,
for all of them at once."""

from __future__ import annotations

from collections.abc import Callable

from ..households import households
from ..records import Case, TeamMember
from ..school import School
from ..text import fit_text
from .household_copies import seen_from


def for_every_home(case: Case, school: School) -> Callable[[str], str]:
    """Takes names, addresses and numbers of each home out of a text. With one home, or none, the
    text is left as it is, made fit for a document."""
    team = tuple(each for each in school.of(TeamMember) if each.code == case.code)
    homes = households(team, school.say)
    if len(homes) < 2:
        return fit_text
    masks = [
        seen_from(home, case, team, school.staff, school.say, school.settings).mask
        for home in homes
    ]

    def mask(text: str) -> str:
        for of_home in masks:
            text = of_home(text)
        return text

    return mask
