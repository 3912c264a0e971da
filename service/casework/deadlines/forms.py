"""Writing down a deadline, and that it is done, on cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .records import Deadline

CASE_MANAGER, COORDINATOR = "Case manager", "Coordinator"
THEIRS = frozenset({CASE_MANAGER, COORDINATOR})


def _may_add(school: School, person: StaffMember, record: Deadline | None) -> bool:
    return any(school.is_theirs(case.code, person) for case in school.cases)


def _may_close(school: School, person: StaffMember, record: Deadline | None) -> bool:
    return record is not None and record.done_on is None and school.is_theirs(record.code, person)


def _added(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Deadline | None
) -> Mapping[str, Value]:
    if not given.get("kind"):
        raise ValueError("deadlines.no_kind")
    return {}


def _closed(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Deadline | None
) -> Mapping[str, Value]:
    """Without a day it was done today."""
    done = given.get("done_on") or school.today
    if done > school.today:
        raise ValueError("deadlines.to_come")
    return {"done_on": done}


FORMS = (
    CardForm(
        name="add_deadline",
        tab="deadlines",
        columns=("kind", "last", "own_date", "link"),
        roles=THEIRS,
        may=_may_add,
        fills=_added,
        new=True,
        offer=True,
    ),
    CardForm(
        name="deadline_done",
        tab="deadlines",
        columns=("done_on", "link"),
        roles=THEIRS,
        may=_may_close,
        fills=_closed,
    ),
)
ADD, DONE = FORMS
