"""Which homes get a letter, and who reads it there.

Source: docs/casework.md, Confidentiality. None for Rights None by order, Limited by order, Unknown
or blank; a home that Team names, and in which somebody lives of whom an order speaks, gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..disclosure import barred_addresses
from ..family_readers import all_homes, readers
from ..households import Household, same_home
from ..records import Case, Flag, TeamMember
from ..school import School
from .records import KINDS, MEETING, Letter

MAIL, NOT_INVITED = "Mail", "No"
Team = tuple[TeamMember, ...]


@dataclass(frozen=True, slots=True)
class LetterHome:
    """One home that gets a letter. `language` is as Team says it ("" where it does not); `mail`
    are the addresses to which it goes, none where it is printed."""

    home: Household
    readers: Team
    language: str
    mail: tuple[str, ...]

    @property
    def called(self) -> str:
        """What staff call it: the label on Team, or who lives there."""
        return self.home.label or ", ".join(each.person for each in self.readers)


def teams(school: School) -> Mapping[str, Team]:
    """Everybody who stands on Team today, by case."""
    found: dict[str, list[TeamMember]] = defaultdict(list)
    for member in school.of(TeamMember):
        if member.until is None or member.until >= school.today:
            found[member.code].append(member)
    return {code: tuple(team) for code, team in found.items()}


def case_of(letter: Letter, school: School) -> Case | None:
    """The open case of a letter that can be written; None while it is not settled."""
    case = school.case(letter.code)
    fit = letter.kind in KINDS and bool(letter.row.row_id)
    return case if fit and case is not None and case.is_open else None


def letter_homes(letter: Letter, team: Team, school: School) -> tuple[LetterHome, ...]:
    """The homes that get this letter; none where nobody may have one."""
    found = []
    for home in all_homes(team, school.say):
        if home.label and any(member.rights.endswith("by order") for member in home.members):
            continue
        if letter.household.strip() and not is_called(home, letter.household):
            continue
        read_by = readers(home, school.say)
        if letter.kind == MEETING:
            read_by = tuple(each for each in read_by if each.invite != NOT_INVITED)
        if read_by:
            found.append(_of_home(home, read_by, team))
    return tuple(found)


def _of_home(home: Household, read_by: Team, team: Team) -> LetterHome:
    barred = barred_addresses(team)
    mail = (each.email for each in read_by if each.letters_by == MAIL)
    return LetterHome(
        home=home,
        readers=read_by,
        language=next((each.language for each in read_by if each.language.strip()), ""),
        mail=tuple(dict.fromkeys(each for each in mail if each and each not in barred)),
    )


def is_called(home: Household, household: str) -> bool:
    return same_home(household) in (same_home(home.label), same_home(home.letter))


def is_a_home(household: str, team: Team, school: School) -> bool:
    """Whether Team names a home so; an empty one means them all."""
    named = all_homes(team, school.say)
    return not household.strip() or any(is_called(home, household) for home in named)


def held_by(letter: Letter, school: School) -> str:
    """Whom to speak to first: a flag of the case is in force. "" where nothing holds it."""
    for flag in school.of(Flag):
        if flag.code == letter.code and flag.is_in_force(school.today):
            return school.name_of(flag.speak_to.strip().casefold())
    return ""
