"""Team: the people around a student, and what each may see."""

from __future__ import annotations

from ..records import CASELOAD, TeamMember
from ..register import Register

TEAM = Register(name="team", tabs=((CASELOAD, "team"),), records={"team": TeamMember})
