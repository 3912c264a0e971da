"""Class log: co-taught and push-in classes, entry by entry, and the growth in them."""

from __future__ import annotations

from ..answer_rows import Answer
from ..closing import closes_on
from ..records import CASELOAD
from ..register import Register
from .co_teaching import ON_TEACHERS, TWO_QUESTIONS, first_seen
from .forms import FORMS
from .measuring import measuring
from .paper import DOCUMENTS, PAPERS
from .records import NAME, LogEntry
from .sections import SECTIONS
from .staying import staying
from .works import works

CLASS_LOG = Register(
    name="class_log",
    module=NAME,
    tabs=((CASELOAD, "class_log"), (CASELOAD, "answers")),
    closes={"class_log": closes_on("date")},
    leaves=("class_log",),
    stays=staying,
    records={"class_log": LogEntry, "answers": Answer},
    rules=(first_seen,),
    sections=(*SECTIONS, ON_TEACHERS),
    forms=(*FORMS, TWO_QUESTIONS),
    documents=DOCUMENTS,
    papers=PAPERS,
    measures=measuring,
    works=works,
)
