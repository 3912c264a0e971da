"""Decisions: asked of the case manager before they are made."""

from __future__ import annotations

from ..records import CASELOAD
from ..register import Register
from .briefing import before_a_meeting
from .forms import FORMS
from .notice import NOTICE
from .records import Decision
from .removals import questions_about_days, warnings
from .rules import asked_for, clock_cells, questions
from .sections import SECTIONS

DECISIONS = Register(
    name="decisions",
    module="Decisions",
    on_at_first=True,
    tabs=((CASELOAD, "decisions"),),
    records={"decisions": Decision},
    tells=before_a_meeting,
    rules=(asked_for, warnings),
    figures=(clock_cells, questions, questions_about_days),
    documents=(NOTICE,),
    sections=SECTIONS,
    forms=FORMS,
)
