"""Action plans: a document about each case, for the team and for each home."""

from __future__ import annotations

from ..register import Register

PLANS = Register(name="plans")
