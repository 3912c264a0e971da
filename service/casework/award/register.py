"""The award: attendance, activities, respect, effort, organization and goals, term by term."""

from __future__ import annotations

from ..records import CASELOAD
from ..register import Register
from .records import AwardRow
from .sections import SECTIONS
from .standing import standings, unreadable

AWARD = Register(
    name="award",
    module="Award",
    tabs=((CASELOAD, "award"),),
    records={"award": AwardRow},
    figures=(standings, unreadable),
    sections=SECTIONS,
)
