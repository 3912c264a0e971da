"""Weekly checks: how organized a student is, and what is missing, every few weeks."""

from __future__ import annotations

from ..closing import closes_on
from ..records import CASELOAD
from ..register import Register
from .briefing import before_a_meeting
from .compare import grade_checks, since_last_time
from .forms import FORMS
from .papers import DOCUMENTS, PAPERS
from .records import WeeklyCheck
from .rows import calendar_entries, rows_of_the_week
from .sections import SECTIONS
from .staying import staying
from .to_do_is_back import CHECKLIST, OPEN
from .works import works

WEEK = Register(
    name="week",
    module="Weekly checks",
    on_at_first=True,
    tabs=((CASELOAD, "week"),),
    closes={"week": closes_on("week_of")},
    leaves=("week",),
    stays=staying,
    records={"week": WeeklyCheck},
    rules=(rows_of_the_week, calendar_entries),
    figures=(since_last_time, grade_checks),
    sections=(*SECTIONS, OPEN),
    forms=FORMS,
    documents=DOCUMENTS,
    papers=PAPERS,
    checklists=(CHECKLIST,),
    tells=before_a_meeting,
    works=works,
)
