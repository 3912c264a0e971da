"""A copy of the plan for one home: nothing in it tells of another.

Whoever stands on Team and is neither staff nor of this home is somebody else: guardians of the
other home, half-brothers and -sisters, a grandmother of whom nobody knows where she lives, a coach.
Their names, e-mail addresses and telephone numbers are taken out of every text, wherever somebody
wrote them; so is every address and private number of which it is not known that it may be read.
What cannot be recognised (a street, a nickname that is not on Team) cannot be taken out: the case
manager reads the copy before handing it on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..households import Household, folded, is_family, is_guardian
from ..names import fold
from ..records import Case, StaffMember, TeamMember
from ..settings import SchoolSettings
from ..text import fit_text
from ..wants import Say
from .names_in_text import NamesInText
from .person_names import Language, PersonName, person_name
from .telephone_numbers import numbers_in, where_numbers_stand, where_private_lines_stand

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;:\"'@]{1,255}")
_HANDLE = re.compile(r"[\w.+\-]{4,64}")

Place = tuple[int, int, str]  # where something is taken out, and what is said there instead


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
    settings: SchoolSettings = SchoolSettings(),
    note: Callable[[str, str], None] = lambda was, said: None,
) -> Seen:
    """The eyes of one home: who is neither staff nor of this home is not seen. Telephone numbers
    are read as in the country of `settings`. `note` hears what is taken out, and what is said
    there."""
    everybody = Everybody(home, case, tuple(team), tuple(staff), say)
    others, ours = everybody.others, everybody.ours
    private = _private_details(everybody, settings, say)
    names = _names(everybody, say)

    def of_others(text: str) -> list[Place]:
        return [*private(text, False), *names(text)]

    def mask(text: str) -> str:
        fit = fit_text(text)
        return taken_out(fit, [*private(fit, True), *names(fit)], note)

    family = [member for member in others if is_family(member, say)]
    their_roles = {folded(m.role) for m in family} - {folded(m.role) for m in ours}
    guardians = [member for member in home.members if is_guardian(member, say)]
    return Seen(
        mask=mask,
        is_theirs=lambda text: bool(of_others(fit_text(text))) or _names_role(text, their_roles),
        is_ours=lambda text: _names_anyone(text, guardians),
    )


def is_colleague(member: TeamMember, staff: Iterable[StaffMember], say: Say) -> bool:
    """Whether a Team row is about somebody on Staff: by address, or by a name that is all theirs
    ("Ms Okafor" for Ngozi Okafor). A parent who works here is family."""
    if is_family(member, say):
        return False
    language = Language.of(say)
    words = set(person_name(member.person, language).words)
    return any(
        (member.email and member.email == person.email)
        or (words and words <= set(person_name(person.name, language).words))
        for person in staff
    )


class Everybody:
    """Team, divided by who may be named to one home."""

    def __init__(
        self,
        home: Household,
        case: Case,
        team: tuple[TeamMember, ...],
        staff: tuple[StaffMember, ...],
        say: Say,
    ) -> None:
        self.case, self.staff, self.ours = case, staff, home.members
        self.colleagues = [member for member in team if is_colleague(member, staff, say)]
        may_be_named = [*home.members, *self.colleagues]
        self.others = [
            member
            for member in team
            if member not in may_be_named and not _is_the_student(member, case, say)
        ]


def _is_the_student(member: TeamMember, case: Case, say: Say) -> bool:
    role = fold(member.role)
    if any(role == fold(each) for each in say("plan.own_roles").split(",")):
        return True
    return not role and fold(member.person) in {fold(case.student), *map(fold, case.also_known_as)}


# ---------------------------------------------------------------- what is taken out


def _private_details(
    everybody: Everybody, settings: SchoolSettings, say: Say
) -> Callable[[str, bool], Iterator[Place]]:
    """A finder of addresses and telephone numbers: those of others, and where `strictly` all
    that are not known to be this home's or the school's."""
    country, said = settings.country, say("plan.left_out")
    shown = [*everybody.ours, *everybody.colleagues]
    known = numbers_in([settings.school_phone, *(m.phone for m in shown)], country)
    numbers = numbers_in((m.phone for m in everybody.others), country).without(known)
    theirs = {m.email for m in everybody.others if m.email}
    may_be_read = {m.email for m in shown if m.email} | {person.email for person in everybody.staff}
    theirs -= may_be_read
    handles = {email.partition("@")[0] for email in theirs} - {
        email.partition("@")[0] for email in may_be_read
    }
    handles = {each for each in handles if not each.isalpha()}  # a plain word says nothing

    def find(text: str, strictly: bool) -> Iterator[Place]:
        for address in _EMAIL.finditer(text):
            written = address[0].casefold().strip(".")
            if written in theirs or (strictly and written not in may_be_read):
                yield *address.span(), said
        for handle in _HANDLE.finditer(text) if handles else ():
            if handle[0].casefold().strip(".-") in handles:
                yield *handle.span(), said
        for start, end in where_numbers_stand(text, numbers):
            yield start, end, said
        if strictly:
            for start, end in where_private_lines_stand(text, country, known):
                yield start, end, said

    return find


def _names(everybody: Everybody, say: Say) -> Callable[[str], list[Place]]:
    """A finder of the names of others."""
    language = Language.of(say)

    def named(people: Iterable[str]) -> list[PersonName]:
        return [person_name(each, language) for each in people]

    case = everybody.case
    managers = [person.name for person in everybody.staff if person.email == case.case_manager]
    finder = NamesInText(
        named(m.person for m in everybody.others),
        named([*(m.person for m in (*everybody.ours, *everybody.colleagues)), *managers]),
        named((case.student, *case.also_known_as)),
        named(person.name for person in everybody.staff),
        language,
    )
    said = [
        say("plan.other_person" if is_family(each, say) else "plan.another_person")
        for each in everybody.others
    ]
    kept = {m.email for m in (*everybody.ours, *everybody.colleagues) if m.email}

    def find(text: str) -> list[Place]:
        whole = [a.span() for a in _EMAIL.finditer(text) if a[0].casefold().strip(".") in kept]
        return [
            (start, end, said[which])
            for start, end, which in finder.places(text)
            if not any(first <= start < last for first, last in whole)
        ]

    return find


def taken_out(
    text: str,
    places: Iterable[Place],
    note: Callable[[str, str], None] = lambda was, said: None,
) -> str:
    """`text` with each place said otherwise; of places that overlap the first and widest counts."""
    pieces, done = [], 0
    for start, end, said in sorted(places, key=lambda place: (place[0], -place[1])):
        note(text[start:end], said)
        if start >= done:
            pieces += [text[done:start], said]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


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
