"""Class log: co-taught and push-in classes, entry by entry, and the growth in them."""

from __future__ import annotations

from ..records import CASELOAD
from ..register import Register
from .forms import FORMS
from .measuring import measuring
from .paper import DOCUMENTS, PAPERS
from .records import NAME, LogEntry
from .sections import SECTIONS

CLASS_LOG = Register(
    name="class_log",
    module=NAME,
    tabs=((CASELOAD, "class_log"),),
    records={"class_log": LogEntry},
    sections=SECTIONS,
    forms=FORMS,
    documents=DOCUMENTS,
    papers=PAPERS,
    measures=measuring,
)
