"""Signals: what the school's own systems count, as suggestions that people decide."""

from __future__ import annotations

from ..records import DATA, OFFICE
from ..register import Register
from .counting import counted_with, fold
from .known import keep
from .records import KnownPage, Suggestion
from .rules import NAME, decided, questions, refer, suggest
from .sections import SECTIONS
from .standings import standings
from .team_rows import asked, propose

SIGNALS = Register(
    name="signals",
    module=NAME,
    tabs=(
        (DATA, "attendance"),
        (DATA, "incidents"),
        (DATA, "course_results"),
        (DATA, "classes"),
        (DATA, "enrollment"),
        (OFFICE, "indicators"),
        (OFFICE, "known_from_data"),
    ),
    records={"indicators": Suggestion, "known_from_data": KnownPage},
    digest=fold,
    reads=counted_with,
    rules=(keep, suggest, decided, refer, propose),
    figures=(questions, asked),
    sections=SECTIONS,
    standings=standings,
)
