"""One entry of the Class log, from a student's case card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .records import LogEntry, by_case


def _may_log(school: School, person: StaffMember, record: LogEntry | None) -> bool:
    case = next(iter(school.cases), None)
    return case is not None and school.is_theirs(case.code, person)


def _logged(
    school: School, person: StaffMember, given: Mapping[str, Any], record: LogEntry | None
) -> Mapping[str, Value]:
    if not any(given.get(key) for key in ("what_we_did", "value", "minutes")):
        raise ValueError("class_log.nothing_said", "what_we_did")
    if given.get("value") and not given.get("measure"):
        raise ValueError("class_log.no_measure", "measure")
    return {}


def _begins(school: School, person: StaffMember, row: str) -> Mapping[str, Any]:
    """Today, and the class and the measure of the entry before."""
    case = next(iter(school.cases), None)
    own = by_case(school).get(case.code, []) if case else []
    last = {"class": own[-1].class_name, "measure": own[-1].measure} if own else {}
    return {"date": school.today, **last}


FORMS = (
    CardForm(
        name="log_class",
        tab="class_log",
        columns=(
            "date",
            "class",
            "what_we_did",
            "minutes",
            "measure",
            "value",
            "phase",
            "next",
        ),
        roles=frozenset({"Case manager", "Coordinator"}),
        may=_may_log,
        fills=_logged,
        new=True,
        offer=True,
        begins=_begins,
    ),
)
