"""What lets something about a service leave the school, and which home may read of it.

Source: 34 CFR 99.30 (a signed and dated written consent that names what may be disclosed); a home
learns nothing from a referral that another home, or the student alone, consented to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..family_readers import homes
from ..households import Household, households, same_home
from ..records import TeamMember
from ..wants import Say
from .records import STUDENT, WRITTEN, ServiceReferral


def may_leave(referral: ServiceReferral, today: date) -> bool:
    """Whether anything about it may leave the school: only with a written consent that is in
    force, and whose paper is there."""
    return (
        referral.consent == WRITTEN
        and bool(referral.consent_paper.strip())
        and not has_ended(referral, today)
    )


def has_ended(referral: ServiceReferral, today: date) -> bool:
    """Whether its written consent was for a time that is over."""
    until = referral.consent_until
    return referral.consent == WRITTEN and until is not None and until < today


def is_student_s_alone(referral: ServiceReferral) -> bool:
    """Whether the student consented alone: it names no home, so no home gets anything of it. What
    does not say for whom it is counts as the student's."""
    return referral.for_whom in ("", STUDENT) and not referral.household.strip()


def home_of(referral: ServiceReferral, team: Iterable[TeamMember], say: Say) -> Household | None:
    """The one home that may read of it; None where there is none, or where it is not said which
    of several."""
    if is_student_s_alone(referral):
        return None
    members = tuple(team)
    named = referral.household.strip()
    if not named:
        return _the_only_one(members, say)
    for home in homes(members, say):
        if same_home(named) in (same_home(home.label), same_home(home.letter)):
            return home
    return None


def _the_only_one(team: tuple[TeamMember, ...], say: Say) -> Household | None:
    """A home of which nobody may be told is a home all the same: then it is not said which."""
    several = len(households(team, say)) > 1
    found = homes(team, say)
    return found[0] if len(found) == 1 and not several else None


def needs_a_home(referral: ServiceReferral, team: Iterable[TeamMember], say: Say) -> bool:
    """Whether it has to be said which home it is about: none of those that Team names is meant,
    or a family with several was referred."""
    members = tuple(team)
    known = {same_home(home.label) for home in households(members, say)}
    known |= {same_home(home.letter) for home in households(members, say)}
    named = same_home(referral.household)
    if named:
        return bool(known) and named not in known
    return not is_student_s_alone(referral) and len(households(members, say)) > 1
