"""Every school of a district at a glance; no student and no colleague is on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from service.casework.wants import Say
from service.district_figures import DistrictStanding, QuotaLine, SchoolLine

from .widgets import Json, ask, button, buttons, card, line, section, text


def district_card(standing: DistrictStanding, when: Callable[[datetime], str], say: Say) -> Json:
    """`when`: a moment as it is said where the account is."""
    minutes = standing.every / timedelta(minutes=1)
    return card(
        say("cards.district.title"),
        section(
            say("cards.district.schools", count=len(standing.schools)),
            *(_school(each, when, say) for each in standing.schools),
        ),
        section(
            say("cards.district.calls"),
            *(_quota(each, say) for each in standing.quotas),
            text(say("cards.district.forecast", minutes=f"{minutes:g}")),
            text(_room(standing, say)),
            buttons(button(say("cards.district.again"), ask("district"))),
        ),
        subtitle=when(standing.at),
        name="district",
    )


def _school(each: SchoolLine, when: Callable[[datetime], str], say: Say) -> Json:
    waits = say("cards.district.waiting", at=when(each.waiting)) if each.waiting else ""
    above = f"{each.school_id} · {each.domain}"
    if each.synced is None:
        return line(say("cards.district.never"), above, waits)
    asked = say("cards.district.questions", count=each.questions, old=each.old)
    synced = say("cards.district.synced", at=when(each.synced))
    return line(synced, above, f"{asked} {waits}".strip())


def _quota(each: QuotaLine, say: Say) -> Json:
    figures = {
        "used": f"{each.used:.1f}",
        "forecast": f"{each.forecast:.1f}",
        "limit": f"{each.limit:,}",
    }
    return line(say("cards.district.of_api", **figures), each.api.capitalize())


def _room(standing: DistrictStanding, say: Say) -> str:
    if standing.room is None:
        return say("cards.district.no_forecast")
    if standing.room:
        return say("cards.district.room", count=standing.room)
    return say("cards.district.full")
