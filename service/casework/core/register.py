"""The registers of what every school has: its cases and people, and what is told."""

from __future__ import annotations

from ..closing import closes_on
from ..records import CASELOAD, OFFICE, RESTRICTED, Case, DayOff, Flag, RosterStudent, StaffMember
from ..register import Register
from .contradictions import contradictions
from .managers import manager_cells
from .roster import roster_cells
from .unseen import unseen

CASES = Register(
    name="core",
    tabs=(
        (CASELOAD, "caseload"),
        (OFFICE, "students"),
        (OFFICE, "staff"),
        (OFFICE, "school_days"),
        (OFFICE, "settings"),
        (RESTRICTED, "flags"),
    ),
    records={
        "caseload": Case,
        "students": RosterStudent,
        "staff": StaffMember,
        "school_days": DayOff,
        "flags": Flag,
    },
    figures=(roster_cells, manager_cells, contradictions),
    cracks=unseen,
)

REPORTING = Register(
    name="reporting",
    tabs=(
        (CASELOAD, "attention"),
        (CASELOAD, "history"),
        (OFFICE, "attention"),
        (OFFICE, "history"),
    ),
    closes={"history": closes_on("when")},
    leaves=("history",),
)
