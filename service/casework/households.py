"""The homes of a student, from Team: who is family, who is a guardian, who lives where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .records import TeamMember
from .wants import Say

_MOST_TYPED = 200  # characters of a role or a household's label that are read


@dataclass(frozen=True, slots=True)
class Household:
    """One home of a student. `letter` names its copies ("A"); `label` is what staff wrote."""

    letter: str
    label: str
    members: tuple[TeamMember, ...]


def is_family(member: TeamMember, say: Say) -> bool:
    """Whether a Team row is about the student's family (the student counts): it names a
    household, or its Role holds one of the words in `plan.family_roles` or `plan.student_roles`."""
    return bool(member.household.strip()) or _has_role(
        member, say("plan.family_roles") + "," + say("plan.student_roles")
    )


def is_guardian(member: TeamMember, say: Say) -> bool:
    """Family, and not the student or a sibling, who hold no rights over the record."""
    return is_family(member, say) and not _has_role(member, say("plan.student_roles"))


def households(team: Iterable[TeamMember], say: Say) -> tuple[Household, ...]:
    """The homes in which a guardian lives, sorted by label, with everybody who lives there.

    Labels that end in a letter of their own ("A", "Home B") keep it, so that a copy keeps its
    name when another home comes or goes; others are lettered in their order.
    """
    members = tuple(team)
    labels: dict[str, str] = {}
    for member in members:
        if member.household.strip() and is_guardian(member, say):
            labels.setdefault(same_home(member.household), member.household.strip())
    keys = sorted(labels)
    own = [_own_letter(labels[key]) for key in keys]
    letters = (
        own if all(own) and len(set(own)) == len(own) else [_letter(i) for i in range(len(keys))]
    )
    return tuple(
        Household(letter, labels[key], tuple(m for m in members if same_home(m.household) == key))
        for letter, key in zip(letters, keys, strict=True)
    )


def lives_apart(team: Iterable[TeamMember], say: Say) -> bool:
    """Whether Team names two or more households with a guardian: then each has its own copy."""
    return len(households(team, say)) > 1


def _has_role(member: TeamMember, words: str) -> bool:
    return _holds_one_of(member.role[:_MOST_TYPED], words)


@lru_cache(maxsize=1024)  # a school has few words for roles, and asks for each of them often
def _holds_one_of(role: str, words: str) -> bool:
    said = set(re.findall(r"\w+", folded(role)))
    wanted = (set(re.findall(r"\w+", folded(word))) for word in words.split(",") if word.strip())
    return any(said >= each for each in wanted)


def same_home(label: str) -> str:
    """A household's label without the ways of writing it: "home  b" is "Home B"."""
    return " ".join(folded(label[:_MOST_TYPED]).split())


def _own_letter(label: str) -> str:
    match = re.search(r"(?:^|\s)([A-Za-z])$", label[:_MOST_TYPED])
    return match[1].upper() if match else ""


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else f"Z{index - 25}"


def folded(text: str) -> str:
    """`text` without accents and case, for comparing what people wrote."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
