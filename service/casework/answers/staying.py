"""Answers of earlier school years that are looked at still, and so stay on the tab."""

from __future__ import annotations

from collections.abc import Iterator

from ..answer_rows import quarter_from
from ..records import Accommodation
from ..school import School
from .opinions import answers_by_case, newest_quarter


def staying(school: School) -> Iterator[str]:
    """Row IDs: all that was said in the newest quarter of each accommodation, which its row, the
    card and Fill in the quarter speak of."""
    answers = answers_by_case(school)
    for row in school.of(Accommodation):
        own = answers.get(row.code, ())
        newest = newest_quarter(row, own)
        yield from (a.row.row_id for a in own if newest and quarter_from(a.quarter) == newest)
