"""What a case manager is told of the referrals that led to a case: the concern, what goes well, who
wrote, and what the coordinator wants them to know.

Only what stands in Office: of a referral that safeguarding holds nothing is told here, by whatever
way it came (docs/casework.md, "Intake and triage").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ..records import Referral
from ..wants import Say, accepted_code
from .context import is_restricted, plain
from .messages import referrer

_PARTS = ("grade", "strengths", "tried", "they_know", "more", "changed")  # of Details, by wording


@dataclass(frozen=True, slots=True)
class Reason:
    """One referral, in the words of who wrote it. `who` is a name, or the address where none was
    given; `details` is all that they answered besides."""

    referral_id: str
    received: datetime | None
    who: str
    relationship: str
    concern: str
    goes_well: str
    details: str
    brief: str


def reasons(code: str, referrals: Iterable[Referral], say: Say) -> tuple[Reason, ...]:
    """The referrals that opened the case or joined it, and their duplicates; oldest first."""
    of_office = [each for each in referrals if not is_restricted(each)]
    led = {each.referral_id for each in of_office if code and accepted_code(each.status) == code}
    found = [
        each
        for each in of_office
        if each.referral_id in led
        or (plain(each.decision) == "duplicate" and any(one in each.status for one in led))
    ]
    found.sort(key=lambda each: each.received or datetime.max.replace(tzinfo=UTC))
    return tuple(_reason(each, say) for each in found if each.concern or each.brief)


def proposed(found: Iterable[Reason]) -> tuple[str, str]:
    """What may be proposed as (Needs, Strengths) of a case of which neither is written yet."""
    found = tuple(found)
    needs = "\n".join(dict.fromkeys(each.concern.strip() for each in found if each.concern.strip()))
    well = "\n".join(
        dict.fromkeys(each.goes_well.strip() for each in found if each.goes_well.strip())
    )
    return needs, well


def _reason(referral: Referral, say: Say) -> Reason:
    goes_well, details = _apart(referral.details, say)
    who = referrer(referral)
    return Reason(
        referral.referral_id,
        referral.received,
        who.name or who.reach,
        referral.relationship,
        referral.concern,
        goes_well,
        details,
        referral.brief,
    )


def _apart(details: str, say: Say) -> tuple[str, str]:
    """(what goes well, the other parts) of Details, as intake has put them together."""
    begins = {key: say(f"intake.{key}", text="", when="").rstrip() for key in _PARTS}
    part, parts = "", {"": list[str]()}
    for line in details.split("\n"):
        key = next((key for key, words in begins.items() if line.startswith(words)), "")
        part = key or part
        own = line[len(begins[key]) :].strip() if key == "strengths" else line
        parts.setdefault(part, []).append(own)
    well = "\n".join(parts.pop("strengths", ())).strip()
    return well, "\n".join(line for lines in parts.values() for line in lines).strip()
