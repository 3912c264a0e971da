"""Why there is a case, on cards: what the referrals say that led to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from service.casework.referrals.for_case import Reason
from service.casework.wants import Say

from .widgets import Json, line

MOST = 3  # referrals; the coordinator has them all


def reason_lines(found: Iterable[Reason], say: Say, zone: tzinfo) -> tuple[Json, ...]:
    """Of each referral: the concern and who wrote it, what goes well, what else was answered, and
    the coordinator's brief."""
    lines: list[Json] = []
    for each in tuple(found)[-MOST:]:
        when = say("cards.access.when", at=each.received.astimezone(zone)) if each.received else ""
        who = " · ".join(part for part in (each.who, each.relationship) if part)
        if each.brief:
            lines.append(line(each.brief, say("cards.why.brief"), icon="push_pin"))
        if each.concern:
            below = " · ".join(
                part for part in (say("cards.why.from", who=who) if who else "", when) if part
            )
            lines.append(line(each.concern, say("cards.referral.concern"), below))
        if each.goes_well:
            lines.append(line(each.goes_well, say("cards.why.goes_well")))
        if each.details:
            lines.append(line(each.details, say("cards.referral.details")))
    return tuple(lines)
