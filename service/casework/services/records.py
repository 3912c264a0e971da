"""A resource, as a row of the Shelf says it, and a referral of a student or family to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..records import RowRef, column

ACTIVE = "Active"
STUDENT, FAMILY = "Student", "Family"
WRITTEN, SPOKEN, REFUSED, NOT_NEEDED = "Written", "Spoken", "Refused", "Not needed"
MADE, WAITING, CONNECTED = "Made", "Waiting", "Connected"
NO_PLACE, NO_ANSWER = "No place", "No answer"
DECLINED, ELSEWHERE = "Declined", "Elsewhere"


@dataclass(frozen=True, slots=True)
class Resource:
    """`ages` is as typed ("6-12", "13+"); `link` is what somebody typed, a web address or not."""

    row: RowRef
    name: str = ""
    kind: str = ""
    for_whom: str = column("for")
    ages: str = ""
    languages: tuple[str, ...] = ()
    cost: str = ""
    how_to_apply: str = ""
    phone: str = ""
    link: str = ""
    status: str = ""  # Active, Closed for now, Gone; empty = Active
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class ServiceReferral:
    """`household` is the home that consented, as staff wrote it; "" for a student who consented
    alone."""

    row: RowRef
    code: str
    student: str
    resource: str = ""
    for_whom: str = column("for")  # Student, Family
    household: str = ""
    consent: str = ""  # Written, Spoken, Refused, Not needed
    consent_paper: str = ""
    consent_until: date | None = None
    made_on: date | None = None
    status: str = ""  # Made ... Elsewhere; empty = Made
    outcome: str = ""
    words: str = ""
