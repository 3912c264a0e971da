"""What the family chose, as they typed it, and whose word a counselor's is."""

from __future__ import annotations

import re
from typing import Final

from ..households import folded
from ..school import School
from .records import CoursePlan

_NO: Final = re.compile(r"(no|not|nope|none|declined|ninguno|ninguna)\b|[-–]$")


def is_chosen(plan: CoursePlan) -> bool:
    """Whether the family chose this course. Words that begin with a no are one; empty is not
    chosen yet."""
    said = folded(plan.family_chose).strip()
    return bool(said) and _NO.match(said) is None


def is_declined(plan: CoursePlan) -> bool:
    return bool(plan.family_chose.strip()) and not is_chosen(plan)


def has_counselor_s_word(plan: CoursePlan, school: School) -> bool:
    """Whether a counselor has said it on their own card."""
    says = plan.counselor_says
    return bool(says) and school.ask.on_card(plan.row.row_id, "counselor_says", says)
