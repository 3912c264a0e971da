"""A copy of the plan for one home: nothing in it tells of another.

Names, e-mail addresses and telephone numbers of family who do not live there are known from Team,
and are taken out of every text, wherever somebody wrote them. What cannot be recognised (a street
written into a note) cannot be taken out: the case manager reads the copy before handing it on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from ..households import Household, folded, is_family, is_guardian
from ..records import Case, StaffMember, TeamMember
from ..text import fit_text
from ..wants import Say

_PHONE = re.compile(r"\+?\(?\d[\d\s()./\-\u2010-\u2015]{4,}\d")
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_TOO_SHORT = 3  # letters of a name that are looked for by themselves


@dataclass(frozen=True, slots=True)
class Seen:
    """Through whose eyes a text is read: `mask` takes others' details out; `is_theirs` says
    whether a text (Who, With) is about somebody of another home, `is_ours` of this one."""

    mask: Callable[[str], str]
    is_theirs: Callable[[str], bool]
    is_ours: Callable[[str], bool]


def everything() -> Seen:
    """The team's eyes: nothing is taken out."""
    return Seen(mask=fit_text, is_theirs=lambda _: False, is_ours=lambda _: True)


def seen_from(
    home: Household,
    case: Case,
    team: Iterable[TeamMember],
    staff: Iterable[StaffMember],
    say: Say,
) -> Seen:
    """The eyes of one home: family who live elsewhere (or nobody knows where) are not seen."""
    members = tuple(team)
    ours = [member for member in home.members if is_guardian(member, say)]
    others = [m for m in members if is_guardian(m, say) and m not in home.members]
    names = _names_pattern(others, _may_be_named(home, case, members, staff, say), say)
    phones = {_digits(m.phone) for m in others} - {_digits(m.phone) for m in home.members}
    ends = {digits[-7:] for digits in phones if len(digits) >= 6}
    emails = {m.email for m in others if m.email} - {m.email for m in home.members}
    masks = (
        lambda text: _EMAIL.sub(
            lambda m: say("plan.left_out") if m[0].casefold().strip(".") in emails else m[0], text
        ),
        lambda text: _PHONE.sub(
            lambda m: say("plan.left_out") if any(e in _digits(m[0]) for e in ends) else m[0], text
        ),
        lambda text: names.sub(say("plan.other_person"), text) if names else text,
    )

    def mask(text: str) -> str:
        return reduce(lambda so_far, each: each(so_far), masks, fit_text(text))

    their_roles = {folded(m.role) for m in others} - {folded(m.role) for m in ours}
    return Seen(
        mask=mask,
        is_theirs=lambda text: mask(text) != fit_text(text) or _names_role(text, their_roles),
        is_ours=lambda text: _names_anyone(text, ours),
    )


def _may_be_named(
    home: Household,
    case: Case,
    team: Iterable[TeamMember],
    staff: Iterable[StaffMember],
    say: Say,
) -> list[str]:
    """The student, who lives in this home, the team's own people and the case manager."""
    names = [case.student, *case.also_known_as]
    names += [member.person for member in home.members]
    names += [member.person for member in team if not is_family(member, say)]
    return names + [person.name for person in staff if person.email == case.case_manager]


def _names_pattern(
    others: Iterable[TeamMember], may_be_named: Iterable[str], say: Say
) -> re.Pattern[str] | None:
    """Whole names, and single names that nobody who may be named shares. A name that is also a
    word of the language ("Will") counts only with a capital."""
    kept_names = {" ".join(_words(name)) for name in may_be_named}
    kept = {word for name in kept_names for word in name.split()}
    also_words = set(_words(say("plan.names_that_are_words")))
    patterns = set()
    for member in others:
        words = re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", member.person)
        if len(words) > 1 and " ".join(_words(member.person)) not in kept_names:
            for order in (words, [words[-1], *words[:-1]]):
                patterns.add("(?i:" + r"[\s,]+".join(map(_any_accent, order)) + ")")
        for word in words:
            if len(word) < _TOO_SHORT or set(_words(word)) & kept:
                continue
            rest = f"(?i:{_any_accent(word[1:])})"
            capital = _any_accent(word[0].upper())
            patterns.add((capital if folded(word) in also_words else f"(?i:{capital})") + rest)
    longest_first = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if patterns else None


def _any_accent(word: str) -> str:
    """A pattern for `word` with or without its accents, composed or not."""
    pattern = ""
    for sign in word:
        plain = folded(sign)
        upper = plain.upper() if sign.isupper() else plain
        variants = {re.escape(sign), re.escape(upper)} if upper else {re.escape(sign)}
        pattern += (
            f"(?:{'|'.join(sorted(variants, key=len, reverse=True))})[\u0300-\u036f\u200b-\u200d]*"
        )
    return pattern


def _names_anyone(text: str, members: Iterable[TeamMember]) -> bool:
    words = set(_words(text))
    return any(
        set(_words(m.person)) & words or (m.email and m.email in folded(text)) for m in members
    ) or _names_role(text, {folded(m.role) for m in members})


def _names_role(text: str, roles: set[str]) -> bool:
    words = set(_words(text))
    return any(set(_words(role)) <= words for role in roles if _words(role))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
