"""Random things to do: what a line says, and when it is due."""

from __future__ import annotations

from ..register import Register
from .rules import questions, remembered
from .sections import SECTIONS

THINGS = Register(name="things", rules=(remembered,), figures=(questions,), sections=SECTIONS)
