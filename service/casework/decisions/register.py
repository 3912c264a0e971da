"""Decisions: asked of the case manager before they are made."""

from __future__ import annotations

from datetime import date

from ..closing import day_in
from ..records import CASELOAD
from ..register import Register, TableRow
from .away import appointments_away, cases_end, talks_again
from .briefing import before_a_meeting
from .forms import FORMS
from .graduation import questions_about_paths
from .notice import NOTICE
from .papers import PAPER, hand_over_mails
from .records import NO, WITHDRAWN, YES, Decision
from .removals import questions_about_days, warnings
from .rules import asked_for, clock_cells, questions
from .sections import SECTIONS
from .works import works


def closed(row: TableRow) -> date | None:
    """Decided or withdrawn, and over: in effect, and Until has come where it has one. What went to
    the team, a review that is due, and what has a day that cannot be read stay open."""
    if row.text("decided") not in (YES, NO, WITHDRAWN) or not row.text("decided_on"):
        return None
    named = ("decided_on", "takes_effect", "until", "review_due")
    days = [day_in(row.cells[name]) for name in named if row.text(name)]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


DECISIONS = Register(
    name="decisions",
    module="Decisions",
    on_at_first=True,
    tabs=((CASELOAD, "decisions"),),
    records={"decisions": Decision},
    tells=before_a_meeting,
    rules=(asked_for, warnings, appointments_away, cases_end, talks_again, hand_over_mails),
    figures=(clock_cells, questions, questions_about_days, questions_about_paths),
    documents=(NOTICE, PAPER),
    sections=SECTIONS,
    forms=FORMS,
    closes={"decisions": closed},
    works=works,
)
