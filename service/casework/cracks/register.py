"""Cracks: what nobody has had in view for too long."""

from __future__ import annotations

from ..register import Register
from .mail import weekly_mail
from .memory import first_seen

CRACKS = Register(name="cracks", rules=(first_seen, weekly_mail))
