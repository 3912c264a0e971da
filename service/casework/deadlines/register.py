"""Deadlines: what is due by a day, and what comes back."""

from __future__ import annotations

from ..closing import closes_on
from ..records import CASELOAD
from ..register import Register
from .briefing import before_a_meeting
from .forms import FORMS
from .past import past
from .records import NAME, Deadline
from .rules import differing, due_cells, first_rows, next_rows, reminders
from .sections import SECTIONS
from .staying import staying
from .works import works

DEADLINES = Register(
    name="deadlines",
    module=NAME,
    on_at_first=True,
    tabs=((CASELOAD, "deadlines"),),
    closes={"deadlines": closes_on("done_on")},
    leaves=("deadlines",),
    stays=staying,
    records={"deadlines": Deadline},
    tells=before_a_meeting,
    rules=(first_rows, next_rows, reminders),
    figures=(due_cells, differing),
    sections=SECTIONS,
    forms=FORMS,
    cracks=past,
    works=works,
)
