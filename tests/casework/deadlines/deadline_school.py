"""A school with cases and their deadlines, as the rules of Deadlines see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from service.casework.deadlines.records import Deadline
from service.casework.records import CASELOAD, Case, DayOff, RowRef
from service.casework.school import RuleServices, School
from service.casework.settings import SchoolSettings
from tests.casework.small_school import CODE, SAY, TODAY, case, school_with


def deadline(row: str = "hf-1", **said: Any) -> Deadline:
    said = {"kind": "IEP review"} | said
    code = said.pop("code", CODE)
    return Deadline(RowRef(CASELOAD, "deadlines", row), code, "Ana Silva", **said)


def school(
    *deadlines: Deadline,
    cases: tuple[Case, ...] = (),
    days_off: tuple[DayOff, ...] = (),
    done: Collection[str] = (),
    today: date = TODAY,
    settings: Mapping[str, Any] | None = None,
    **more: Any,
) -> School:
    """`done` are keys of rows that were added before; `more` are settings of the module."""
    return school_with(
        {Deadline: deadlines, Case: cases or (case(),)},
        today=today,
        settings=SchoolSettings(more=more, **(settings or {})),
        days_off=days_off,
        ask=RuleServices(say=SAY, done=frozenset(done)),
    )
