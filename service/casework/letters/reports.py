"""The progress reports of all own students in one go: a row for each Active case, once for the day
on which somebody asked. What a sync that was cut short left out, the next one adds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..cards import CardPaper
from ..records import CASELOAD
from ..school import School
from ..wants import WantedRow
from .paper import KIND
from .records import PROGRESS_REPORT

ACTIVE = "Active"
GOES_ON_FOR = timedelta(days=7)  # in which what was asked for is still made


def report_rows(school: School) -> Iterator[WantedRow]:
    """Progress reports that were asked for on Today."""
    for person in school.staff:
        for asked in school.ask.papers(KIND, person.email):
            if school.today - asked.day > GOES_ON_FOR:
                continue
            for case in school.cases:
                own = case.case_manager == person.email and case.is_confirmed
                key = f"letters:{asked.key}:{case.code}"
                if own and case.status == ACTIVE and case.code and key not in school.ask.done:
                    cells = {
                        "student": case.student,
                        "kind": PROGRESS_REPORT,
                        "case_code": case.code,
                    }
                    because = school.say("letters.asked_for", code=case.code)
                    yield WantedRow(key, CASELOAD, "letters", {**cells}, because)


PAPERS = (CardPaper("progress_letters", KIND, "today", frozenset({"Case manager"})),)
