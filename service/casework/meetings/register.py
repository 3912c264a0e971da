"""Meetings: teachers are asked beforehand, and the case manager has a brief."""

from __future__ import annotations

from ..answer_rows import Answer
from ..records import CASELOAD
from ..register import Register
from .asking import first_seen, to_teachers
from .brief import BRIEF
from .cards import FOUR_TAPS, ON_TEACHERS
from .coming import NAME
from .sections import SECTIONS

MEETINGS = Register(
    name="meetings",
    module=NAME,
    on_at_first=True,
    tabs=((CASELOAD, "answers"),),
    records={"answers": Answer},
    rules=(to_teachers, first_seen),
    sections=(ON_TEACHERS, *SECTIONS),
    forms=(FOUR_TAPS,),
    documents=(BRIEF,),
)
