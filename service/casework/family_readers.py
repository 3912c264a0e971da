"""Who of a family may be told something of a student, by home.

Source: docs/casework.md, Confidentiality: guardians with Rights Full or Shared; what is limited by
order, none by order or unknown gives nothing, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from .disclosure import FULL_RIGHTS
from .households import Household, households, is_guardian
from .records import TeamMember
from .wants import Say

ONLY_HOME = "A"


def homes(team: Iterable[TeamMember], say: Say) -> tuple[Household, ...]:
    """The homes of a student in which somebody may be told: Rights Full or Shared. Where Team
    names no home, all guardians are one."""
    return tuple(home for home in all_homes(team, say) if readers(home, say))


def all_homes(team: Iterable[TeamMember], say: Say) -> tuple[Household, ...]:
    """Every home, whether or not somebody there may be told."""
    members = tuple(team)
    named = households(members, say)
    if named:
        return named
    guardians = tuple(each for each in members if is_guardian(each, say))
    return (Household(ONLY_HOME, "", guardians),) if guardians else ()


def readers(home: Household, say: Say) -> tuple[TeamMember, ...]:
    """Who in it may be told: guardians with rights that are neither limited nor unknown."""
    return tuple(
        each for each in home.members if each.rights in FULL_RIGHTS and is_guardian(each, say)
    )
