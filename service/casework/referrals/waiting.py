"""Referrals that nobody has decided for too long. One about safety is not among them: it alarms its
own readers, and Office knows no more of it than its number."""

from __future__ import annotations

from collections.abc import Iterator

from ..crack import Crack
from ..records import OFFICE, Referral
from ..school import School
from ..schooldays import NoSchoolDay


def waiting(school: School) -> Iterator[Crack]:
    """So many school days after they came in as Settings say."""
    for each in school.of(Referral):
        if each.decision or each.row.workbook != OFFICE or each.received is None:
            continue
        if not (each.student or each.student_as_written):
            continue
        came = each.received.astimezone(school.zone).date()
        span = school.settings.referral_waits_after_school_days
        try:
            since = school.calendar.add_school_days(came, span)
        except NoSchoolDay:
            continue
        yield Crack("referral", since, who=each.referral_id)
