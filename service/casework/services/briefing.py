"""What services are open, in words for a paper that lies on the table of a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from ..briefing import SERVICE, Told
from ..households import households
from ..records import TeamMember
from ..school import School
from .consent import home_of, may_leave
from .looks import is_watched
from .records import ServiceReferral


def before_a_meeting(school: School, code: str) -> Iterator[Told]:
    """Only what every home of the student may read: a written consent in force, not the student's
    alone, and no second home that was not asked."""
    say = school.say
    team = tuple(member for member in school.of(TeamMember) if member.code == code)
    if len(households(team, say)) > 1:
        return
    for referral in school.of(ServiceReferral):
        if referral.code != code or not is_watched(referral, school):
            continue
        if may_leave(referral, school.today) and home_of(referral, team, say) is not None:
            status = referral.status or say("services.made")
            yield Told(SERVICE, say("services.line", resource=referral.resource, status=status))
