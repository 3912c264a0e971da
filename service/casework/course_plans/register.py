"""Course plans: what a student thinks of taking, with what help, and how it goes."""

from __future__ import annotations

from ..records import CASELOAD
from ..register import Register
from .forms import FORMS
from .planning_sheet import SHEET
from .records import NAME, CoursePlan
from .rules import exam_access, looks
from .sections import SECTIONS

COURSE_PLANS = Register(
    name="course_plans",
    module=NAME,
    tabs=((CASELOAD, "course_plans"),),
    records={"course_plans": CoursePlan},
    rules=(looks, exam_access),
    documents=(SHEET,),
    sections=SECTIONS,
    forms=FORMS,
)
