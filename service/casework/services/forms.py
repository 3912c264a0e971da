"""Referring to a service, looking at one, and telling colleagues of a resource, on cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .looks import day_after_look, has_new_row, is_watched
from .records import CONNECTED, DECLINED, ELSEWHERE, MADE, Resource, ServiceReferral
from .resources import fitting

CASE_MANAGER, COORDINATOR = "Case manager", "Coordinator"
THEIRS = frozenset({CASE_MANAGER, COORDINATOR})


def _may_refer(school: School, person: StaffMember, record: ServiceReferral | None) -> bool:
    """In a form about one case: its own manager, who stands in for them, and who coordinates."""
    return any(school.is_theirs(case.code, person) for case in school.cases)


def _referred(
    school: School, person: StaffMember, given: Mapping[str, Any], record: ServiceReferral | None
) -> Mapping[str, Value]:
    if not str(given.get("resource") or "").strip():
        raise ValueError("services.no_resource")
    return {"made_on": school.today, "status": MADE}


def _proposed(school: School, person: StaffMember, row: str) -> Mapping[str, Any]:
    """Filled in beforehand where it goes on from another referral: what fits next."""
    before = next((r for r in school.of(ServiceReferral) if row and r.row.row_id == row), None)
    if before is None:
        return {}
    found = fitting(before, school)
    proposed = {"resource": found[0].name} if found else {}
    return {**proposed, "for": before.for_whom, "household": before.household}


def _may_look(school: School, person: StaffMember, record: ServiceReferral | None) -> bool:
    if record is None or not is_watched(record, school):
        return False
    return school.is_theirs(record.code, person)


def _looked(
    school: School, person: StaffMember, given: Mapping[str, Any], record: ServiceReferral | None
) -> Mapping[str, Value]:
    """The next look comes later; none where this closes it."""
    if record is None:
        raise ValueError("services.no_status")
    status, outcome = given.get("status") or "", given.get("outcome") or ""
    closes = (
        (status == CONNECTED and outcome)
        or status == DECLINED
        or (status == ELSEWHERE and has_new_row(record, school))
    )
    return {"next_look": None if closes else day_after_look(record, school)}


def _may_add(school: School, person: StaffMember, record: Resource | None) -> bool:
    return True


def _added(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Resource | None
) -> Mapping[str, Value]:
    if not str(given.get("name") or "").strip() or not given.get("kind"):
        raise ValueError("services.no_name")
    return {"checked_on": school.today, "checked_by": person.name or person.email}


FORMS = (
    CardForm(
        name="refer_service",
        tab="service_referrals",
        columns=(
            "resource",
            "for",
            "household",
            "consent",
            "consent_paper",
            "consent_until",
            "words",
        ),
        roles=THEIRS,
        may=_may_refer,
        fills=_referred,
        new=True,
        offer=True,
        begins=_proposed,
    ),
    CardForm(
        name="look_service",
        tab="service_referrals",
        columns=("status", "outcome", "words"),
        roles=THEIRS,
        may=_may_look,
        fills=_looked,
        confirms=("next_look",),
        about=("resource",),
    ),
    CardForm(
        name="add_resource",
        tab="resources",
        columns=(
            "name",
            "kind",
            "for",
            "ages",
            "languages",
            "cost",
            "how_to_apply",
            "phone",
            "link",
        ),
        roles=THEIRS | {"Counselor", "Head"},
        may=_may_add,
        fills=_added,
        new=True,
        back="resources",
    ),
)
