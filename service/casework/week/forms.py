"""One student's check on one card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .records import WeeklyCheck


def _may_check(school: School, person: StaffMember, record: WeeklyCheck | None) -> bool:
    """The case's own manager, who stands in for them today, and who coordinates."""
    if record is None or record.week_of is None:
        return False
    return person.role == "Coordinator" or school.is_led_by(record.code, person.email)


def _checked(
    school: School, person: StaffMember, given: Mapping[str, Any], record: WeeklyCheck | None
) -> Mapping[str, Value]:
    """Done on is today, where nobody has written another day."""
    return {"done_on": (record.done_on if record else None) or school.today}


FORMS = (
    CardForm(
        name="check_week",
        tab="week",
        columns=(
            "promise_kept",
            "organized",
            "effort",
            "inbox",
            "missing_work",
            "failing_in",
            "promise",
            "family_line",
        ),
        roles=frozenset({"Case manager", "Coordinator"}),
        may=_may_check,
        fills=_checked,
        one_tap=True,
        about=("promise",),
    ),
)
