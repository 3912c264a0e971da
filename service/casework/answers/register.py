"""Answers: four times a year, whether accommodations are offered, used, and of any help."""

from __future__ import annotations

from datetime import date

from ..accommodation_rows import school_year_of
from ..answer_rows import Answer
from ..records import CASELOAD
from ..register import Register, TableRow
from .asking import never_offered, talks, to_teachers
from .case_cards import ON_CASES, THE_STUDENT
from .figures import answers_and_proposals, unreadable, who_answered
from .fill_in import FILL_IN
from .quarters import NAME
from .staying import staying
from .teacher_cards import ALL_OFFERED_AND_USED, AN_EXCEPTION, ON_TEACHERS


def closed(row: TableRow) -> date | None:
    """The last day of the calendar year in which the school year of its quarter begins: a day of
    that school year wherever it begins."""
    year = school_year_of(row.text("quarter"))
    return date(year, 12, 31) if year is not None and 1900 < year < 2200 else None


ANSWERS = Register(
    name="answers",
    module=NAME,
    tabs=((CASELOAD, "answers"),),
    records={"answers": Answer},
    rules=(to_teachers, never_offered, talks),
    figures=(answers_and_proposals, who_answered, unreadable),
    sections=(ON_TEACHERS, *ON_CASES),
    forms=(AN_EXCEPTION, THE_STUDENT),
    checklists=(FILL_IN,),
    rounds=(ALL_OFFERED_AND_USED,),
    closes={"answers": closed},
    leaves=("answers",),
    stays=staying,
)
