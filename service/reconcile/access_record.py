"""The access record of one student, as people read it: who looked at or was sent what, when, why.

Source: 34 CFR 99.32 and IDEA 300.614 (docs/casework.md, Confidentiality)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from service.casework.records import Referral, StaffMember, TeamMember
from service.casework.wants import accepted_code
from service.keys import Keys
from service.ports import Ledger


def looks_at(ledger: Ledger, code: str, referrals: Iterable[Referral]) -> list[Mapping[str, Any]]:
    """Every look at a student's record, the oldest first. What was looked at before there was a
    case was looked at under the referral's number."""
    numbers = (each.referral_id for each in referrals if accepted_code(each.status) == code)
    looks = (each for number in (code, *numbers) for each in ledger.accesses(number))
    return sorted(looks, key=lambda each: each["at"])


def names_by_hash(
    team: Iterable[TeamMember],
    staff: Iterable[StaffMember],
    hash_of: Callable[[str], str],
    keys: Keys,
) -> dict[str, str]:
    """Names by keyed hash: of everybody on Staff and on this student's Team, under today's key and
    those before. The log keeps people as hashes, so nobody else can be named."""
    names: dict[str, str] = {}
    people = [(m.email, m.person) for m in team] + [(p.email, p.name) for p in staff]
    for email, name in people:
        if email:
            names[hash_of(email)] = name or email
            earlier = keys.earlier
            while earlier is not None:
                names.setdefault(earlier.fingerprint("person", email.strip().lower()), name)
                earlier = earlier.earlier
    return names
