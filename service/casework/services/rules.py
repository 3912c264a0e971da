"""The grey columns of services, and what people are asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..records import Problem, TeamMember
from ..school import School
from ..wants import WantedCells
from .consent import has_ended, may_leave, needs_a_home
from .looks import NAME, has_new_row, is_watched, next_look
from .records import ELSEWHERE, REFUSED, WRITTEN, Resource, ServiceReferral
from .resources import freshness_key, next_turn


def look_cells(school: School) -> Iterator[WantedCells]:
    """Next look of every referral."""
    because = school.say("services.look_because")
    for referral in school.of(ServiceReferral):
        yield WantedCells(referral.row, {"next_look": next_look(referral, school)}, because)


def freshness_cells(school: School) -> Iterator[WantedCells]:
    """What is said of how long ago a resource was checked."""
    because = school.say("services.fresh_because")
    for resource in school.of(Resource):
        said = freshness(resource, school) if resource.name else ""
        yield WantedCells(resource.row, {"freshness": said}, because)


def freshness(resource: Resource, school: School) -> str:
    key = freshness_key(resource, school.today)
    return school.say(f"services.fresh.{key}", day=resource.checked_on or school.today)


def next_freshness(school: School) -> date | None:
    """When the Shelf has to be looked at again though nobody touched it."""
    return next_turn(school.of(Resource), school.today)


def read_for(school: School) -> Iterator[object]:
    """What the sheets of families are made from besides the Shelf: when it changes, the Shelf is
    read for them."""
    told = [each for each in school.of(ServiceReferral) if may_leave(each, school.today)]
    codes = {each.code for each in told}
    for each in told:
        yield each.code, each.resource, each.for_whom, each.household, each.status
    for member in school.of(TeamMember):
        if member.code in codes:
            yield member.code, member.household, member.rights, member.language, member.role


def questions(school: School) -> Iterator[Problem]:
    """What only people can mend: where it went on, a consent that was refused, has ended or lacks
    its paper, and which home it is about."""
    since = school.counts_from(NAME)
    team: dict[str, list[TeamMember]] = {}
    for member in school.of(TeamMember):
        team.setdefault(member.code, []).append(member)
    for referral in school.of(ServiceReferral):
        if not is_watched(referral, school):
            continue
        if since and referral.made_on is not None and referral.made_on < since:
            continue
        for key, column in _asked(referral, team.get(referral.code, ()), school):
            yield _problem(referral, key, column, school)


def _asked(
    referral: ServiceReferral, team: Iterable[TeamMember], school: School
) -> Iterator[tuple[str, str]]:
    if referral.status == ELSEWHERE and not has_new_row(referral, school):
        yield "elsewhere", "status"
    if referral.consent == REFUSED:
        yield "refused", "consent"
    if has_ended(referral, school.today):
        yield "ended", "consent_until"
    elif referral.consent == WRITTEN and not referral.consent_paper.strip():
        yield "no_paper", "consent_paper"
    if referral.consent != REFUSED and needs_a_home(referral, team, school.say):
        yield "home", "household"


def _problem(referral: ServiceReferral, key: str, column: str, school: School) -> Problem:
    say = school.say
    return Problem(
        key=f"service:{referral.row.row_id}:{key}",
        row=referral.row,
        column=column,
        what=say(f"services.{key}.what"),
        why=say(f"services.{key}.why", resource=referral.resource, day=referral.consent_until),
        student=referral.student,
        code=referral.code,
        whose=school.manager_of(referral.code),
    )
