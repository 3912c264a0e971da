"""Service referrals of earlier school years that are looked at still, and so stay on the tab."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from .records import ServiceReferral


def staying(school: School) -> Iterator[str]:
    """Row IDs: those of open cases. What was tried is not proposed again, and a family's sheet
    names what stands."""
    for each in school.of(ServiceReferral):
        case = school.case(each.code)
        if case is None or case.is_open:
            yield each.row.row_id
