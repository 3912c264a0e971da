"""How fresh what is known of a resource is, and which one fits next.

That what was checked over a year ago is said, and over two years ago is not proposed, is
Holdfast's own, after the advice to check before a referral; no norm was found. So is that
proposals begin with five resources: of fewer, people know every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from ..households import folded
from ..records import Case, TeamMember
from ..school import School
from .consent import home_of
from .records import ACTIVE, STUDENT, Resource, ServiceReferral

SAID_AFTER: Final = 365  # days
NOT_PROPOSED_AFTER: Final = 730  # days
FEWEST: Final = 5  # resources with which proposals begin
_AGE_IN_GRADE: Final = (5, 7)  # years that a student is older than the number of the grade
_KINDERGARTEN: Final = ("k", "kg", "kindergarten")


def freshness_key(resource: Resource, today: date) -> str:
    """never, fresh, old (over a year) or too_old (over two)."""
    if resource.checked_on is None:
        return "never"
    days = (today - resource.checked_on).days
    if days > NOT_PROPOSED_AFTER:
        return "too_old"
    return "old" if days > SAID_AFTER else "fresh"


def next_turn(resources: Iterable[Resource], today: date) -> date | None:
    """The next day on which the freshness of one of them changes by itself."""
    days = (
        each.checked_on + timedelta(days=after + 1)
        for each in resources
        if each.checked_on is not None
        for after in (SAID_AFTER, NOT_PROPOSED_AFTER)
    )
    return min((day for day in days if day > today), default=None)


def called(name: str, resources: Iterable[Resource]) -> Resource | None:
    """The resource of this name, however it is spelled."""
    wanted = _same(name)
    return next((each for each in resources if wanted and _same(each.name) == wanted), None)


def fitting(referral: ServiceReferral, school: School) -> tuple[Resource, ...]:
    """What could be tried instead: of the same kind, for this age, in the language of the home,
    never tried for this student; what is known best comes first."""
    known = [each for each in school.of(Resource) if each.name.strip()]
    tried = called(referral.resource, known)
    case = school.case(referral.code)
    if len(known) < FEWEST or tried is None or case is None:
        return ()
    before = {_same(r.resource) for r in school.of(ServiceReferral) if r.code == referral.code}
    spoken = languages_of(referral, school)
    found = [
        each
        for each in known
        if each.kind == tried.kind
        and each.status in ("", ACTIVE)
        and _same(each.name) not in before
        and freshness_key(each, school.today) != "too_old"
        and fits_age(each.ages, ages_of(case))
        and fits_language(each.languages, spoken)
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not (spoken and each.languages),
                -(each.checked_on or date.min).toordinal(),
                _same(each.name),
            ),
        )
    )


def ages_of(case: Case) -> tuple[int, int] | None:
    """From which age to which a student in this grade is; None where the grade does not say."""
    written = case.grade.strip().casefold()
    if written in _KINDERGARTEN:
        return _AGE_IN_GRADE
    number = re.search(r"\d{1,2}", written)
    if number is None:
        return None
    least, most = _AGE_IN_GRADE
    return int(number[0]) + least, int(number[0]) + most


def fits_age(written: str, ages: tuple[int, int] | None) -> bool:
    """Whether "6-12", "13+", "under 18", "from 14", "up to 12" or "16" takes in one of these
    ages. What cannot be read keeps nobody out."""
    numbers = [int(each) for each in re.findall(r"\d{1,3}", written)]
    if ages is None or not numbers:
        return True
    words = folded(written)
    if len(numbers) > 1:
        least, most = min(numbers), max(numbers)
    elif re.search(r"under|below|menos|menores", words):
        least, most = 0, numbers[0] - 1
    elif re.search(r"up to|until|hasta", words):
        least, most = 0, numbers[0]
    elif re.search(r"\+|from|over|up|older|desde|mas|mayores", words):
        least, most = numbers[0], 200
    else:
        least = most = numbers[0]
    return ages[0] <= most and least <= ages[1]


def languages_of(referral: ServiceReferral, school: School) -> frozenset[str]:
    """In which languages it can be: those of the home that it is about, else of everybody on Team
    who lives with the student; a student by themself also in the school's."""
    team = [each for each in school.of(TeamMember) if each.code == referral.code]
    home = home_of(referral, team, school.say)
    members = home.members if home else [m for m in team if m.household.strip() or m.rights]
    spoken = {_same(each.language) for each in members if each.language.strip()}
    if spoken and referral.for_whom == STUDENT:
        spoken |= {_same(each) for each in school.say("language.names").split(",")}
    return frozenset(spoken)


def fits_language(offered: Iterable[str], spoken: frozenset[str]) -> bool:
    """Whether one of them is offered; where nobody wrote any, nobody is kept out."""
    there = {_same(each) for each in offered if each.strip()}
    return not there or not spoken or bool(there & spoken)


def _same(text: str) -> str:
    return " ".join(folded(text).split())
