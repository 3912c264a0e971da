"""Letters: what families are written, and how it reaches them."""

from __future__ import annotations

from ..records import CASELOAD
from ..register import Register
from .forms import CHECKLISTS, FORMS
from .paper import LETTER, letter_days
from .records import NAME, Letter
from .reports import PAPERS, report_rows
from .rules import questions
from .sections import SECTIONS
from .sending import mails, sent_cells
from .works import works

LETTERS = Register(
    name="letters",
    module=NAME,
    tabs=((CASELOAD, "letters"),),
    records={"letters": Letter},
    rules=(report_rows, letter_days, mails),
    figures=(sent_cells, questions),
    documents=(LETTER,),
    sections=SECTIONS,
    forms=FORMS,
    papers=PAPERS,
    checklists=CHECKLISTS,
    works=works,
)
