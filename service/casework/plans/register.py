"""Action plans: a document about each case, for the team and for each home."""

from __future__ import annotations

from ..register import Register
from .without_plan import without_plan

PLANS = Register(name="plans", cracks=without_plan)
