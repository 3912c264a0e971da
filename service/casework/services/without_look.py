"""Service referrals whose look has come and that nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..crack import Crack
from ..school import School
from .looks import look_waiting
from .records import ServiceReferral


def without_look(school: School) -> Iterator[Crack]:
    """From the day after the look."""
    for each in school.of(ServiceReferral):
        came = look_waiting(each, school)
        case = school.case(each.code)
        if came is not None and case is not None:
            since = came + timedelta(days=1)
            yield Crack(
                "service", since, case.code, case.student, case.case_manager, right="services"
            )
